"""What four weeks teach, when files are due, and how names become patterns."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.intake.feeds.came import stem
from homeroom.intake.feeds.due import Rhythm, next_due, ordinal
from homeroom.intake.feeds.expect import learned, patterns_in, propose
from homeroom.intake.feeds.models import FeedExpectation
from homeroom.people.school_days import MONDAY_TO_FRIDAY
from homeroom.programs.declaration import Feed
from intake.feeds.weeks import FRIDAY, closed, file, friday

MONDAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("number_trail_2026-09-11.csv", "number_trail_#-#-#.csv"),
        ("SR_v1_20261009.csv", "sr_v#_#.csv"),
        ("Usage Oct 2026.csv", "usage # #.csv"),
        ("export_8f3a9c1e.csv", "export_#.csv"),
        ("550e8400-e29b-41d4-a716-446655440000.csv", "#.csv"),
        ("marching_band.csv", "marching_band.csv"),
    ],
)
def test_what_changes_in_a_name(name: str, pattern: str) -> None:
    assert stem(name) == pattern


@pytest.mark.parametrize(
    ("rhythm", "last", "due"),
    [
        (Rhythm("day"), date(2026, 10, 2), MONDAY),
        (Rhythm("week", 4), date(2026, 10, 2), date(2026, 10, 9)),
        (Rhythm("week", 4), date(2026, 10, 5), date(2026, 10, 9)),  # the last one came on Monday, late
        (Rhythm("week", 4), date(2026, 10, 1), date(2026, 10, 9)),  # the last one came on Thursday, early
        (Rhythm("week"), date(2026, 10, 1), date(2026, 10, 8)),
        (Rhythm("month", 31), date(2026, 10, 30), date(2026, 11, 30)),
        (Rhythm("month", 1), date(2026, 10, 1), date(2026, 11, 2)),
        (Rhythm("month", 28), date(2026, 10, 2), date(2026, 10, 28)),
        (Rhythm("term"), date(2026, 10, 2), date(2027, 2, 1)),
    ],
)
def test_when_the_next_file_is_due(rhythm: Rhythm, last: date, due: date) -> None:
    assert next_due(rhythm, last, MONDAY_TO_FRIDAY) == due


@given(
    st.sampled_from(["day", "week", "month", "term"]),
    st.none() | st.integers(1, 6),
    st.dates(date(2026, 8, 1), date(2027, 7, 1)),
    st.sets(st.dates(date(2026, 8, 1), date(2027, 12, 31)), max_size=9),
)
def test_a_file_is_always_due_later_than_the_last_and_on_a_school_day(
    cadence: str, due: int | None, last: date, holidays: set[date]
) -> None:
    calendar = closed(*holidays)
    found = next_due(Rhythm(cadence, due), last, calendar)
    assert found > last
    assert calendar.is_school_day(found)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words
    assert Rhythm("month", number).words == f"every month about the {words}"


def test_four_weeks_of_a_weekly_feed() -> None:
    shape = learned([file(week, rows=100 + week) for week in range(5)], MONDAY_TO_FRIDAY)
    assert (shape.cadence, shape.due, shape.grace, shape.lag) == ("week", 4, 0, 0)
    assert (shape.rows_low, shape.rows_high) == (51, 204)


def test_a_feed_that_slips_gets_grace_and_one_that_tells_late_a_lag() -> None:
    slipped = [file(week, stands_on=friday(week) + timedelta(days=3 * (week == 2))) for week in range(5)]
    assert learned(slipped, MONDAY_TO_FRIDAY).grace == 1
    behind = [file(week, last_on=friday(week) - timedelta(days=2)) for week in range(5)]
    assert learned(behind, MONDAY_TO_FRIDAY).lag == 2


@pytest.mark.parametrize(("step", "cadence"), [(1, "day"), (7, "week"), (30, "month"), (90, "term")])
def test_the_cadence_by_the_days_between(step: int, cadence: str) -> None:
    days = [FRIDAY + timedelta(days=step * n) for n in range(5)]
    assert learned([file(0, stands_on=day) for day in days], MONDAY_TO_FRIDAY).cadence == cadence


def test_patterns_of_one_name_of_two_and_of_none() -> None:
    assert patterns_in([file(week) for week in range(4)]) == ["stmath_#-#-#.csv"]
    two = [file(week, file=f"{part}_{week}.csv") for week in range(4) for part in ("math", "reading")]
    assert patterns_in(two) == ["math_#.csv", "reading_#.csv"]
    assert patterns_in([file(week, file=f"{'abcd'[week]}.csv") for week in range(4)]) == [""]
    assert patterns_in([file(0)]) == [""]


@pytest.mark.django_db
def test_first_the_declaration_then_what_was_seen_and_never_over_a_person() -> None:
    feeds = {("stmath", "weekly"): Feed("day", 2)}
    propose([file(0)], feeds, MONDAY_TO_FRIDAY)
    one = FeedExpectation.objects.get()
    assert (one.cadence, one.grace, one.lag, one.origin, one.files) == ("day", 5, 2, "declared", "")
    propose([file(week) for week in range(4)], feeds, MONDAY_TO_FRIDAY)
    one.refresh_from_db()
    assert (one.cadence, one.due, one.origin, one.files) == ("week", 4, "learned", "stmath_#-#-#.csv")
    propose([file(week, rows=9_000) for week in range(9)], feeds, MONDAY_TO_FRIDAY)
    one.refresh_from_db()
    assert one.rows_low == 50
    FeedExpectation.objects.update(origin="edited", cadence="month")
    propose([file(week) for week in range(4)], feeds, MONDAY_TO_FRIDAY)
    assert FeedExpectation.objects.get().cadence == "month"


@pytest.mark.django_db
def test_a_program_nobody_declared_is_expected_once_a_term() -> None:
    propose([file(0)], {}, MONDAY_TO_FRIDAY)
    assert FeedExpectation.objects.get().cadence == "term"
