"""What one school's week is in counts: exact, of its cohort, before anything is hidden. No reader ever sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.evidence.cohorts import children
from homeroom.evidence.intervals import Share
from homeroom.evidence.models import Cohort
from homeroom.people.models import School
from homeroom.people.school_days import Calendar
from homeroom.reports.class_week.do_next import told_enough
from homeroom.reports.freshness import Freshness
from homeroom.reports.gathered import Gathered
from homeroom.reports.monday import read
from homeroom.reports.monday.lines import columns, mastery, spent
from homeroom.reports.values import State
from homeroom.reports.week import Week

Program = tuple[str, str, str]
"""A program, its name, and its definition of a minute."""


@dataclass(frozen=True)
class Counted:
    """`minutes` gives for each program how many children had any, and the middle one's; `known` how many children
    there are of whom enough is known, and what share of their work is mastered."""

    number: int
    name: str
    cohort: int
    since: date
    freshness: tuple[Freshness, ...]
    enrolled: int
    worked: int
    minutes: dict[Program, tuple[int, float]]
    known: int
    mastered: Share | None

    def has_all(self, week: Week) -> bool:
        """Whether every program has told of the week, so that nothing would be added later."""
        told = told_enough(self.freshness, week)
        return told and not any(line.state == "late" for line in self.freshness)


def counted(
    school: School, cohort: Cohort, week: Week, today: date, calendar: Calendar, at: int, is_newest: bool
) -> Counted:
    inside = children(cohort)
    with Gathered(sorted(inside), at, read.READ) as gathered:
        facts = read.facts(gathered, week, is_newest)
        fresh = read.freshness(gathered, {0: sorted(inside)}, today, week.school_year, calendar)[0]
    found = mastery(inside, facts)
    ends = (found.share.exact, found.low.exact, found.high.exact)
    return Counted(
        number=school.pk,
        name=school.name,
        cohort=cohort.pk,
        since=cohort.since,
        freshness=fresh,
        enrolled=len(inside),
        worked=len(inside & facts.active),
        minutes={
            (one.program, one.name, one.definition): (told.children.n, told.middle.exact or 0.0)
            for one in columns(facts)
            if (told := spent(inside, one, facts)).middle.state is not State.NO_EVIDENCE
        },
        known=found.share.n,
        mastered=Share(*(end or 0.0 for end in ends)) if found.share.state is State.KNOWN else None,
    )
