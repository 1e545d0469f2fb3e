"""Hidden counts as unknowns: how far apart can each be, for somebody who knows what is shown and what adds up?

One program says more than was asked of it: each of its solutions is a table that could be true, so it widens what is
seen of every unknown. Hence a few programs first push all unknowns at once, up or down by lot, and only those that are
narrow even then are followed alone, to both of their ends. What is found narrow is therefore as exact as if each had
been followed; what is found wide is at least so wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.evidence.counts import Cell, Counts
from homeroom.evidence.errors import EvidenceError

SLACK = 1e-6
PUSHES = 4  # each is two programs, one the other's contrary
MARGIN = 5  # nothing ends higher than all counts and this, so that every program has an end

Real = NDArray[np.float64]
Span = tuple[float, float]


@dataclass(frozen=True)
class Unknown:
    """`left`, a sparse matrix, times the unknowns makes `right`. Each lies between its `ends`; `truth` is the table."""

    cells: tuple[Cell, ...]
    left: Any
    right: Real
    ends: Real
    truth: Real

    def allow(self, found: Real) -> bool:
        """Whether these numbers could be true."""
        inside = (self.ends[:, 0] <= found) & (found <= self.ends[:, 1])
        return bool(inside.all() and np.array_equal(self.left @ found, self.right))


def unknown(counts: Counts, away: Iterable[Cell]) -> list[Unknown]:
    """The hidden counts in groups that no sum ties together: what is seen of one group tells nothing of another."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types; slow to import

    cells = tuple(sorted(set(away)))
    place = {cell: at for at, cell in enumerate(cells)}
    entries, right = list[tuple[float, int, int]](), list[float]()
    for one in counts.sums:
        signed = ((one.total, 1.0), *((part, -1.0) for part in one.parts))
        hidden = [(sign, len(right), place[cell]) for cell, sign in signed if cell in place]
        if hidden:
            entries += hidden
            right.append(-sum(sign * counts.cells[cell] for cell, sign in signed if cell not in place))
    signs, rows, columns = (list(column) for column in zip(*entries, strict=True)) if entries else ([], [], [])
    left = csr_array((signs, (rows, columns)), shape=(len(right), len(cells)))
    most = sum(counts.cells.values()) + MARGIN
    ends = np.array([counts.ranges.get(cell, (0, most)) for cell in cells], dtype=np.float64).reshape(-1, 2)
    truth = np.array([counts.cells[cell] for cell in cells], dtype=np.float64)
    return list(_apart(Unknown(cells, left, np.array(right), ends, truth)))


def _apart(all_: Unknown) -> Iterator[Unknown]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # as above

    rows, columns = all_.left.shape
    tied = coo_array(all_.left)
    edges = (np.ones(tied.nnz), (tied.row, rows + tied.col))
    many, group = connected_components(coo_array(edges, shape=(rows + columns,) * 2), directed=False)
    for one in range(many):
        touched, at = np.flatnonzero(group[:rows] == one), np.flatnonzero(group[rows:] == one)
        cells = tuple(all_.cells[place] for place in at)
        yield Unknown(cells, all_.left[touched][:, at], all_.right[touched], all_.ends[at], all_.truth[at])


def spans(known: Unknown, wide: int, whole: bool = False) -> dict[Cell, Span]:
    """The least and the most of each, by linear programs; `whole`: in whole numbers, by branch and bound.

    One that is at least `wide` is not followed to its ends.
    """
    seen, solve = _pushed(known, wide, whole), _solved_whole if whole else _solved
    for at in range(len(known.cells)):
        for sign in (1.0, -1.0):
            if _widths(seen)[at] < wide:
                _widen(seen, solve(known, sign * (np.arange(len(known.cells)) == at)))
    low, high = _rounded(seen)
    return {cell: (float(low[at]), float(high[at])) for at, cell in enumerate(known.cells)}


def _rounded(seen: Real) -> tuple[Real, Real]:
    """Children come whole: the ends are the whole numbers between."""
    return np.ceil(seen[0] - SLACK), np.floor(seen[1] + SLACK)


def _widths(seen: Real) -> Real:
    low, high = _rounded(seen)
    return high - low


def _pushed(known: Unknown, wide: int, whole: bool) -> Real:
    """The least and the most that a few programs show of each, the true table among what they show."""
    seen = np.array([known.truth, known.truth])
    random = np.random.default_rng(len(known.cells))
    for _ in range(PUSHES):
        narrow = _widths(seen) < wide
        if narrow.sum() <= 2 * PUSHES:
            break
        lot = narrow * random.choice([-1.0, 1.0], len(narrow)) * random.uniform(1, 2, len(narrow))
        for aim in (lot, -lot):
            found = _solved(known, aim)
            if not whole:
                _widen(seen, found)
            elif known.allow(np.rint(found)):
                _widen(seen, np.rint(found))
    return seen


def _widen(seen: Real, found: Real) -> None:
    np.minimum(seen[0], found, out=seen[0])
    np.maximum(seen[1], found, out=seen[1])


def _solved(known: Unknown, aim: Real) -> Real:
    from scipy.optimize import linprog  # type: ignore[import-untyped]  # as above

    return _ended(linprog(aim, A_eq=known.left, b_eq=known.right, bounds=known.ends, method="highs-ds"))


def _solved_whole(known: Unknown, aim: Real) -> Real:
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = (LinearConstraint(known.left, known.right, known.right),) if len(known.right) else ()
    bounds, exact = Bounds(*known.ends.T), {"mip_rel_gap": 0}
    solved = milp(aim, constraints=rows, bounds=bounds, integrality=np.ones(len(aim)), options=exact)
    found: Real = np.rint(_ended(solved))
    return found


def _ended(solved: Any) -> Real:
    if not solved.success:
        raise EvidenceError(f"the attack on the table came to no end: {solved.message}")
    found: Real = solved.x
    return found
