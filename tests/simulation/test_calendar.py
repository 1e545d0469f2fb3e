"""When the school is open."""

from __future__ import annotations

from datetime import date

import pytest

from homeroom.simulation.calendar import CLOSED, MOST_WEEKS, days_of, moment, weeks_of
from homeroom.simulation.errors import SimulationError


def test_eight_weeks_end_on_the_friday_before_the_demonstration() -> None:
    weeks = weeks_of(8)
    assert weeks[0].monday == date(2026, 8, 31)
    assert weeks[-1].friday == date(2026, 10, 23)


def test_the_school_is_closed_on_weekends_and_holidays() -> None:
    days = days_of(weeks_of(MOST_WEEKS))
    assert not set(days) & set(CLOSED)
    assert all(day.weekday() < 5 for day in days)
    assert len(days) == MOST_WEEKS * 5 - len(CLOSED)


@pytest.mark.parametrize("count", [0, -1, MOST_WEEKS + 1])
def test_weeks_that_can_not_be(count: int) -> None:
    with pytest.raises(SimulationError, match="Ask for 1 to 16 weeks"):
        weeks_of(count)


def test_a_moment_has_the_offset_of_its_day() -> None:
    assert moment(date(2026, 10, 30), 30_600).isoformat() == "2026-10-30T08:30:00-07:00"
    assert moment(date(2026, 11, 2), 30_600).isoformat() == "2026-11-02T08:30:00-08:00"
