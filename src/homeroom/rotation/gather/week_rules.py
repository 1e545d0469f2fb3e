"""The rules of a week: what follows of rooms and adults, and the school's own numbers. Ids stay the same by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from homeroom.rotation import rule_values as values
from homeroom.rotation.gather.week_bells import Bells
from homeroom.rotation.gather.week_places import Places
from homeroom.rotation.gather.week_staff import Staffing
from homeroom.rotation.week.instance import Grade, Kind, RoomKind
from homeroom.rotation.week.rules import Rule, RuleKind

Said = Mapping[str, Mapping[str, object]]
# Rooms that hold several classes at once: their seats are counted.
SEATED = (RoomKind.LAB, RoomKind.FLEX, RoomKind.LUNCH, RoomKind.YARD, RoomKind.SPECIAL)


def rules_of(said: Said, bells: Bells, places: Places, staffing: Staffing, grades: Sequence[Grade]) -> tuple[Rule, ...]:
    return (
        *_of_rooms(places),
        *_of_adults(said, bells, staffing),
        *_of_blocks(said, bells, grades),
        *_of_specials(said, bells, staffing),
    )


def _of_rooms(places: Places) -> Iterator[Rule]:
    for one in places.rooms:
        if one.kind in SEATED:
            yield Rule(f"seats:{one.number}", RuleKind.SEATS, amount=one.seats, room=one.number)


def _of_adults(said: Said, bells: Bells, staffing: Staffing) -> Iterator[Rule]:
    lunch, lunches = values.value_of(said, values.WEEK_LUNCH, "minutes"), bells.lunches()
    preparation = values.value_of(said, values.WEEK_PREPARATION, "minutes")
    taking = {who.adult for one in staffing.activities for who in one.teachers}
    taking |= {one.adult for one in staffing.specials if one.adult is not None}
    taking |= {one for some in staffing.by_grade.values() for one in some}
    for one in staffing.adults:
        if one.number not in taking:
            continue
        yield Rule(f"teacher:{one.number}", RuleKind.TEACHER, amount=1, adult=one.number)
        if one.number in staffing.timed:
            yield Rule(f"hours:{one.number}", RuleKind.HOURS, adult=one.number)
        if lunch and lunches:
            start, end = lunches
            yield Rule(f"lunch:{one.number}", RuleKind.LUNCH, amount=lunch, adult=one.number, start=start, end=end)
        if preparation:
            yield Rule(f"preparation:{one.number}", RuleKind.PREPARATION, amount=preparation, adult=one.number)


def _of_blocks(said: Said, bells: Bells, grades: Sequence[Grade]) -> Iterator[Rule]:
    has_flexible = any(one.of(Kind.FLEXIBLE) for one in bells.templates)
    waves = values.value_of(said, values.WEEK_WAVES, "most")
    tutors = values.value_of(said, values.WEEK_TUTORS, "most")
    if has_flexible and waves is not None:
        yield Rule("waves", RuleKind.WAVES, amount=waves)
    if has_flexible and tutors is not None and any(one.tutors for one in grades):
        yield Rule("tutors", RuleKind.TUTORS, amount=tutors)


def _of_specials(said: Said, bells: Bells, staffing: Staffing) -> Iterator[Rule]:
    meetings = values.value_of(said, values.WEEK_SPECIALS, "meetings")
    if meetings and any(one.of(Kind.SPECIAL) for one in bells.templates):
        for one in staffing.specials:
            yield Rule(f"meetings:{one.key}", RuleKind.MEETINGS, amount=meetings, special=one.key)
