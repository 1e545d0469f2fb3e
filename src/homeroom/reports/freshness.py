"""How new the facts of each program are for these children, and whether that is as new as they should be."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext

from homeroom.facts.schema import ATTEMPTS
from homeroom.people.school_days import MONDAY_TO_FRIDAY, Calendar
from homeroom.programs.declaration import Feed, Program, Report
from homeroom.reports.rules import LATE
from homeroom.reports.values import short_day
from homeroom.reports.week import Week

Pace = Literal["fresh", "late", "never"]
ORDER: tuple[Pace, ...] = ("late", "fresh", "never")
PACES = ("day", "week", "term")
TERM_DAYS = 120
UNDECLARED = Report("", "", ATTEMPTS, "", Feed(), ())


@dataclass(frozen=True)
class Seen:
    """What one fact table holds of one program for these children: its last day, and which children."""

    program: str
    table: str
    through: date
    children: int


@dataclass(frozen=True)
class Freshness:
    """One program's line. `through` is the last event in the facts, not the time of receipt."""

    program: str
    name: str
    every: str
    through: date | None
    expected: date
    state: Pace
    children: int

    @property
    def words(self) -> str:
        """`i-Ready: through Fri 23 Oct`; where late, also the day the data should have reached."""
        if self.through is None:
            return gettext("%(name)s: nothing seen for these children") % {"name": self.name}
        told = {"name": self.name, "day": short_day(self.through), "expected": short_day(self.expected)}
        if self.state == "late":
            return gettext("%(name)s: through %(day)s, expected through %(expected)s") % told
        return gettext("%(name)s: through %(day)s") % told


def of_programs(
    programs: Iterable[Program],
    seen: Sequence[Seen],
    today: date,
    delivered: Container[str] = (),
    calendar: Calendar = MONDAY_TO_FRIDAY,
) -> tuple[Freshness, ...]:
    """A line for every program that told anything of these children, or of others (`delivered`); late ones first."""
    known = {s.program for s in seen}
    # What is declared without reports of its own, such as what a program can be told, comes by a carrier, too.
    own = [program for program in programs if program.reports and not carries_others(program)]
    told = [program for program in own if program.slug in known or program.slug in delivered]
    carriers = [program for program in programs if carries_others(program)]
    names = {program.slug: program.name for program in programs}
    told += [_carried(slug, names.get(slug, ""), carriers) for slug in known - {program.slug for program in own}]
    lines = [_line(program, seen, today, calendar) for program in told]
    return tuple(sorted(lines, key=lambda line: (ORDER.index(line.state), line.name.casefold())))


def carries_others(program: Program) -> bool:
    """Whether its files name a program row by row: a general layout that several programs use."""
    layouts = (layout for report in program.reports for layout in report.layouts)
    return any("program" in layout.fields for layout in layouts)


def _carried(slug: str, name: str, carriers: Sequence[Program]) -> Program:
    """A program whose reports nobody declared, as its carrier would declare them."""
    reports = tuple(report for carrier in carriers for report in carrier.reports) or (UNDECLARED,)
    return Program(slug, name or slug.replace("_", " ").title(), "", reports, Path())


def expected_through(feed: Feed, today: date, calendar: Calendar = MONDAY_TO_FRIDAY) -> date:
    """The day that the facts of a feed should reach by `today`, with a day's grace for a class that rested.

    Days without school do not count, and no week is waited for in which there was none.
    """
    day = calendar.before(today, feed.lag_days + LATE["grace"])
    if feed.every == "week":
        return Week.of(calendar.before(Week.of(day).monday)).monday
    return day - timedelta(days=TERM_DAYS) if feed.every == "term" else day


def reach(freshness: Sequence[Freshness]) -> date | None:
    """The last day up to which the programs with a daily or weekly feed have told."""
    return max((line.through for line in freshness if line.through and line.every != "term"), default=None)


def _line(program: Program, all_seen: Sequence[Seen], today: date, calendar: Calendar) -> Freshness:
    """A program is as fresh as its most frequent feed: a new diagnostic doesn't excuse old lessons."""
    seen = [s for s in all_seen if s.program == program.slug]
    reports = sorted(program.reports, key=lambda report: PACES.index(report.feed.every))
    feed = reports[0].feed
    tables = {_told_in(report.fact.name) for report in reports if report.feed.every == feed.every}
    told = [s for s in seen if s.table in tables] or list(seen)
    through = max((s.through for s in told), default=None)
    expected = expected_through(feed, today, calendar)
    state: Pace = "never" if through is None else "late" if through < expected else "fresh"
    return Freshness(
        program.slug, program.name, feed.every, through, expected, state, max((s.children for s in seen), default=0)
    )


def _told_in(table: str) -> str:
    """Reports read answers through `practice`; the pages never scan `attempts`."""
    return "practice" if table == "attempts" else table
