"""What a plan is worth under its week's assumptions, aim by aim, worked out from the plan alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import fsum

from homeroom.rotation.block.instance import Running
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.plan import Aim, Group, Place, Plan
from homeroom.rotation.check.reading import Reading

ALONE = frozenset({Modality.TECHNOLOGY, Modality.INDEPENDENT})
BY_LARGEST_NEED = frozenset({Modality.INDEPENDENT, Modality.PEER})


def levels(one: Reading, before: Plan | None) -> tuple[tuple[Aim, float], ...]:
    short = [shortfall(one, child.number) for child in one.instance.children]
    found: list[tuple[Aim, float]] = [
        (Aim.OVERFLOW, len(overflow(one))),
        (Aim.WORST, max(short, default=0)),
        (Aim.SHORT, sum(short)),
        (Aim.GAIN, fsum(gains(one))),
    ]
    return (*found, *([] if before is None else [(Aim.CHANGES, changes(one, before))]))


def overflow(one: Reading) -> tuple[tuple[int, int], ...]:
    lost = Modality.OVERFLOW
    return tuple(sorted((place.child, place.slot) for place in one.places if place.modality is lost))


def shortfall(one: Reading, child: int) -> int:
    """Of sessions that an adult leads, under the child's floor."""
    return max(0, one.children[child].floor - one.led_by_adults(child))


def gains(one: Reading) -> Iterator[float]:
    """What is gained and lost, one by one."""
    needs = _needs(one)
    sizes = {(meeting.group.key, meeting.slot): len(meeting.children) for meeting in one.meetings}
    for place in one.places:
        yield _of_place(one, place, needs[place.child], sizes)
    yield from _repeats(one)
    yield from _missed_minutes(one)
    yield from _going_on(one)


def _needs(one: Reading) -> Mapping[int, Mapping[int, float]]:
    return {child.number: {need.standard: need.value for need in child.needs} for child in one.instance.children}


def _of_place(one: Reading, place: Place, needs: Mapping[int, float], sizes: Mapping[tuple[int, int], int]) -> float:
    assumed = one.instance.assumptions
    response = assumed.response.get(place.modality, 0.0) * one.children[place.child].response.get(place.modality, 1.0)
    worth = _need(place, needs) * response * one.minutes(place.slot) / assumed.session
    if place.modality is Modality.TUTORING and place.group is not None:
        if sizes[place.group, place.slot] > one.instance.sizes.small:
            worth *= assumed.larger
        if place.slot != min(one.groups[place.group].slots):
            worth *= assumed.second - 1
    return worth


def _need(place: Place, needs: Mapping[int, float]) -> float:
    if place.modality in BY_LARGEST_NEED:
        return max(needs.values(), default=0.0)
    if place.modality in ADULT_LED or place.modality is Modality.TECHNOLOGY:
        return 0.0 if place.standard is None else needs.get(place.standard, 0.0)
    return 0.0


def _repeats(one: Reading) -> Iterator[float]:
    for places in one.of_child.values():
        alone = Counter(place.standard for place in places if place.modality in ALONE and place.standard is not None)
        for times in alone.values():
            yield -one.instance.assumptions.repeat * (times - 1)


def _missed_minutes(one: Reading) -> Iterator[float]:
    for _, _, minutes in missed_minutes(one):
        yield -one.instance.assumptions.missed_minute * minutes


def missed_minutes(one: Reading) -> Iterator[tuple[int, str, int]]:
    """A child, a program, and the minutes under the program's least."""
    for child in one.instance.children:
        for program in one.instance.programs:
            if missed := max(0, program.least.get(child.grade, 0) - one.minutes_in(child.number, program.slug)):
                yield child.number, program.slug, missed


def _going_on(one: Reading) -> Iterator[float]:
    for group in one.groups.values():
        if any(_goes_on(group, running) for running in one.instance.running):
            yield one.instance.assumptions.running * len(group.children)


def _goes_on(group: Group, running: Running) -> bool:
    stayed = len(set(group.children) & set(running.children))
    same = (group.adult, group.standard) == (running.adult, running.standard)
    return same and 2 * stayed >= len(running.children)


def changes(one: Reading, before: Plan) -> int:
    """Child-slots that are not as they were. Keys of groups, which every plan counts anew, don't matter."""
    was = {(place.child, place.slot): _felt(place) for place in before.places}
    return sum(_felt(place) != was.get((place.child, place.slot)) for place in one.places)


def _felt(place: Place) -> tuple[Modality, int | None, str, int | None]:
    return place.modality, place.adult, place.program, place.standard
