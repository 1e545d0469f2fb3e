"""Standards and what each stands on, as columns that a kernel can walk.

Edges that run in a circle would have each standard wait for the other for ever. They are left out, named edge by
edge, and the rest holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.errors import MasteryError

Whole = NDArray[np.int64]
Edge = tuple[str, str]


@dataclass(frozen=True)
class Graph:
    """What standard k stands on is `before[starts[k]:starts[k + 1]]`, as places in `codes`; `circles` was left out."""

    codes: tuple[str, ...]
    starts: Whole
    before: Whole
    circles: tuple[Edge, ...] = ()

    @classmethod
    def of(cls, codes: Sequence[str], edges: Iterable[Edge]) -> Graph:
        """Edges are pairs (before, after), each counted once. Raises MasteryError for a code that is not listed."""
        place = {code: at for at, code in enumerate(codes)}
        if len(place) != len(codes):
            raise MasteryError("a standard is listed twice: list each code once")
        known = sorted(set(edges))
        _all_listed(known, place)
        circles = tuple(_circular(known))
        left_out = set(circles)
        stands_on: list[list[int]] = [[] for _ in codes]
        for edge in known:
            if edge not in left_out:
                stands_on[place[edge[1]]].append(place[edge[0]])
        starts = [0, *accumulate(map(len, stands_on))]
        before = [one for needed in stands_on for one in sorted(needed)]
        return cls(tuple(codes), np.array(starts, np.int64), np.array(before, np.int64), circles)

    def of_standard(self, standard: int) -> list[int]:
        """What this standard stands on directly."""
        return [int(one) for one in self.before[self.starts[standard] : self.starts[standard + 1]]]

    @property
    def edges(self) -> list[Edge]:
        """The edges that hold, as codes."""
        return [(self.codes[one], code) for at, code in enumerate(self.codes) for one in self.of_standard(at)]

    @cached_property
    def order(self) -> tuple[int, ...]:
        """All standards, each after what it stands on; otherwise as listed."""
        placed: dict[int, None] = {}
        for standard in range(len(self.codes)):
            self._place(standard, placed)
        return tuple(placed)

    @cached_property
    def ancestors(self) -> tuple[frozenset[int], ...]:
        """For each standard, all it stands on, directly or not."""
        found: dict[int, frozenset[int]] = {}
        for standard in self.order:
            direct = self.of_standard(standard)
            found[standard] = frozenset(direct).union(*(found[one] for one in direct))
        return tuple(found[standard] for standard in range(len(self.codes)))

    def _place(self, standard: int, placed: dict[int, None]) -> None:
        """Put down what the standard stands on, then the standard. No chain is deep enough to trouble the stack."""
        if standard not in placed:
            for one in self.of_standard(standard):
                self._place(one, placed)
            placed[standard] = None


def _all_listed(edges: Iterable[Edge], place: dict[str, int]) -> None:
    strange = sorted({end for edge in edges for end in edge} - place.keys())
    if strange:
        raise MasteryError(f"prerequisites name standards that are not listed: {', '.join(strange)}. List them, too")


def _circular(edges: Sequence[Edge]) -> Iterator[Edge]:
    """The edges whose end leads back to their beginning."""
    leads_to: dict[str, list[str]] = {}
    for before, after in _trimmed(edges):
        leads_to.setdefault(before, []).append(after)
    for before, after in edges:
        if before in leads_to and _reaches(after, before, leads_to):
            yield before, after


def _trimmed(edges: Sequence[Edge]) -> Sequence[Edge]:
    """Without edges that lead from nowhere or nowhere on, again and again: of a graph without circles none is left."""
    while True:
        befores, afters = {before for before, _ in edges}, {after for _, after in edges}
        kept = [(before, after) for before, after in edges if before in afters and after in befores]
        if len(kept) == len(edges):
            return kept
        edges = kept


def _reaches(start: str, goal: str, leads_to: dict[str, list[str]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        if at == goal:
            return True
        fresh = [after for after in leads_to.get(at, ()) if after not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False
