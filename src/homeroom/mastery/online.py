"""One child, one answer at a time, through the same kernel as the nightly filter: the same bits, at once."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from homeroom.mastery import kernel
from homeroom.mastery.columns import Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.filter import beginners
from homeroom.mastery.likelihoods import ITEM
from homeroom.mastery.parameters import Tables

WHOLE = np.ones(1)


class Online:
    """What a table's layout says of names, ready to take single answers in. Holds no child: `begin` gives one."""

    def __init__(self, layout: Tables) -> None:
        self.layout = layout
        self._standard = {word: np.array([code], dtype=np.int64) for code, word in enumerate(layout.standards)}
        self._program = {word: code for code, word in enumerate(layout.programs)}
        self._lesson = {word: layout.first_lesson + code for code, word in enumerate(layout.lessons)}
        self._item = {word: layout.first_item + code for code, word in enumerate(layout.items)}
        self._notes = np.empty(kernel.NOTES)
        self._fixed = (layout.levels, layout.difficulty, layout.links, layout.constants)

    def begin(self) -> Numbers:
        """A child of whom nothing is known; `answer` changes it in place."""
        child: Numbers = beginners(1, self.layout)[0]
        return child

    def answer(
        self,
        child: Numbers,
        standard: Hashable,
        result: float,
        item: Hashable = None,
        program: Hashable = None,
        lesson: Hashable = None,
        kind: int = ITEM,
        size: float = 1.0,
        detail: float = float("nan"),
        day: float = float("nan"),
    ) -> float:
        """Take one answer on one standard in. Returns the probability of a right one that was seen before it.

        An item, lesson or program that the layout doesn't know counts as an unknown one.
        """
        try:
            code = self._standard[standard]
        except KeyError:
            raise MasteryError(f"Standard {standard!r} is unknown here: lay the tables out with it.") from None
        kernel.absorb(
            child, *self._fixed, code, WHOLE, 0, 1,
            self._item.get(item, -1), self._lesson.get(lesson, -1), self._program.get(program, -1),
            kind, result, size, detail, day, False, self._notes,
        )  # fmt: skip
        return float(self._notes[kernel.PREDICTED])
