"""Which days are school days: a school's own word, the word for all, the week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.people.models import School, SchoolDay
from homeroom.people.school_days import (
    MONDAY_TO_FRIDAY,
    NO_CALENDAR,
    Calendar,
    Marked,
    calendar,
    mark,
    unmark,
)

MONDAY, FRIDAY, SATURDAY = date(2026, 10, 12), date(2026, 10, 9), date(2026, 10, 10)
DAYS = st.dates(date(2026, 8, 1), date(2027, 7, 31))
CALENDARS = st.dictionaries(
    st.tuples(st.sampled_from([None, 1, 2]), DAYS), st.sampled_from(["instructional", "holiday", "other"]), max_size=20
).map(lambda told: Calendar({key: Marked(key[1], kind, "", key[0]) for key, kind in told.items()}, frozenset({1, 2})))


def closed(*days: date, school: int | None = None, kind: str = "holiday") -> dict[tuple[int | None, date], Marked]:
    return {(school, day): Marked(day, kind, "Staff day", school) for day in days}


def test_without_a_calendar_monday_to_friday_and_it_says_so() -> None:
    assert [MONDAY_TO_FRIDAY.is_school_day(SATURDAY + timedelta(days=n)) for n in range(3)] == [False, False, True]
    assert MONDAY_TO_FRIDAY.note == NO_CALENDAR
    assert MONDAY_TO_FRIDAY.before(MONDAY, 1) == FRIDAY
    assert MONDAY_TO_FRIDAY.next(FRIDAY) == MONDAY
    assert MONDAY_TO_FRIDAY.count(FRIDAY, MONDAY) == 1


def test_a_holiday_for_all_and_a_schools_own_word() -> None:
    days = Calendar({**closed(MONDAY), **closed(MONDAY, school=1, kind="instructional")}, frozenset({1, 2}))
    assert days.note == ""
    assert not days.is_school_day(MONDAY)
    assert not days.is_school_day(MONDAY, 2)
    assert days.is_school_day(MONDAY, 1)
    assert days.before(date(2026, 10, 13), 1) == FRIDAY
    assert days.before(date(2026, 10, 13), 1, school=1) == MONDAY
    assert days.closed_by_word(MONDAY)
    assert not days.closed_by_word(SATURDAY)


def test_where_every_school_is_closed_by_its_own_word_the_network_is() -> None:
    both = Calendar({**closed(MONDAY, school=1), **closed(MONDAY, school=2, kind="other")}, frozenset({1, 2}))
    one = Calendar(closed(MONDAY, school=1), frozenset({1, 2}))
    assert not both.is_school_day(MONDAY)
    assert one.is_school_day(MONDAY)
    saturday = Calendar(closed(SATURDAY, school=1, kind="instructional"), frozenset({1, 2}))
    assert saturday.is_school_day(SATURDAY)


def test_one_schools_calendar_by_itself() -> None:
    days = Calendar(closed(MONDAY, school=1), frozenset({1, 2}))
    assert not days.of(1).is_school_day(MONDAY)
    assert days.of(2).is_school_day(MONDAY)
    assert MONDAY_TO_FRIDAY.of(1).note == NO_CALENDAR


@given(CALENDARS, DAYS, st.sampled_from([None, 1, 2]))
def test_before_and_next_always_land_on_a_school_day_and_pass_none_over(
    days: Calendar, day: date, school: int | None
) -> None:
    after, before = days.next(day, school), days.before(day, 1, school)
    assert days.is_school_day(after, school)
    assert days.is_school_day(before, school)
    assert days.count(day, after, school) == 1
    assert not any(days.is_school_day(before + timedelta(days=n), school) for n in range(1, (day - before).days))


@given(CALENDARS, DAYS, st.sampled_from([None, 1, 2]))
def test_a_projected_calendar_says_the_same(days: Calendar, day: date, school: int | None) -> None:
    assert days.of(school).is_school_day(day) == days.is_school_day(day, school)


def test_a_calendar_that_never_opens_ends_the_search() -> None:
    never = Calendar(closed(*(MONDAY + timedelta(days=n) for n in range(-500, 500))))
    assert never.next(MONDAY) == MONDAY + timedelta(days=1)


@pytest.mark.django_db
def test_what_is_marked_replaces_what_was_said_and_can_be_taken_back() -> None:
    school = School.objects.create(sourced_id="s1", name="Valley School")
    School.objects.create(sourced_id="s2", name="Hill School")
    assert mark([Marked(MONDAY, "holiday", "Old"), Marked(MONDAY, "holiday", "", school.pk)], "a.csv") == 2
    assert mark([Marked(MONDAY, "other", "New")], "dana") == 1
    days = calendar()
    assert days.told(MONDAY) == Marked(MONDAY, "other", "New")
    assert days.told(MONDAY, school.pk) == Marked(MONDAY, "holiday", "", school.pk)
    assert SchoolDay.objects.get(school=None).origin == "dana"
    assert unmark(FRIDAY, MONDAY, None) == 1
    assert calendar().is_school_day(MONDAY)
    assert not calendar().is_school_day(MONDAY, school.pk)


@pytest.mark.django_db
def test_the_calendar_takes_two_queries(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    mark([Marked(MONDAY, "holiday")], "a.csv")
    with django_assert_num_queries(2):
        calendar()
