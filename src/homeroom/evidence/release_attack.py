"""Attack a release before it is made: hide more until nothing can be worked out, or refuse and name what could be.

First by linear programs (`suppress`), then by whole numbers, since children come whole: the least and the most that
each hidden count can be are found by branch and bound (`scipy.optimize.milp`, HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.suppress import SLACK, WIDE, Cell, Counts, Ends, attack, hidden, narrow, ranged

WIDE_ENOUGH = 4 * WIDE  # so far apart are two tables of whole numbers, too: they are not looked for one by one


class UnsafeError(EvidenceError):
    """`cells` are hidden counts that could be worked out, whatever else is hidden."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(sorted(cells))
        super().__init__(f"these counts could be worked out: {'; '.join(map(' '.join, self.cells))}")


@dataclass(frozen=True)
class Safe:
    """What is hidden, and the ranges that are told of hidden counts."""

    away: frozenset[Cell]
    ranges: Mapping[Cell, Ends]


def safe(counts: Counts, wanted: Mapping[Cell, Ends] | None = None) -> Safe:
    """What to hide so that each hidden count stays `WIDE` unsure. Raises UnsafeError where nothing helps."""
    tried = counts
    while True:
        try:
            away = hidden(tried, at_once=True)
        except EvidenceError:
            raise UnsafeError(_open(tried)) from None
        told = ranged(tried, away, {key: ends for key, ends in (wanted or {}).items() if key in away})
        known = replace(tried, ranges={**tried.ranges, **told})
        open_ = {key for key, (low, high) in whole_numbers(known, away).items() if high - low < WIDE}
        if not open_:
            return Safe(away, told)
        more = {key for one in tried.sums if open_ & {one.total, *one.parts} for key in (one.total, *one.parts)}
        if not more - away - tried.told - tried.free:
            raise UnsafeError(open_)
        tried = replace(tried, never=tried.never | (more - tried.told - tried.free))


def whole_numbers(counts: Counts, away: frozenset[Cell]) -> dict[Cell, tuple[float, float]]:
    """The least and the most of each hidden count in whole numbers; a range that is wide by far is left as it is."""
    found = {key: span for key, span in attack(counts, {*away, *counts.free}).items() if key in away}
    cells = sorted({*away, *counts.free})
    place = {key: at for at, key in enumerate(cells)}
    touched = [one for one in counts.sums if any(key in place for key in (one.total, *one.parts))]
    left, right = np.zeros((len(touched), len(cells))), np.zeros(len(touched))
    for row, one in enumerate(touched):
        for key, sign in ((one.total, 1.0), *((part, -1.0) for part in one.parts)):
            if key in place:
                left[row, place[key]] += sign
            else:
                right[row] -= sign * counts.cells[key]
    most = sum(counts.cells.values()) + WIDE
    ends = np.array([counts.ranges.get(key, (0, most)) for key in cells], dtype=np.float64).reshape(-1, 2)
    return {
        key: span if span[1] - span[0] > WIDE_ENOUGH else _whole(left, right, ends, place[key])
        for key, span in found.items()
    }


def _whole(left: np.ndarray, right: np.ndarray, ends: np.ndarray, at: int) -> tuple[float, float]:
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # no types; slow to import

    near = _tied(left, at)
    rows = np.flatnonzero((left[:, near] != 0).any(axis=1))
    found = []
    for sign in (1.0, -1.0):
        solved = milp(
            sign * (near == at),
            constraints=LinearConstraint(left[np.ix_(rows, near)], right[rows], right[rows]) if len(rows) else (),
            bounds=Bounds(ends[near, 0], ends[near, 1]),
            integrality=np.ones(len(near)),
        )
        if not solved.success:
            raise EvidenceError(f"the attack on the table came to no end: {solved.message}")
        found.append(round(float(solved.x[near == at][0]) + sign * SLACK))
    return found[0], found[1]


def _tied(left: np.ndarray, at: int) -> np.ndarray:
    """The hidden counts that sums tie to this one, over as many steps as it takes."""
    near = np.zeros(left.shape[1], dtype=np.bool_)
    near[at] = True
    while True:
        rows = (left[:, near] != 0).any(axis=1)
        wider = near | (left[rows] != 0).any(axis=0)
        if (wider == near).all():
            return np.flatnonzero(near)
        near = wider


def _open(counts: Counts) -> set[Cell]:
    """What can be worked out though all that may be hidden is."""
    away = frozenset(counts.cells.keys() - counts.told - counts.free)
    return set(narrow(counts, away)) or set(away)
