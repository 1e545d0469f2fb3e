"""The week's plan with one day seated anew. No other day changes: a group that meets on both days becomes two, unless
the same children meet with the same adult as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msgspec.structs import replace

from homeroom.rotation.block.day_groups import Day
from homeroom.rotation.block.instance import digest
from homeroom.rotation.block.made import with_levels, works
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Group, Place, Plan, StoppedBy
from homeroom.rotation.block.today import Seat, Seated
from homeroom.rotation.block.value import Worth, differs


def plan_of_day(day: Day, seated: Seated) -> Plan:
    before, instance = day.today.plan, day.facts.instance
    keys = _keys(day, seated.seats)
    places = [place for place in before.places if place.slot not in day.slots]
    places += _services(day)
    places += (_place(day, seat, keys) for seat in seated.seats)
    places.sort(key=lambda place: (place.child, place.slot))
    plan = Plan(
        digest(instance), tuple(places), tuple(_together(day.facts.worth, places)), (), before.seed, seated.made_by
    )
    made = with_levels(instance, plan, before)
    if seated.stopped_by is not StoppedBy.CLOCK:
        return made
    return replace(made, levels=tuple(replace(level, stopped_by=StoppedBy.CLOCK) for level in made.levels))


def moved(day: Day, made: Plan) -> Iterator[tuple[Place | None, Place]]:
    """Children who are here and go elsewhere than was planned: from where, to where. Peers go elsewhere where most of
    their companions do not come along."""
    old, new = ({group.key: set(group.children) for group in plan.groups} for plan in (day.today.plan, made))
    here = {(child.number, slot) for child, slot in day.present()}
    for place in made.places:
        was = day.was.get((place.child, place.slot))
        if (place.child, place.slot) not in here:
            continue
        if was is None or differs(place, was):
            yield was, place
        elif place.modality is Modality.PEER:
            others = {one for one in old.get(was.group or 0, ()) if (one, place.slot) in here} - {place.child}
            if 2 * len(others & new.get(place.group or 0, set())) < len(others):
                yield was, place


def worth_of_day(day: Day, plan: Plan) -> float:
    """What the plan would lose without the day's places of the children who are here."""
    here = {(child.number, slot) for child, slot in day.present()}
    mine = [place for place in plan.places if place.slot not in day.slots or (place.child, place.slot) in here]
    rest = [place for place in mine if place.slot not in day.slots]
    worth = day.facts.worth
    return worth.plan(_only(worth, plan, mine)) - worth.plan(_only(worth, plan, rest))


def _only(worth: Worth, plan: Plan, places: list[Place]) -> Plan:
    return replace(plan, places=tuple(places), groups=tuple(_together(worth, places)))


def _keys(day: Day, seats: Iterable[Seat]) -> Mapping[int, int]:
    """By meeting, the key of its group: that of the plan's where no other day has it, or where it stays as it was."""
    members: dict[int, set[int]] = {}
    for seat in seats:
        if seat.meeting is not None:
            members.setdefault(seat.meeting, set()).add(seat.child)
    groups = {group.key: group for group in day.today.plan.groups}
    met = {
        (meeting.source, meeting.slot, frozenset(members.get(meeting.number, ())))
        for meeting in day.meetings
        if not meeting.stands_in
    }
    whole = {
        group.key
        for group in groups.values()
        if all((group.key, slot, frozenset(group.children)) in met for slot in set(group.slots) & set(day.slots))
    }
    fresh, found, taken = count(max(groups, default=-1) + 1), dict[int, int](), set[int]()
    for number in sorted(members):
        source = day.meetings[number].source
        if source is not None and (source in whole or (len(groups[source].slots) == 1 and source not in taken)):
            found[number] = source
            taken.add(source)
        else:
            found[number] = next(fresh)
    return found


def _services(day: Day) -> Iterator[Place]:
    for (child, slot), served in day.facts.served.items():
        if slot in day.slots:
            was = day.was.get((child, slot))
            kept = was is not None and was.modality is Modality.SERVICE
            anew = Place(child, slot, Modality.SERVICE, adult=served.adult, room=served.room)
            yield was if was is not None and kept else anew


def _place(day: Day, seat: Seat, keys: Mapping[int, int]) -> Place:
    was = day.was.get((seat.child, seat.slot))
    if seat.meeting is not None:
        meeting = day.meetings[seat.meeting]
        if was is not None and day.stays(seat.child, meeting):
            return replace(was, group=keys[seat.meeting])
        return Place(
            seat.child,
            seat.slot,
            seat.modality,
            keys[seat.meeting],
            meeting.adult,
            meeting.room,
            "",
            meeting.standard,
        )
    if was is not None and (was.modality, was.program, was.standard) == (seat.modality, seat.program, seat.standard):
        return was
    given = works(day.facts.children[seat.child], seat.slot, seat.program, seat.standard)
    return Place(seat.child, seat.slot, seat.modality, None, None, None, seat.program, seat.standard, given)


def _together(worth: Worth, places: Iterable[Place]) -> Iterator[Group]:
    """The groups that places name, in the order of their keys."""
    members: dict[int, list[Place]] = {}
    for place in places:
        if place.group is not None:
            members.setdefault(place.group, []).append(place)
    for key, some in sorted(members.items()):
        first, children = some[0], tuple(sorted({place.child for place in some}))
        slots = tuple(sorted({place.slot for place in some}))
        goes_on = worth.goes_on(first.adult, first.standard, children)
        yield Group(key, first.modality, slots, children, first.adult, first.standard, first.room, goes_on)
