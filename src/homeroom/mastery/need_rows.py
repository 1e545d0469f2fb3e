"""The needs of many children, one at a time and small: a shard makes them, a class puts its own together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from homeroom.mastery.group_needs import Needs
from homeroom.mastery.knowledge import Real, Whole


@dataclass(frozen=True)
class Need:
    """One child's row of `Needs`, where it could matter to a group: at the places of standards in `columns`."""

    columns: Whole
    joins: Real
    stays: Real
    weight: Real
    missed: Whole
    tested: int
    goals: bool


NO, NONE = np.zeros(0, dtype=np.int64), np.zeros(0)
NOTHING = Need(NO, NONE, NONE, NONE, NO, tested=0, goals=True)


def apart(needs: Needs) -> dict[int, Need]:
    """By child."""
    return {int(student): _of(needs, row) for row, student in enumerate(needs.students)}


def together(students: Sequence[int], found: Mapping[int, Need], standards: int) -> Needs:
    """Needs of these children over all standards. A child of whom nothing is known needs nothing."""
    rows = [found.get(student, NOTHING) for student in students]
    shape = (len(rows), standards)
    made = Needs(
        students=np.array(students, dtype=np.int64),
        joins=np.zeros(shape),
        stays=np.zeros(shape),
        weight=np.zeros(shape),
        missed=np.zeros(shape, dtype=np.int64),
        tested=np.array([need.tested for need in rows], dtype=np.int64),
        goals=np.array([need.goals for need in rows], dtype=np.bool_),
    )
    for row, need in enumerate(rows):
        for name in ("joins", "stays", "weight", "missed"):
            getattr(made, name)[row, need.columns] = getattr(need, name)
    return made


def _of(needs: Needs, row: int) -> Need:
    columns = np.flatnonzero(needs.stays[row] > 0)
    parts = {name: getattr(needs, name)[row, columns] for name in ("joins", "stays", "weight", "missed")}
    return Need(columns=columns, **parts, tested=int(needs.tested[row]), goals=bool(needs.goals[row]))
