"""Rules about who is in a group, with whom, on what, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from homeroom.rotation import rules
from homeroom.rotation.block.instance import Adult
from homeroom.rotation.block.modality import ADULT_LED, GROUPED, Modality
from homeroom.rotation.block.plan import Group, Place
from homeroom.rotation.check.found import Broken
from homeroom.rotation.check.reading import Meeting, Reading


def of_groups(one: Reading) -> Iterator[Broken]:
    yield from same_group(one)
    yield from sizes(one)
    yield from qualified(one)
    yield from free(one)
    yield from one_standard(one)
    yield from own_class(one)
    yield from language(one)
    yield from room_seats(one)
    yield from apart(one)
    yield from together(one)


def same_group(one: Reading) -> Iterator[Broken]:
    for group in one.groups.values():
        if len(set(group.slots)) not in (1, 2) or len(set(group.slots)) != len(group.slots):
            yield _broken(rules.SAME_GROUP.id, Meeting(group, min(group.slots, default=0), ()), ())
    for meeting in one.meetings:
        strangers = set(meeting.children) ^ set(meeting.group.children)
        if meeting.slot not in meeting.group.slots:
            strangers = set(meeting.children)
        if strangers:
            yield _broken(rules.SAME_GROUP.id, meeting, tuple(sorted(strangers)))
    for place in one.places:
        if not _stands_as_its_group(one, place):
            yield Broken(rules.SAME_GROUP.id, place.slot, (place.child,), group=place.group)


def _stands_as_its_group(one: Reading, place: Place) -> bool:
    if place.group is None:
        return place.modality not in GROUPED
    return _traits(place) == _traits(one.groups[place.group])


def _traits(what: Place | Group) -> tuple[Modality, int | None, int | None, int | None]:
    """A peer project's children may each have a standard of their own."""
    return what.modality, what.adult, what.room, None if what.modality is Modality.PEER else what.standard


def sizes(one: Reading) -> Iterator[Broken]:
    of_kinds = {
        Modality.TUTORING: (rules.GROUP_SIZE.id, one.instance.sizes.tutoring),
        Modality.TEACHER_LED: (rules.GROUP_SIZE.id, one.instance.sizes.teacher_led),
        Modality.PEER: (rules.PEER_SIZE.id, one.instance.sizes.peer),
    }
    eased = {
        Modality.TUTORING: one.instance.sizes.eased_tutoring,
        Modality.TEACHER_LED: one.instance.sizes.eased_teacher_led,
    }
    for meeting in one.meetings:
        rule, (least, most) = of_kinds.get(meeting.group.modality, (rules.GROUP_SIZE.id, (1, 0)))
        if meeting.slot in one.instance.eased:
            least = min(least, eased.get(meeting.group.modality, least))
        found = len(meeting.children)
        if not least <= found <= most:
            yield _broken(rule, meeting, meeting.children, found, most if found > most else least)


def qualified(one: Reading) -> Iterator[Broken]:
    for meeting in one.meetings:
        if meeting.group.modality is Modality.PEER:
            if meeting.group.adult is not None:
                yield _broken(rules.QUALIFIED.id, meeting, meeting.children)
            continue
        adult = _adult(one, meeting)
        if adult is None or adult.leads is not meeting.group.modality:
            yield _broken(rules.QUALIFIED.id, meeting, meeting.children)
        elif untaught := tuple(child for child in meeting.children if not _teaches(one, adult, meeting, child)):
            yield _broken(rules.QUALIFIED.id, meeting, untaught)


def _teaches(one: Reading, adult: Adult, meeting: Meeting, child: int) -> bool:
    standard, grade = meeting.group.standard, one.children[child].grade
    if standard is None or standard not in range(len(one.instance.standards)):
        return True  # another rule's business
    subject = one.instance.standards[standard].subject
    return any(own.subject in ("", subject) and (not own.grades or grade in own.grades) for own in adult.teaches)


def free(one: Reading) -> Iterator[Broken]:
    serving = {(adult, slot) for (_, slot), meant in one.served.items() for adult, _ in meant}
    leading: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
    for meeting in one.meetings:
        adult = _adult(one, meeting)
        if adult is not None:
            leading[adult.number, meeting.slot].append(meeting)
            if meeting.slot not in adult.slots or (adult.number, meeting.slot) in serving:
                yield _broken(rules.FREE.id, meeting, ())
    for meetings in leading.values():
        for meeting in meetings[1:]:
            yield _broken(rules.FREE.id, meeting, (), len(meetings), 1)


def one_standard(one: Reading) -> Iterator[Broken]:
    for meeting in one.meetings:
        if meeting.group.modality in ADULT_LED:
            needy = tuple(
                child
                for child in meeting.children
                if meeting.group.standard in {need.standard for need in one.children[child].needs}
            )
            if meeting.group.standard is None or needy != meeting.children:
                yield _broken(rules.ONE_STANDARD.id, meeting, tuple(sorted(set(meeting.children) - set(needy))))


def own_class(one: Reading) -> Iterator[Broken]:
    for meeting in one.meetings:
        adult = _adult(one, meeting)
        if meeting.group.modality is Modality.TEACHER_LED and adult is not None:
            others = tuple(
                child for child in meeting.children if one.children[child].school_class != adult.school_class
            )
            if others:
                yield _broken(rules.OWN_CLASS.id, meeting, others)


def language(one: Reading) -> Iterator[Broken]:
    for meeting in one.meetings:
        adult = _adult(one, meeting)
        if adult is not None:
            lost = tuple(
                child for child in meeting.children if one.children[child].language not in ("", *adult.languages)
            )
            if lost:
                yield _broken(rules.LANGUAGE.id, meeting, lost)


def room_seats(one: Reading) -> Iterator[Broken]:
    held: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
    for meeting in one.meetings:
        room = meeting.group.room
        if room is not None and room in one.rooms:
            held[room, meeting.slot].append(meeting)
    for (number, slot), meetings in held.items():
        own, children = one.rooms[number], sorted(child for meeting in meetings for child in meeting.children)
        if len(children) > own.seats:
            found, limit = len(children), own.seats
        elif len(meetings) > 1 and own.kind != "flex":
            found, limit = len(meetings), 1
        else:
            continue
        yield Broken(rules.ROOM_SEATS.id, slot, tuple(children), room=number, found=found, limit=limit)


def apart(one: Reading) -> Iterator[Broken]:
    for meeting in one.meetings:
        for pair in one.instance.pairs:
            if not pair.together and {pair.one, pair.other} <= set(meeting.children):
                yield _broken(rules.APART.id, meeting, tuple(sorted((pair.one, pair.other))))


def together(one: Reading) -> Iterator[Broken]:
    for pair in one.instance.pairs:
        for slot in one.in_slot:
            if pair.together and _both_could_be(one, slot, pair.one, pair.other):
                theirs = [_groups(one, child, slot) for child in (pair.one, pair.other)]
                if theirs[0] != theirs[1]:
                    yield Broken(rules.TOGETHER.id, slot, tuple(sorted((pair.one, pair.other))))


def _both_could_be(one: Reading, slot: int, *children: int) -> bool:
    return not any(slot in one.children[child].away or (child, slot) in one.served for child in children)


def _groups(one: Reading, child: int, slot: int) -> set[int]:
    return {place.group for place in one.at.get((child, slot), []) if place.group is not None}


def _adult(one: Reading, meeting: Meeting) -> Adult | None:
    return None if meeting.group.adult is None else one.adults[meeting.group.adult]


def _broken(
    rule: str, meeting: Meeting, children: tuple[int, ...], found: float | None = None, limit: float | None = None
) -> Broken:
    adult = meeting.group.adult
    adults = () if adult is None else (adult,)
    return Broken(rule, meeting.slot, children, adults, meeting.group.key, meeting.group.room, "", found, limit)
