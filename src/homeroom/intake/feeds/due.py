"""When a feed's next file is due, by the school calendar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_noop

from homeroom.intake.feeds.models import FeedExpectation
from homeroom.people.school_days import Calendar

Cadence = FeedExpectation.Cadence
EVERY = (
    gettext_noop("every Monday"),
    gettext_noop("every Tuesday"),
    gettext_noop("every Wednesday"),
    gettext_noop("every Thursday"),
    gettext_noop("every Friday"),
    gettext_noop("every Saturday"),
    gettext_noop("every Sunday"),
)
TERM = timedelta(days=120)
# A file of this many days before its due day is the one that was due, come early.
EARLY = 3


@dataclass(frozen=True)
class Rhythm:
    """How often a feed comes, and for which school's calendar."""

    cadence: str
    due: int | None = None
    school: int | None = None

    @property
    def words(self) -> str:
        if self.cadence == Cadence.WEEK and self.due is not None:
            return EVERY[self.due]
        if self.cadence == Cadence.MONTH and self.due:
            return gettext_noop("every month about the %(nth)s") % {"nth": ordinal(self.due)}
        return {
            "day": gettext_noop("every school day"),
            "week": gettext_noop("every week"),
            "month": gettext_noop("every month"),
            "term": gettext_noop("every term"),
        }[self.cadence]


def next_due(rhythm: Rhythm, last: date, calendar: Calendar) -> date:
    """The school day on which the file after that of `last` is due."""
    if rhythm.cadence == Cadence.DAY:
        return calendar.next(last, rhythm.school)
    return calendar.on_or_after(_by_the_clock(rhythm, last), rhythm.school)


def _by_the_clock(rhythm: Rhythm, last: date) -> date:
    if rhythm.cadence == Cadence.WEEK:
        ahead = 7 if rhythm.due is None else (rhythm.due - last.weekday()) % 7 or 7
        return last + timedelta(days=ahead if ahead > EARLY else ahead + 7)
    if rhythm.cadence == Cadence.MONTH:
        day = _of_month(last, rhythm.due or last.day)
        while (day - last).days <= 10:
            day = _of_month(day.replace(day=1) + timedelta(days=31), rhythm.due or last.day)
        return day
    return last + TERM


def _of_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def ordinal(number: int) -> str:
    last = 0 if 10 <= number % 100 <= 20 else number % 10
    return f"{number}{('th', 'st', 'nd', 'rd')[last] if last < 4 else 'th'}"
