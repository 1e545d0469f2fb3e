"""Which counts may be shown to readers who may not see the children behind them.

A count under ten is hidden, and so many others with it that what is shown tells no hidden one: each hidden count must
leave at least `WIDE` between the least and the most that it could be. Whether it does is found as an attacker would
find it: by linear programs over everything that is published (Fischetti and Salazar-González 2001, "Solving the cell
suppression problem on tabular data with linear constraints"), all earlier releases of the same children included.
What is hidden looks the same wherever it is hidden, so that the sign does not tell which count was the small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor

import numpy as np
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from homeroom.evidence.errors import EvidenceError

FEW = 10
WIDE = 5
DEEPEST = 2  # how many properties of children may be crossed
LEAST_SCHOOLS, LEAST_CLASSES = 3, 5
ALMOST = 0.05  # shares nearer than this to none or all tell of every child
SLACK = 1e-6
# Why a release is refused. It is kept with the release as it stands here; a page says it in the reader's language.
TOLD_TOO_MUCH = gettext_noop(
    "this can't be released: with what was released before, a count of few children could be worked out. "
    "Release larger groups, or the same cells as before"
)
SHOWN_TOO_MUCH = gettext_noop("this can't be released: what is shown tells a hidden count without any range")

Real = NDArray[np.float64]
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


def hidden(counts: Counts, at_once: bool = False) -> frozenset[Cell]:
    """The cells to hide. Raises EvidenceError where earlier releases have told too much to make this one safe.

    `at_once`: what one sum tells by itself is seen to before any program is run. That is quicker, and may hide others.
    """
    small = {cell for cell, count in counts.cells.items() if count < FEW} - counts.told - counts.free
    away = small | counts.never
    while True:
        open_ = (_alone(counts, away) if at_once else []) or narrow(counts, away)
        if not open_:
            return frozenset(away)
        more = {beside for cell in open_ for beside in _beside([cell], counts, away)} or {*_beside(away, counts, away)}
        if not more:
            raise EvidenceError(TOLD_TOO_MUCH)
        away |= more - counts.dear or more


def narrow(counts: Counts, away: Iterable[Cell]) -> list[Cell]:
    """The hidden counts that are less than `WIDE` unsure."""
    found = attack(counts, {*away, *counts.free})
    return [cell for cell, (low, high) in found.items() if high - low < WIDE and cell not in counts.free]


def _alone(counts: Counts, away: set[Cell]) -> list[Cell]:
    """Hidden counts that some sum tells at once: they are seen without a program."""
    unknown = away | counts.free
    left = ([cell for cell in (one.total, *one.parts) if cell in unknown] for one in counts.sums)
    return sorted({some[0] for some in left if len(some) == 1} - counts.free)


def ranged(counts: Counts, away: frozenset[Cell], wanted: Mapping[Cell, Ends]) -> Mapping[Cell, Ends]:
    """Those of the wanted ranges that can be told of hidden counts, and leave each of them `WIDE` unsure."""
    told = dict(wanted)
    while told:
        open_ = set(narrow(replace(counts, ranges={**counts.ranges, **told}), away))
        if not open_:
            break
        near = open_ & told.keys() or {cell for group in _apart(counts, away) if open_ & group for cell in group}
        if not near & told.keys():
            raise EvidenceError(SHOWN_TOO_MUCH)
        told.pop(min(near & told.keys(), key=lambda cell: (told[cell][1] - told[cell][0], cell)))
    return told


def attack(counts: Counts, away: Iterable[Cell]) -> dict[Cell, tuple[float, float]]:
    """The least and the most that each hidden count can be, for somebody who knows all the others and what adds up.

    A count that is found to be at least `WIDE` unsure is not followed to its ends.
    """
    most = sum(counts.cells.values()) + WIDE  # nothing ends higher, so that every program has an end
    found = dict[Cell, tuple[float, float]]()
    for group in _apart(counts, away):
        found |= _attack(counts, sorted(group), most)
    return found


def _apart(counts: Counts, away: Iterable[Cell]) -> list[set[Cell]]:
    """The hidden counts in groups that no sum ties together: what is seen of one group tells nothing of another."""
    groups = {cell: {cell} for cell in away}
    for one in counts.sums:
        tied = [cell for cell in (one.total, *one.parts) if cell in groups]
        joined = set[Cell]().union(*(groups[cell] for cell in tied))
        for cell in joined:
            groups[cell] = joined
    return list({id(group): group for group in groups.values()}.values())


def _attack(counts: Counts, cells: Sequence[Cell], most: int) -> dict[Cell, tuple[float, float]]:
    place = {cell: at for at, cell in enumerate(cells)}
    left, right = _equations(counts, place)
    ends = [counts.ranges.get(cell, (0, most)) for cell in cells]
    seen = np.array([[counts.cells[cell]] * 2 for cell in cells], dtype=np.float64)  # the true table
    for cell in place.values():
        for at, sign in enumerate((1.0, -1.0)):
            if seen[cell, 1] - seen[cell, 0] < WIDE:
                _look(left, right, ends, sign * (np.arange(len(place)) == cell), seen)
                seen[cell, at] = (ceil if at == 0 else floor)(seen[cell, at] - sign * SLACK)
    return {cell: (float(seen[at, 0]), float(seen[at, 1])) for cell, at in place.items()}


def _equations(counts: Counts, place: Mapping[Cell, int]) -> tuple[Real, Real]:
    """Rows of unknowns and what they make together: total less parts is 0."""
    touched = [one for one in counts.sums if any(cell in place for cell in (one.total, *one.parts))]
    left, right = np.zeros((len(touched), len(place))), np.zeros(len(touched))
    for row, one in enumerate(touched):
        for cell, sign in ((one.total, 1.0), *((part, -1.0) for part in one.parts)):
            if cell in place:
                left[row, place[cell]] += sign
            else:
                right[row] -= sign * counts.cells[cell]
    return left, right


def _look(left: Real, right: Real, ends: Sequence[Ends], aim: Real, seen: Real) -> None:
    """One program. Every solution is a table that could be true, so it widens what is seen of all cells."""
    from scipy.optimize import linprog  # type: ignore[import-untyped]  # scipy ships no types; slow to import

    solved = linprog(aim, A_eq=left, b_eq=right, bounds=ends, method="highs")
    if not solved.success:
        raise EvidenceError(f"the attack on the table came to no end: {solved.message}")
    seen[:, 0], seen[:, 1] = np.minimum(seen[:, 0], solved.x), np.maximum(seen[:, 1], solved.x)


def _beside(open_: Iterable[Cell], counts: Counts, away: set[Cell]) -> list[Cell]:
    """The count to hide next to those that can be worked out: the smallest of the sum with the fewest hidden ones.

    None where all that they add up with is hidden or told; then what gives them away stands further off.
    """
    near, asked = list[tuple[bool, int, int, str, Cell]](), set(open_)
    for one in counts.sums:
        together = (one.total, *one.parts)
        if not asked.isdisjoint(together):
            gone = sum(other in away for other in together)
            free = [other for other in together if other not in away | counts.told | counts.free]
            near += [(other in counts.dear, gone, counts.cells[other], str(other), other) for other in free]
    return [min(near)[-1]] if near else []


def share(part: int, whole: int) -> str | None:
    """A share in words, to whole percents; None of few children. Near none and near all it is a range."""
    if whole < FEW:
        return None
    found = part / whole
    if found < ALMOST:
        return f"under {ALMOST:.0%}"
    return f"over {1 - ALMOST:.0%}" if found > 1 - ALMOST else f"{found:.0%}"


def for_a_vendor(schools: int, classes: int) -> bool:
    """Whether a number comes from enough places that a vendor can't tell which school or teacher it is about."""
    return schools >= LEAST_SCHOOLS and classes >= LEAST_CLASSES


def cohort_to_tell_of(now: frozenset[int], earlier: Sequence[frozenset[int]]) -> frozenset[int]:
    """The children to tell of: those of now, or the last ones told of, where the two differ by few.

    What two releases say of nearly the same children tells what the few do in whom they differ.
    """
    near = any(0 < len(now - then) < FEW or 0 < len(then - now) < FEW for then in earlier)
    return earlier[-1] if near else now
