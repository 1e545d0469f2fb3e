"""Which groups may meet on a day that is planned anew: those of the plan, and other adults who stand in.

Both ways of planning the day read it, so a meeting's number says the same to the solver and to who reads its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.instance import Child
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Group, Place
from homeroom.rotation.block.today import Today, as_it_is

SPARE_PEERS = 2  # new peer groups that a slot may have


@dataclass(frozen=True)
class Meeting:
    """A group that may meet in a slot. `source` is the key of the plan's group that it is, or stands in for; `before`
    its children in the plan who are here."""

    number: int
    slot: int
    modality: Modality
    adult: int | None
    standard: int | None
    room: int | None
    least: int
    most: int
    source: int | None = None
    before: frozenset[int] = frozenset()
    goes_on: bool = False
    stands_in: bool = False


@dataclass(frozen=True)
class Day:
    """The day as it is: facts of the week with the absences, who was where, and which groups may meet."""

    today: Today
    facts: Facts
    slots: tuple[int, ...]
    was: dict[tuple[int, int], Place]
    meetings: tuple[Meeting, ...] = ()

    def present(self) -> Iterator[tuple[Child, int]]:
        """Children and slots of the day in which a place is wanted."""
        for child in self.facts.instance.children:
            gone = {*child.away, *(served.slot for served in child.services)}
            yield from ((child, slot) for slot in self.slots if slot not in gone)

    def elsewhere(self, child: int) -> list[Place]:
        """The child's places on the other days of the week."""
        return self._elsewhere.get(child, [])

    @cached_property
    def _elsewhere(self) -> dict[int, list[Place]]:
        found: dict[int, list[Place]] = {}
        for place in self.today.plan.places:
            if place.slot not in self.slots:
                found.setdefault(place.child, []).append(place)
        return found

    def affected(self, child: int, slot: int) -> bool:
        """Whether what was planned can't be, because an adult is away or there was no plan for it."""
        place = self.was.get((child, slot))
        if place is None or place.modality in (Modality.SERVICE, Modality.OVERFLOW):
            return True
        return place.adult is not None and slot not in self.facts.leading.get(place.adult, ())

    def unaffected(self, child: int, slot: int) -> bool:
        """Whether the child could stay, and enough children of its group are here for it to meet without others."""
        return not self.affected(child, slot) and (self.was[child, slot].group, slot) not in self._too_small

    @cached_property
    def _too_small(self) -> set[tuple[int | None, int]]:
        own = (meeting for meeting in self.meetings if meeting.source is not None and not meeting.stands_in)
        return {(meeting.source, meeting.slot) for meeting in own if len(meeting.before) < meeting.least}

    def may_join(self, child: Child, meeting: Meeting) -> bool:
        if meeting.modality is Modality.PEER:
            return True
        adult, standard = self.facts.adults[meeting.adult or 0], meeting.standard
        if standard is None or standard not in self.facts.worth.needs[child.number]:
            return False
        return self.facts.may_be_led(child, adult, standard)

    def stays(self, child: int, meeting: Meeting) -> bool:
        """Whether being in the meeting is what the child's plan said."""
        place = self.was.get((child, meeting.slot))
        return place is not None and place.group is not None and place.group == meeting.source and not meeting.stands_in


def of_today(today: Today) -> Day:
    facts = Facts(as_it_is(today))
    was = {(place.child, place.slot): place for place in today.plan.places}
    day = Day(today, facts, today.slots, was)
    return replace(day, meetings=tuple(_numbered(day)))


def _numbered(day: Day) -> Iterator[Meeting]:
    for number, (slot, group, adult) in enumerate(_possible(day)):
        yield _meeting(day, number, slot, group, adult)


def _possible(day: Day) -> Iterator[tuple[int, Group | None, int | None]]:
    """Slot, group of the plan, adult; a peer project has no adult, and a new one is of no group."""
    planned = [(slot, group) for slot in day.slots for group in day.today.plan.groups if slot in group.slots]
    busy = {(group.adult, slot) for slot, group in planned}
    for slot, group in planned:
        if group.modality is Modality.PEER:
            yield slot, group, None
        elif group.adult is not None and slot in day.facts.leading.get(group.adult, ()):
            yield slot, group, group.adult
        else:
            for adult in day.facts.instance.adults:
                idle = (adult.number, slot) not in busy and slot in day.facts.leading[adult.number]
                if idle and adult.leads is group.modality and adult.school_class == _class_of(day, group):
                    yield slot, group, adult.number
    for slot in day.slots:
        yield from ((slot, None, None) for _ in range(SPARE_PEERS))


def _class_of(day: Day, group: Group) -> int | None:
    """A teacher's groups are of her own class; a tutor's of any."""
    return None if group.adult is None else day.facts.adults[group.adult].school_class


def _meeting(day: Day, number: int, slot: int, group: Group | None, adult: int | None) -> Meeting:
    sizes = day.facts.instance.sizes
    if group is None:
        return Meeting(number, slot, Modality.PEER, None, None, None, *sizes.peer)
    stands_in = adult != group.adult
    room = day.facts.adults[adult].room if stands_in and adult is not None else group.room
    least, most = {
        Modality.TUTORING: (min(sizes.eased_tutoring, sizes.tutoring[0]), sizes.tutoring[1]),
        Modality.TEACHER_LED: (min(sizes.eased_teacher_led, sizes.teacher_led[0]), sizes.teacher_led[1]),
    }.get(group.modality, sizes.peer)
    if room is not None:
        most = min(most, day.facts.rooms[room].seats)
    here = {child.number for child, at in day.present() if at == slot}
    return Meeting(
        number,
        slot,
        group.modality,
        adult,
        group.standard,
        room,
        least,
        most,
        group.key,
        frozenset(group.children) & here,
        group.goes_on and not stands_in,
        stands_in,
    )
