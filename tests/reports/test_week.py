from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.reports.week import Week, school_days_before, school_year

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_a_week_holds_its_day_and_is_read_back_as_written(day: date) -> None:
    week = Week.of(day)
    assert day in week
    assert week.monday.weekday() == 0
    assert Week.parse(str(week)) == week
    assert week.next.previous == week


def test_iso_weeks_at_the_turn_of_the_year() -> None:
    assert str(Week.of(date(2027, 1, 1))) == "2026-W53"
    assert str(Week.of(date(2026, 10, 26))) == "2026-W44"
    assert Week.parse("2026-W43").friday == date(2026, 10, 23)


@pytest.mark.parametrize("text", ["2026-43", "2026-W54", "W43", "x-W1", "2026-W", "2026-W4x", "٢٠٢٦-W43", "0-W1"])
def test_anything_else_is_no_week(text: str) -> None:
    with pytest.raises(ValueError):
        Week.parse(text)


def test_school_years_turn_in_august() -> None:
    assert school_year(date(2026, 7, 31)) == 2026
    assert school_year(date(2026, 8, 1)) == 2027
    assert Week.of(date(2026, 10, 26)).school_year == 2027


@given(DAYS, st.integers(1, 30))
def test_school_days_before_lands_on_a_school_day(day: date, count: int) -> None:
    found = school_days_before(day, count)
    between = [found + timedelta(days=n) for n in range((day - found).days)]
    assert sum(each.weekday() < 5 for each in between) == count
    assert found.weekday() < 5


def test_no_school_days_before_is_the_day_itself() -> None:
    assert school_days_before(date(2026, 10, 26), 0) == date(2026, 10, 26)
