"""From "3 school years" or "30 days" to the first day that is still kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from homeroom.intake.periods import SCHOOL_YEAR_STARTS
from homeroom.people.models import AcademicSession

YEARS, DAYS = "school years", "days"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """`day`: what is of this day or later is kept. `year`: what is of this school year or an earlier one is not."""

    day: date
    year: int

    @property
    def moment(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, time.min))


def limit(unit: str, number: int, on: date) -> Limit:
    """What a class of data kept for `number` years or days may hold on the day `on`.

    In school years: a record stays through its own school year and `number` more, and goes on the day after the last.
    """
    if unit == DAYS:
        return Limit(on - number * A_DAY, 0)
    newest = year_of(on)
    gone = next(year for year in range(newest, newest - number - 3, -1) if last_day(year + number) < on)
    return Limit(last_day(gone) + A_DAY, gone)


def year_of(day: date) -> int:
    """The school year of a day, called by the calendar year in which it ends."""
    year = day.year + (day.month >= SCHOOL_YEAR_STARTS)
    return next((one for one in (year - 1, year) if day <= last_day(one)), year + 1)


def last_day(year: int) -> date:
    """The last day of a school year: as rosters tell it, else the last day of July, as intake has it."""
    told = AcademicSession.objects.filter(kind__iexact="schoolYear", school_year=year).aggregate(Max("ends_on"))
    found: date | None = told["ends_on__max"]
    return found or date(year, SCHOOL_YEAR_STARTS, 1) - A_DAY
