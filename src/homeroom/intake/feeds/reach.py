"""Up to which day a program's feeds have told of a school's work: what separates *not done* from *no evidence*.

A file tells of all school days but the last few before its own day, as many as its feed lags. A file that is odd in a
way that makes it tell less (an old one sent again, one of last year, a school that is gone from it) tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homeroom.facts.schema import ACTIVITIES, ATTEMPTS
from homeroom.intake.feeds import odd
from homeroom.intake.feeds.came import Came, came
from homeroom.intake.feeds.conditions import Expected, Gap, due_on, gaps
from homeroom.intake.feeds.judge import LOOK_BACK, feeds
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.layouts import declared
from homeroom.people.clock import today
from homeroom.people.school_days import Calendar, calendar
from homeroom.programs.declaration import Program

Kind = FeedAlarm.Kind
TELLS_LESS = frozenset({Kind.STALE, Kind.WRONG_YEAR, Kind.SHRUNK})
WORK = frozenset({ATTEMPTS.name, ACTIVITIES.name})


class Told(StrEnum):
    """What is known of a window of days: a window is COMPLETE when every file that tells of it has come."""

    COMPLETE = "complete"
    WAITING = "waiting"  # the next file is not due yet
    LATE = "late"
    GAP = "gap"  # a file within it never came
    WITHOUT = "without"  # the files have come, and hold nobody of this school
    NO_FEED = "no feed"  # nothing of the program tells of this school's work


@dataclass(frozen=True)
class Reach:
    """One feed for one school. `told_to` is blank where nothing of the school has come; `came_to` is of files without
    it.
    """

    told_to: date | None
    came_to: date | None
    due: date
    gaps: tuple[Gap, ...] = ()

    def told(self, begins_on: date, ends_on: date, day: date, days: Calendar, school: int) -> Told:
        """What is known of a window, on `day`."""
        if any(gap.first <= ends_on and gap.last >= begins_on for gap in self.gaps):
            return Told.GAP
        if self.told_to and days.count(self.told_to, ends_on, school) == 0:
            return Told.COMPLETE
        if self.came_to and days.count(self.came_to, ends_on, school) == 0:
            return Told.WITHOUT
        return Told.LATE if day > self.due else Told.WAITING


class Feeds:
    """All feeds as they stand on one day; asked for a program, a school and a window."""

    def __init__(self, expected: Iterable[Expected], work: frozenset[tuple[str, str]], days: Calendar, day: date):
        watched = [one for one in expected if one.rule.watched and (one.rule.program, one.rule.report) in work]
        self._expected, self._days, self._day = watched, days, day
        self._known: dict[tuple[str, int], tuple[Reach, ...]] = {}

    def told(self, program: str, school: int, begins_on: date, ends_on: date) -> Told:
        """The worst word that any feed of the program has on the window."""
        found = {reach.told(begins_on, ends_on, self._day, self._days, school) for reach in self._of(program, school)}
        order = (Told.GAP, Told.WITHOUT, Told.LATE, Told.WAITING, Told.COMPLETE)
        return next((word for word in order if word in found), Told.NO_FEED)

    def _of(self, program: str, school: int) -> tuple[Reach, ...]:
        if (program, school) not in self._known:
            own = [one for one in self._expected if one.rule.program == program and _speaks_of(one, school)]
            self._known[program, school] = tuple(reach(one, self._days, school) for one in own)
        return self._known[program, school]


def now(programs: Sequence[Program] | None = None) -> Feeds:
    """The feeds as they stand today."""
    known = tuple(programs if programs is not None else declared())
    days, all_came = calendar(), came(today() - LOOK_BACK)
    expected = feeds(known, all_came, days)
    return Feeds(expected, _work(known, expected), days, today())


def reach(one: Expected, days: Calendar, school: int) -> Reach:
    """How far a feed has told of a school."""
    suspect = {
        condition.delivery
        for condition in odd.conditions(one.rule, one.name, one.key, one.came, days)
        if condition.kind in TELLS_LESS and condition.school in (None, school)
    }
    own = [c for c in one.came if _holds(c, school)]
    told_to = _told_to(one, (c for c in own if c.delivery not in suspect), days, school)
    came_to = _told_to(one, (c for c in one.came if c not in own), days, school)
    return Reach(told_to, came_to, due_on(one, days), tuple(gaps(one, days)))


def _told_to(one: Expected, files: Iterable[Came], days: Calendar, school: int) -> date | None:
    return max((days.before(c.stands_on, one.rule.lag, school) for c in files), default=None)


def _work(programs: Iterable[Program], expected: Iterable[Expected]) -> frozenset[tuple[str, str]]:
    """The feeds that tell of answers or lessons. A program that comes in another's layout has that one's reports."""
    reports = {report.slug: report.fact.name for program in programs for report in program.reports}
    own = {(program.slug, report.slug): report.fact.name for program in programs for report in program.reports}
    keys = {(one.rule.program, one.rule.report) for one in expected}
    return frozenset(key for key in keys if own.get(key, reports.get(key[1])) in WORK)


def _speaks_of(one: Expected, school: int) -> bool:
    """Whether the feed is the school's: its own, or one for all that has ever held it, or holds nobody's yet."""
    if one.rule.school_id is not None:
        return one.rule.school_id == school
    return not one.came or any(_holds(c, school) for c in one.came)


def _holds(one: Came, school: int) -> bool:
    return not one.schools or school in one.schools
