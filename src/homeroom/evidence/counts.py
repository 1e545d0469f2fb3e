"""Counts of children by cell, and which of them add up to which: what the attack on a table starts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from homeroom.evidence.errors import EvidenceError

DEEPEST = 2  # how many properties of children may be crossed

Cell = tuple[str, ...]
Ends = tuple[int, int]


@dataclass(frozen=True)
class Sum:
    """A published count and the counts that add up to it."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Counts:
    """Counts of children by cell, and which add up to which.

    `told` are cells that an earlier release has shown, `never` those that none shows: hidden by an earlier one, or not
    meant to be shown at all. `dear` are hidden only where nothing else helps. `ranges` are ends between which a hidden
    count is told to lie. `free` are counts that nothing shows, and that may be worked out: they are of many children.
    """

    cells: Mapping[Cell, int]
    sums: tuple[Sum, ...] = ()
    told: frozenset[Cell] = field(default_factory=frozenset)
    never: frozenset[Cell] = field(default_factory=frozenset)
    dear: frozenset[Cell] = field(default_factory=frozenset)
    ranges: Mapping[Cell, Ends] = field(default_factory=dict)
    free: frozenset[Cell] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Raises EvidenceError for a count below 0 or out of its range, a sum of unknown cells, or a wrong one."""
        for cell, count in self.cells.items():
            if count < 0:
                raise EvidenceError(f"{cell} counts {count} children: a count is 0 or more")
        for cell, (low, high) in self.ranges.items():
            if not low <= self.cells[cell] <= high:
                raise EvidenceError(f"{cell} is told to lie from {low} to {high}, and does not: tell the truth")
        for one in self.sums:
            missing = [cell for cell in (one.total, *one.parts) if cell not in self.cells]
            if missing:
                raise EvidenceError(f"the sum of {one.total} names {missing[0]}, which has no count: give one")
            made = sum(self.cells[part] for part in one.parts)
            if made != self.cells[one.total]:
                raise EvidenceError(f"{one.total} is {self.cells[one.total]}, its parts make {made}: count them anew")


def crossed(cells: Mapping[Cell, int]) -> Counts:
    """Counts of one or two crossed properties, with their totals: the cell `("", "b")` is the total of column b.

    Raises EvidenceError where more than two are crossed, or a value of a property is blank.
    """
    depth = len(next(iter(cells), ()))
    if not 1 <= depth <= DEEPEST:
        raise EvidenceError(f"{depth} properties are crossed: at most {DEEPEST}, for more tell of single children")
    if any("" in place for place in cells):
        raise EvidenceError("a value is blank, which stands for a total: name it, for instance 'not said'")
    known, sums = dict(cells), list[Sum]()
    for at in range(depth):
        parts: dict[Cell, list[Cell]] = {}
        for place in list(known):
            if place[at]:
                parts.setdefault((*place[:at], "", *place[at + 1 :]), []).append(place)
        for total, group in parts.items():
            known[total] = sum(known[place] for place in group)
            sums.append(Sum(total, tuple(group)))
    return Counts(known, (*sums, *_totals_of_totals(known, depth)))


def _totals_of_totals(known: Mapping[Cell, int], depth: int) -> Iterable[Sum]:
    """The whole as the sum of the other totals; `crossed` has made it from those of the first property."""
    if depth == DEEPEST:
        yield Sum(("", ""), tuple(place for place in known if place[0] and not place[1]))
