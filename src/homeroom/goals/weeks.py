"""School weeks, each named by its Monday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from homeroom.people.school_days import LONGEST_BREAK, calendar

A_WEEK = timedelta(days=7)


def monday(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def taught_weeks(first: date, school: int) -> Iterator[date]:
    """The Mondays of the weeks from `first` on in which the school has a school day; holidays are passed over.

    A calendar that closes the school for longer than a year is not believed.
    """
    known, week, closed = calendar(), monday(first), timedelta()
    while True:
        days = (week + timedelta(days=at) for at in range(7))
        if any(known.is_school_day(day, school) for day in days) or closed.days > LONGEST_BREAK:
            yield week
            closed = timedelta()
        else:
            closed += A_WEEK
        week += A_WEEK
