"""Attack a release before it is made: hide more until nothing can be worked out, or refuse and name what could be.

First by linear programs (`suppress`), then by whole numbers, since children come whole: the least and the most that
each hidden count can be are found by branch and bound (`scipy.optimize.milp`, HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from homeroom.evidence.counts import Cell, Counts, Ends
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.suppress import WIDE, hidden, narrow, ranged
from homeroom.evidence.unknowns import Span, spans, unknown


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


def whole_numbers(counts: Counts, away: frozenset[Cell]) -> dict[Cell, Span]:
    """The least and the most of each hidden count in whole numbers; what is `WIDE` unsure is left as it is found."""
    found = [spans(group, WIDE, whole=True) for group in unknown(counts, {*away, *counts.free})]
    return {cell: span for group in found for cell, span in group.items() if cell in away}


def _open(counts: Counts) -> set[Cell]:
    """What can be worked out though all that may be hidden is."""
    away = frozenset(counts.cells.keys() - counts.told - counts.free)
    return set(narrow(counts, away)) or set(away)
