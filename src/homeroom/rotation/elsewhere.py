"""Where else a child could be in one session of a plan: each place there is, and what it would break and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.grouped import with_places
from homeroom.rotation.block.instance import Adult, Child
from homeroom.rotation.block.modality import ADULT_LED, GROUPED, Modality
from homeroom.rotation.block.plan import Aim, Group, Place, Plan
from homeroom.rotation.check import Broken, Checked, check

PEERS = 3  # projects of others that are offered; more would say the same again
NEW_NEEDS = 2  # standards on which a new group is offered to begin, with each adult who is free


@dataclass(frozen=True)
class Other:
    """Another place, named by `key`. `broken` are the rules that it would break, nobody else moving; `cost` is what
    the plan would lose."""

    key: str
    place: Place
    begins: bool
    broken: tuple[Broken, ...]
    cost: float

    @property
    def fits(self) -> bool:
        return not self.broken


@dataclass(frozen=True)
class Known:
    """A plan that questions are asked of, and what the checker said of it."""

    facts: Facts
    plan: Plan
    checked: Checked

    @cached_property
    def at(self) -> Mapping[tuple[int, int], Place]:
        return {(place.child, place.slot): place for place in self.plan.places}

    def after(self, *places: Place) -> tuple[tuple[Broken, ...], Checked]:
        """What would be broken that is not broken now, and the whole check, if these places were taken."""
        checked = check(self.facts.instance, with_places(self.plan, places))
        anew = Counter(checked.broken) - Counter(self.checked.broken)
        return tuple(sorted(anew.elements(), key=lambda one: one.rule)), checked


def known(facts: Facts, plan: Plan) -> Known:
    """Of the plan only what there is in its week."""
    here = tuple(place for place in plan.places if place.child in facts.children)
    by_hand = with_places(replace(plan, places=here), ())
    return Known(facts, by_hand, check(facts.instance, by_hand))


def others(known: Known, child: int, slot: int) -> list[Other]:
    """All but the place that the child has, those that break nothing first, the best of them first."""
    own = known.at.get((child, slot))
    found = []
    for key, place in places(known, child, slot).items():
        if own is not None and same(place, own):
            continue
        broken, checked = known.after(place)
        found.append(Other(key, place, key.startswith("begin"), broken, known.checked.value - checked.value))
    return sorted(found, key=lambda one: (len(one.broken), one.place.modality is Modality.OVERFLOW, one.cost, one.key))


def second(found: list[Other]) -> Other | None:
    """The runner-up: the best other place that breaks no rule. Having no place is none."""
    return next((one for one in found if one.fits and one.place.modality is not Modality.OVERFLOW), None)


def same(one: Place, other: Place) -> bool:
    """Whether a child would feel no difference."""
    told = (
        (place.modality, place.group, place.adult, place.program, place.standard)
        if place.modality is not Modality.INDEPENDENT
        else (place.modality,)
        for place in (one, other)
    )
    return next(told) == next(told)


def places(known: Known, number: int, slot: int) -> dict[str, Place]:
    """By their keys. None where the child is away, or meets an adult at that time."""
    facts = known.facts
    child = facts.children.get(number)
    if child is None or slot not in facts.present(child):
        return {}
    groups = [one for one in known.plan.groups if slot in one.slots]
    return {
        **dict(_online(facts, child, slot)),
        "independent": alone(facts, child, slot),
        **dict(_groups(facts, child, slot, groups)),
        **dict(_new_groups(known, child, slot, groups)),
        "overflow": Place(number, slot, Modality.OVERFLOW),
    }


def alone(facts: Facts, child: Child, slot: int) -> Place:
    return Place(child.number, slot, Modality.INDEPENDENT, standard=facts.independent_on[child.number])


def _online(facts: Facts, child: Child, slot: int) -> Iterator[tuple[str, Place]]:
    for option in facts.technology(child, slot):
        works = {
            work
            for given in child.given
            if (given.program, given.standard) == (option.program, option.standard) and slot in given.slots
            for work in given.works
        }
        place = Place(child.number, slot, option.modality, program=option.program, standard=option.standard)
        yield f"program-{option.program}-{option.standard}", replace(place, works=tuple(sorted(works)))


def _groups(facts: Facts, child: Child, slot: int, groups: list[Group]) -> Iterator[tuple[str, Place]]:
    """Groups that there are: those that could lead the child, and the projects nearest to it."""
    for group in groups:
        if group.modality in ADULT_LED and may_join(facts, child, group):
            yield f"group-{group.key}", in_group(child.number, slot, group)
    projects = [group for group in groups if group.modality is Modality.PEER]
    projects.sort(key=lambda group: (child.number not in group.children, len(group.children), group.key))
    for group in projects[:PEERS]:
        yield f"group-{group.key}", in_group(child.number, slot, group)


def may_join(facts: Facts, child: Child, group: Group) -> bool:
    """Whether the group's adult may lead the child, on a standard that the child needs. Its size is not asked."""
    adult = facts.adults.get(group.adult or 0)
    if adult is None or group.standard is None:
        return False
    needed = any(need.standard == group.standard for need in child.needs)
    return needed and facts.may_be_led(child, adult, group.standard)


def in_group(child: int, slot: int, group: Group) -> Place:
    standard = None if group.modality is Modality.PEER else group.standard
    return Place(child, slot, group.modality, group.key, group.adult, group.room, standard=standard)


def _new_groups(known: Known, child: Child, slot: int, groups: list[Group]) -> Iterator[tuple[str, Place]]:
    """Groups that would begin with the child: a plan made by hand begins with them."""
    facts, busy = known.facts, {group.adult for group in groups}
    key = 1 + max((group.key for group in known.plan.groups), default=-1)
    for adult in facts.instance.adults:
        if adult.number not in busy and slot in facts.leading[adult.number]:
            for standard in _wanted(facts, child, adult):
                place = Place(child.number, slot, adult.leads, key, adult.number, adult.room, standard=standard)
                yield f"begin-{adult.number}-{standard}", place
    yield "begin-project", Place(child.number, slot, Modality.PEER, key)


def _wanted(facts: Facts, child: Child, adult: Adult) -> list[int]:
    """The child's largest needs on which the adult may lead it."""
    needs = sorted(child.needs, key=lambda need: (-need.value, need.standard))
    return [need.standard for need in needs if facts.may_be_led(child, adult, need.standard)][:NEW_NEEDS]


def waits(known: Known, place: Place) -> float:
    """What another child would gain most by this seat: none where a seat is left beside it."""
    if place.modality in (Modality.SERVICE, Modality.OVERFLOW) or not _full(known, place):
        return 0.0
    worth, best = known.facts.worth, 0.0
    for child in known.facts.instance.children:
        now = known.at.get((child.number, place.slot))
        if child.number == place.child or now is None or now.modality is Modality.SERVICE:
            continue
        there = taken_by(known, child, place)
        if there is not None and (there.program == place.program or _lab_is_full(known, place)):
            held = worth.place(child.number, place.slot, now.modality, now.standard)
            best = max(best, worth.place(child.number, place.slot, there.modality, there.standard) - held)
    return best


def taken_by(known: Known, child: Child, place: Place) -> Place | None:
    """The seat as another child would take it, with work of its own; none where it is not for this child."""
    facts, slot = known.facts, place.slot
    if slot not in facts.present(child):
        return None
    if place.group is not None:
        group = next(one for one in known.plan.groups if one.key == place.group)
        if child.number in group.children or (group.modality in ADULT_LED and not may_join(facts, child, group)):
            return None
        return in_group(child.number, slot, group)
    if place.modality is Modality.TECHNOLOGY:
        found = [one for _, one in _online(facts, child, slot)]
        return next((one for one in found if one.program == place.program), next(iter(found), None))
    return alone(facts, child, slot) if place.modality is Modality.INDEPENDENT else None


def _full(known: Known, place: Place) -> bool:
    instance, slot = known.facts.instance, place.slot
    if place.modality in GROUPED:
        return _members(known, place) >= _most(known.facts, place)
    there = _there(known, place)
    if place.modality is Modality.INDEPENDENT:
        return len(there) >= instance.independent[slot]
    program = known.facts.programs.get(place.program)
    licences = program.concurrent if program else None
    used = sum(one.program == place.program for one in there)
    return _lab_is_full(known, place) or (licences is not None and used >= licences)


def _lab_is_full(known: Known, place: Place) -> bool:
    return len(_there(known, place)) >= known.facts.instance.seats[place.slot]


def _there(known: Known, place: Place) -> list[Place]:
    """Who does the same kind of thing in the session."""
    return [one for one in known.plan.places if one.slot == place.slot and one.modality is place.modality]


def _members(known: Known, place: Place) -> int:
    return sum((one.group, one.slot) == (place.group, place.slot) for one in known.plan.places)


def _most(facts: Facts, place: Place) -> int:
    adult = facts.adults.get(place.adult or 0)
    return facts.instance.sizes.peer[1] if adult is None else facts.sizes(adult)[1]


def worst(checked: Checked) -> tuple[float, ...]:
    """Level by level, the smaller the better."""
    levels = dict(checked.levels)
    return levels[Aim.OVERFLOW], levels[Aim.WORST], levels[Aim.SHORT], -levels[Aim.GAIN]
