"""What sums say at once of a week, and that a search agrees."""

from __future__ import annotations

import msgspec
import pytest

from homeroom.rotation.errors import RotationError
from homeroom.rotation.week import instance as read
from homeroom.rotation.week.arithmetic import findings
from homeroom.rotation.week.finding import Finding, Sum
from homeroom.rotation.week.instance import Adult, DayType, Instance, Kind, Lock, Time, TimeKind
from homeroom.rotation.week.plan import plan_from_json, task_from_json
from homeroom.rotation.week.rules import Rule, RuleKind
from homeroom.rotation.week.words import Names, said
from rotation.week.a_school import LAB, a_school, changed, clock

pytestmark = pytest.mark.any_database
EARLY = Rule("early", RuleKind.WINDOW, block="lunch", end=clock("11:30"))


def only(instance: Instance) -> Finding:
    (found,) = findings(instance)
    return found


def test_sums_say_nothing_of_a_week_that_is_possible() -> None:
    assert findings(a_school()) == ()


def test_seats_that_are_short_at_one_time_are_said_with_what_would_help() -> None:
    found = only(a_school(EARLY, seats=55))
    assert (found.what, found.needed, found.there, found.at) == (Sum.SEATS_AT, 60, 55, clock("12:30"))
    assert found.move == (("3", Kind.CORE), ("4", Kind.CORE))
    assert found.waves == 2
    assert {"lab", "early"} <= set(found.rules)
    assert said(found, Names(rooms={LAB: "Lab"})) == (
        "Lab: 60 seats needed at 12:30, 55 there. Move grade 3's core, or grade 4's core, or run 2 waves."
    )


def test_a_grade_larger_than_a_room_is_short_of_seats() -> None:
    early = changed(a_school(seats=10), locks=(Lock("three", 0, template=30), Lock("four", 0, template=40)))
    assert {one.what for one in findings(early)} == {Sum.SEATS_AT, Sum.SEAT_MINUTES}


def test_bells_that_keep_no_rule_are_named() -> None:
    found = findings(a_school(Rule("long", RuleKind.MINUTES, amount=100, block="lunch", grade="3")))
    assert [(one.what, one.grade, one.rules) for one in found] == [(Sum.BELLS, "3", ("long",))]
    asked = a_school(Rule("long", RuleKind.MINUTES, amount=1000, block="lunch", grade="3"))
    assert [(one.what, one.needed, one.there) for one in findings(asked)] == [(Sum.DAY_MINUTES, 1000, 310)]


def test_more_activities_than_core_blocks_are_said() -> None:
    school = a_school()
    twice = tuple(msgspec.structs.replace(one, times=2) if one.key == 300 else one for one in school.activities)
    found = findings(changed(school, activities=twice))
    assert (Sum.CORE_BLOCKS, 4, 3) in [(one.what, one.needed, one.there) for one in found]
    assert (Sum.TEACHER_BLOCKS, 6, 3) in [(one.what, one.needed, one.there) for one in found]


def test_an_adult_without_enough_minutes_is_said() -> None:
    rules = [Rule("hours", RuleKind.HOURS, adult=300), Rule("prep", RuleKind.PREPARATION, amount=45, adult=300)]
    school = a_school(*rules)
    times = (Time(0, clock("8:00"), clock("11:00")), Time(0, clock("8:00"), clock("8:15"), TimeKind.PREPARATION))
    adults = tuple(Adult(300, times) if one.number == 300 else one for one in school.adults)
    found = only(changed(school, adults=adults))
    assert (found.what, found.needed, found.there, found.adult) == (Sum.ADULT_MINUTES, 180, 165, 300)


def test_tutors_that_are_short_are_said() -> None:
    found = only(a_school(EARLY, Rule("tutors", RuleKind.TUTORS, amount=3)))
    assert (found.what, found.needed, found.there, found.at) == (Sum.TUTORS_AT, 4, 3, clock("12:30"))


def test_more_meetings_than_special_blocks_are_said() -> None:
    rules = [Rule(f"meet {key}", RuleKind.MEETINGS, amount=1, special=key, grade="3") for key in range(2)]
    assert [(one.what, one.needed, one.there) for one in findings(a_school(*rules))] == [(Sum.SPECIAL_MEETINGS, 2, 1)]


@pytest.mark.parametrize("what", Sum)
def test_every_sum_has_its_sentence(what: Sum) -> None:
    told = said(Finding(what, 9, 4, ("it",), 0, "3", 300, LAB, clock("9:05")), Names())
    assert told.endswith(".") and "{" not in told


@pytest.mark.parametrize(
    "change, said",
    [
        ({"days": (DayType(0, "A", (0,)), DayType(0, "B", (1,)))}, "twice"),
        ({"grades": ()}, "no grade"),
        ({"rules": (Rule("it", RuleKind.SEATS),)}, "says of no room"),
        ({"locks": (Lock("it", 0, template=99),)}, "no template 99"),
    ],
)
def test_an_instance_that_does_not_hang_together_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(RotationError, match=said):
        changed(a_school(), **change)


@pytest.mark.parametrize("start, end, said", [(481, 500, "grid"), (600, 500, "overlap")])
def test_bells_off_the_grid_or_in_disorder_are_refused(start: int, end: int, said: str) -> None:
    school = a_school()
    block = msgspec.structs.replace(school.templates[0].blocks[0], start=start, end=end)
    with pytest.raises(RotationError, match=said):
        changed(
            school, templates=(msgspec.structs.replace(school.templates[0], blocks=(block,)), *school.templates[1:])
        )


def test_an_instance_goes_into_a_file_and_comes_back() -> None:
    school = a_school(EARLY)
    assert read.from_json(read.as_json(school)) == school
    assert read.digest(school) == read.digest(read.from_json(read.as_json(school)))
    for damaged in (read.from_json, plan_from_json, task_from_json):
        with pytest.raises(RotationError, match="This is no"):
            damaged(b'{"school": "one"}')
