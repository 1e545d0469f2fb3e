"""How good what was foretold is, as counts that tell of no child: less than ten children are "few" and get no number.

What is hidden can't be worked out from what is shown beside it either, in the same table or in another one of groups
that a reader may know: programs, grades and schools.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.columns import Codes
from homeroom.mastery.foretold import Foretold
from homeroom.mastery.measures import auc, ece, rmse
from homeroom.mastery.quality_figures import BINS, FEW, FIRST, Figures, Line
from homeroom.mastery.state import STATES
from homeroom.mastery.subtracted import gives_away

LEVELS = (("0 to 4", 0.0, 4.5), ("5 to 7", 4.5, 7.5), ("8 to 10", 7.5, 10.5))
SURE = 1.96  # standard errors to each side in which the truth lies 19 times out of 20
Chosen = NDArray[np.bool_]
Kinds = Sequence[tuple[str, Chosen]]


class Counted(Protocol):
    """What `hidden_together` asks of a line."""

    @property
    def name(self) -> str: ...

    @property
    def children(self) -> int: ...


def figures(told: Foretold, grades: Mapping[int, str], schools: Mapping[str, set[int]], in_turns: bool) -> Figures:
    """`grades` by child; `schools` by name, the children of each. Raises ValueError without any answer."""
    tenth = np.minimum((told.predicted * BINS).astype(np.int64), BINS - 1)
    grade = np.array([grades.get(int(child), "") for child in told.student])
    return Figures(
        whole=_each(told, [("", np.ones(len(told), dtype=np.bool_))])[0],
        auc=_known(auc(told.right, told.predicted)),
        rmse=_round(rmse(told.right, told.predicted)),
        ece=_round(ece(told.right, told.predicted, BINS)),
        in_turns=in_turns,
        curve=_each(told, [(str(at), tenth == at) for at in range(BINS)]),
        states=_each(told, [(str(state), told.state == at) for at, state in enumerate(STATES)]),
        by=_together(
            told,
            {
                "program": [(name, told.program == name) for name in np.unique(told.program).tolist()],
                "grade": [(name, grade == name) for name in np.unique(grade).tolist()],
                "school": [(name, np.isin(told.student, [*schools[name]])) for name in sorted(schools)],
            },
        )
        | {"start": _each(told, _by_start(told))},
    )


def _each(told: Foretold, kinds: Kinds) -> tuple[Line, ...]:
    """A line for each kind that there are answers of, few children hidden."""
    return _together(told, {"": kinds})[""]


def _together(told: Foretold, tables: Mapping[str, Kinds]) -> dict[str, tuple[Line, ...]]:
    """The same for several tables that a reader sees beside each other."""
    there = {name: [(kind, chosen) for kind, chosen in kinds if chosen.any()] for name, kinds in tables.items()}
    lines = {name: [line(kind, told, chosen) for kind, chosen in kinds] for name, kinds in there.items()}
    rows = {name: [chosen for _, chosen in kinds] for name, kinds in there.items()}
    return hidden_together(lines, rows, told.student, Line)


def line(name: str, told: Foretold, chosen: Chosen) -> Line:
    predicted, right = told.predicted[chosen], told.right[chosen]
    children, place = np.unique(told.student[chosen], return_inverse=True)
    off = float(np.mean(predicted - right))
    # Answers of one child hang together, so the doubt is that between children.
    by_child = np.bincount(place, weights=predicted - right - off)
    spread = SURE * math.sqrt(float(np.sum(by_child**2))) / len(right)
    shares = (float(predicted.mean()), float(right.mean()), off - spread, off + spread)
    return Line(name, len(children), len(right), *map(_round, shares))


def hidden_together[Told: Counted](
    lines: Mapping[str, Sequence[Told]],
    rows: Mapping[str, Sequence[Chosen]],
    child: Codes,
    few: Callable[[str], Told],
) -> dict[str, tuple[Told, ...]]:
    """The tables' lines, those of few children emptied, and others with them until no difference gives them away.

    `rows` says which rows each line counts, at most one line of a table each, and `child` whose each row is. What is
    shown, taken from all, must leave the rows of nobody or of ten children at least; so must the lines of one table,
    taken from those of another.
    """
    gone = {name: _small(told, rows[name], child) for name, told in lines.items()}
    while more := _across(rows, gone, child):
        name, at = min(more, key=lambda one: (lines[one[0]][one[1]].children, one))
        gone[name] = _small(lines[name], rows[name], child, gone[name] | {at})
    return {
        name: tuple(few(one.name) if at in gone[name] else one for at, one in enumerate(told))
        for name, told in lines.items()
    }


def _small(lines: Sequence[Counted], rows: Sequence[Chosen], child: Codes, gone: Set[int] = frozenset()) -> set[int]:
    """The lines of few children, and those that must go so that the rest of their own table does not tell them."""
    away = {at for at, one in enumerate(lines) if one.children < FEW} | gone
    for at in sorted(set(range(len(lines))) - away, key=lambda at: lines[at].children):
        if 0 < _left(rows, away, child) < FEW:
            away.add(at)
    return away


def _across(rows: Mapping[str, Sequence[Chosen]], gone: Mapping[str, Set[int]], child: Codes) -> set[tuple[str, int]]:
    """Lines of two tables that tell of few children when they are subtracted from each other."""
    shown = {name: _places(rows[name], gone[name], len(child)) for name in rows}
    for one, other in combinations(rows, 2):
        first, second = gives_away(shown[one], shown[other], child, FEW)
        if first or second:
            return {(one, at) for at in first} | {(other, at) for at in second}
    return set()


def _places(rows: Sequence[Chosen], gone: Set[int], many: int) -> Codes:
    """The shown line of each row, -1 where there is none."""
    place = np.full(many, -1, dtype=np.int64)
    for at, chosen in enumerate(rows):
        if at not in gone:
            place[chosen] = at
    return place


def _left(rows: Sequence[Chosen], gone: set[int], child: Codes) -> int:
    """How many children have a row that no line shows."""
    shown = np.zeros(len(child), dtype=np.bool_)
    for at, chosen in enumerate(rows):
        shown |= chosen & (at not in gone)
    return len(np.unique(child[~shown]))


def _by_start(told: Foretold) -> list[tuple[str, Chosen]]:
    """Later answers by how many of the child's first ones were right."""
    first = told.turn < FIRST
    children, place = np.unique(told.student, return_inverse=True)
    right = np.bincount(place[first], weights=told.right[first], minlength=len(children))[place]
    return [(name, ~first & (right >= low) & (right < high)) for name, low, high in LEVELS]


def _known(number: float) -> float | None:
    return None if math.isnan(number) else _round(number)


def _round(number: float) -> float:
    return round(float(number), 4)
