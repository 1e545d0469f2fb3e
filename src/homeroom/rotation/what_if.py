"""What if a child were elsewhere in one session: who else would move, which rules would break, and what it costs.

One other child at most moves along: who takes the seat that becomes free, or gives up the one that is taken. That is
looked through whole, without a solver, so it is known at once; a plan that is better still takes planning anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.rotation.block.modality import GROUPED, Modality
from homeroom.rotation.block.plan import Aim, Place
from homeroom.rotation.check import Broken
from homeroom.rotation.elsewhere import Known, alone, places, taken_by, worst

TRIES = 24  # of other children's moves, the most promising first: each is checked whole


@dataclass(frozen=True)
class WhatIf:
    """`moved` are all places that would be others, the child's own first. `overflow` and `short` count how many more
    places, and sessions with an adult, would be missing; `cost` is what the plan would lose."""

    moved: tuple[Place, ...]
    broken: tuple[Broken, ...]
    overflow: int
    short: int
    cost: float


def what_if(known: Known, asked: Place) -> WhatIf:
    """The best of: the child alone moves; another takes the child's place; another makes room."""
    best = _tried(known, asked)
    if not best[0]:
        return best[2]
    for other in _promising(known, asked):
        found = _tried(known, asked, other)
        best = min(best, found, key=lambda one: one[:2])
    return best[2]


def _tried(known: Known, *moved: Place) -> tuple[int, tuple[float, ...], WhatIf]:
    broken, checked = known.after(*moved)
    before, after = dict(known.checked.levels), dict(checked.levels)
    more = {aim: round(after[aim] - before[aim]) for aim in (Aim.OVERFLOW, Aim.SHORT)}
    told = WhatIf(moved, broken, more[Aim.OVERFLOW], more[Aim.SHORT], known.checked.value - checked.value)
    return len(broken), worst(checked), told


def _promising(known: Known, asked: Place) -> list[Place]:
    worth = known.facts.worth
    at = known.at

    def gain(place: Place) -> float:
        now = at[place.child, place.slot]
        there = worth.place(place.child, place.slot, place.modality, place.standard)
        return there - worth.place(place.child, place.slot, now.modality, now.standard)

    return sorted(_others(known, asked), key=lambda place: (-gain(place), place.child))[:TRIES]


def _others(known: Known, asked: Place) -> Iterator[Place]:
    """Moves of one other child that make room where the child goes, or fill the seat that it leaves."""
    own = known.at.get((asked.child, asked.slot))
    for place in known.plan.places:
        if place.slot != asked.slot or place.child == asked.child or place.modality is Modality.SERVICE:
            continue
        child = known.facts.children[place.child]
        makes_room = _beside(place, asked)
        left = taken_by(known, child, own) if own is not None else None
        if left is not None and (makes_room or (own is not None and own.modality in GROUPED)):
            yield left
        if makes_room:
            yield alone(known.facts, child, place.slot)
            online = (one for key, one in places(known, place.child, place.slot).items() if key.startswith("program-"))
            yield from (one for one in online if place.modality is not Modality.TECHNOLOGY)


def _beside(place: Place, asked: Place) -> bool:
    """Whether who sits there takes a seat that the child could have."""
    if asked.group is not None:
        return place.group == asked.group
    return place.modality is asked.modality
