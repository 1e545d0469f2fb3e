"""A school's own week as a file of FET: what it carries, what it leaves out, and whether FET agrees."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bench.rotation.fet import judged
from msgspec.structs import replace

from homeroom.rotation.fet.left_out import NO_WORDS
from homeroom.rotation.fet.of_week import NO_SEATS, Carried, of_week
from homeroom.rotation.fet.read import read
from homeroom.rotation.fet.write import locked, write
from homeroom.rotation.grid.check import check
from homeroom.rotation.grid.instance import NotAvailable
from homeroom.rotation.week.instance import Adult, Instance, Kind, Model, Time, TimeKind
from homeroom.rotation.week.plan import Plan
from homeroom.rotation.week.rules import Rule, RuleKind
from homeroom.rotation.week.words import Names
from rotation.week.a_school import LAB, LUNCH, a_school, by_hand, changed, clock

pytestmark = pytest.mark.any_database
NAMES = Names({LAB: "Lab", LUNCH: "Hall"}, {300: "Ms. Ortiz", 301: "Ms. Ortiz"}, {30: "Room 12"})


def carried(week: Instance, plan: Plan | None = None) -> Carried:
    return of_week(week, plan or by_hand(week), NAMES, "Elm Street")


def test_every_meeting_is_an_activity_at_its_own_time() -> None:
    told = carried(a_school())
    week = told.instance
    assert check(week, told.plan) == ()
    assert (week.days, week.hours[0], week.hours[-1], len(week.hours)) == (("Day 0",), "8:00", "13:05", 62)
    first = next(one for one in week.activities if one.students == ("Room 12",))
    assert (first.subject, first.duration, first.teachers) == ("Reading", 12, ("Ms. Ortiz",))
    assert "Ms. Ortiz (2)" in week.teachers
    lunch = [one for one in week.activities if one.subject == "lunch"]
    assert [len(one.students) for one in lunch] == [3, 3]


def test_what_fet_has_no_words_for_is_told() -> None:
    told = carried(a_school(Rule("lunch of 300", RuleKind.LUNCH, amount=30, adult=300)))
    assert [(one.what, one.why, one.count) for one in told.left_out] == [
        ("lunch", NO_WORDS, 1),
        ("room Lab", NO_SEATS, 1),
        ("seats", NO_WORDS, 2),
    ]
    assert "Lab" not in {room.name for room in told.instance.rooms}


def test_times_of_adults_are_carried() -> None:
    times = (Time(0, clock("8:00"), clock("13:00")), Time(0, clock("11:00"), clock("11:10"), TimeKind.DUTY))
    school = a_school(Rule("hours", RuleKind.HOURS, adult=300))
    others = tuple(one for one in school.adults if one.number != 300)
    (rule,) = carried(changed(school, adults=(*others, Adult(300, times)))).instance.rules
    assert isinstance(rule, NotAvailable)
    # 300 stands last among the adults, after the other of the same name.
    assert (rule.teacher, rule.times) == ("Ms. Ortiz (2)", (36, 37, 60, 61))


def test_a_flex_grade_is_one_meeting_with_all_its_adults() -> None:
    school = a_school()
    three = replace(school.grades[0], model=Model.FLEX, room=LUNCH, adults=(300, 301))
    flex = changed(school, grades=(three, school.grades[1]))
    entries = tuple(
        replace(one, activity=None, room=LUNCH, adults=(300, 301))
        if one.kind is Kind.CORE and one.school_class < 40
        else one
        for one in by_hand(school).entries
    )
    told = carried(flex, replace(by_hand(school), entries=entries))
    together = [one for one in told.instance.activities if one.subject == "core"]
    assert [(len(one.students), one.teachers) for one in together] == [(3, ("Ms. Ortiz", "Ms. Ortiz (2)"))] * 3
    assert check(told.instance, told.plan) == ()


def test_an_adult_in_two_places_at_once_is_still_seen() -> None:
    plan = by_hand(a_school())
    entries = (replace(plan.entries[0], adults=(301,)), *plan.entries[1:])
    told = carried(a_school(), replace(plan, entries=entries))
    assert any(one.hard for one in check(told.instance, told.plan))


def test_the_file_is_read_back_and_fet_agrees(tmp_path: Path) -> None:
    told = carried(a_school(days=2), None)
    week = locked(told.instance, told.plan)
    assert set(read(write(week).text).instance.rules) == set(week.rules)
    if not shutil.which("fet-cl"):
        pytest.skip("fet-cl is not installed (Debian package fet)")
    assert judged(told.instance, told.plan, tmp_path) == "accepted"
