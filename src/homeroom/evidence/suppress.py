"""Which counts may be shown to readers who may not see the children behind them.

A count under ten is hidden, and so many others with it that what is shown tells no hidden one: each hidden count must
leave at least `WIDE` between the least and the most that it could be. Whether it does is found as an attacker would
find it: by linear programs over everything that is published (Fischetti and Salazar-González 2001, "Solving the cell
suppression problem on tabular data with linear constraints"), all earlier releases of the same children included.
What is hidden looks the same wherever it is hidden, so that the sign does not tell which count was the small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_noop

from homeroom.evidence.counts import Cell, Counts, Ends
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.unknowns import Span, spans, unknown

FEW = 10
WIDE = 5
LEAST_SCHOOLS, LEAST_CLASSES = 3, 5
ALMOST = 0.05  # shares nearer than this to none or all tell of every child
# Why a release is refused. It is kept with the release as it stands here; a page says it in the reader's language.
TOLD_TOO_MUCH = gettext_noop(
    "this can't be released: with what was released before, a count of few children could be worked out. "
    "Release larger groups, or the same cells as before"
)
SHOWN_TOO_MUCH = gettext_noop("this can't be released: what is shown tells a hidden count without any range")


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
    told = {cell: (low, high) for cell, (low, high) in wanted.items() if high - low >= WIDE}
    while told:
        open_ = set(narrow(replace(counts, ranges={**counts.ranges, **told}), away))
        if not open_:
            break
        near = open_ & told.keys() or {
            cell for group in unknown(counts, away) if open_ & {*group.cells} for cell in group.cells
        }
        if not near & told.keys():
            raise EvidenceError(SHOWN_TOO_MUCH)
        told.pop(min(near & told.keys(), key=lambda cell: (told[cell][1] - told[cell][0], cell)))
    return told


def attack(counts: Counts, away: Iterable[Cell]) -> dict[Cell, Span]:
    """The least and the most that each hidden count can be, for somebody who knows all the others and what adds up.

    A count that is found to be at least `WIDE` unsure is not followed to its ends.
    """
    return {cell: span for group in unknown(counts, away) for cell, span in spans(group, WIDE).items()}


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
