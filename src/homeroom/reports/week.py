"""A school week, Monday to Sunday, and the school year it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

FIRST_MONTH = 8  # school years run August to July
SCHOOL_DAYS = 5
When = Literal["this", "last", "that"]


@dataclass(frozen=True, order=True)
class Week:
    """Named by its Monday; written `2026-W43` as ISO 8601 does."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read `2026-W43`. Raises ValueError on anything else."""
        year, mark, number = text.partition("-W")
        if not mark or not (year.isascii() and year.isdigit() and number.isascii() and number.isdigit()):
            raise ValueError(f"not a week: {text!r}")
        return cls(date.fromisocalendar(int(year), int(number), 1))

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday

    @property
    def friday(self) -> date:
        return self.monday + timedelta(days=SCHOOL_DAYS - 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def previous(self) -> Week:
        return self.shifted(-1)

    @property
    def next(self) -> Week:
        return self.shifted(1)

    @property
    def school_year(self) -> int:
        return school_year(self.monday)

    def shifted(self, weeks: int) -> Week:
        return Week(self.monday + timedelta(weeks=weeks))


def newest_finished(day: date) -> Week:
    """The last week whose school days are over: from Saturday on the day's own."""
    week = Week.of(day)
    return week if day > week.friday else week.previous


def school_year(day: date) -> int:
    """The calendar year in which the school year of `day` ends."""
    return day.year + (day.month >= FIRST_MONTH)


def school_days_before(day: date, count: int) -> date:
    """The `count`-th school day before `day`. Monday to Friday count; holidays are not known here."""
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < SCHOOL_DAYS
    return day


def when(week: Week, today: date) -> When:
    """Which week it is to somebody who reads today."""
    if today in week:
        return "this"
    return "last" if today in week.next else "that"
