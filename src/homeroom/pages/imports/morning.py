"""The data manager's morning: open alarms, and the matrix of the last ten school days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, gettext_lazy

from homeroom.intake.feeds.came import came
from homeroom.intake.feeds.judge import open_alarms
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.intake.models import ROSTERS
from homeroom.pages.imports.matrix import LONGEST, UNKNOWN, Known, Matrix, matrix
from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.people.school_days import calendar
from homeroom.reports.seen import program_name

LEGEND = (
    ("ok", "✓", gettext_lazy("on time"), gettext_lazy("came, and every row found its place")),
    ("part", "!", gettext_lazy("12 rows"), gettext_lazy("came; so many rows are in quarantine")),
    ("odd", "!", gettext_lazy("renamed, stale …"), gettext_lazy("came, but something about it is odd; see the alarms")),
    ("late", "…", gettext_lazy("late"), gettext_lazy("not in yet, still within its days of grace")),
    ("missing", "✕", gettext_lazy("missing"), gettext_lazy("should be here and is not")),
    ("held", "■", gettext_lazy("held"), gettext_lazy("came, and waits for a person")),
    ("due", "○", gettext_lazy("due today"), gettext_lazy("expected in the course of today")),
    ("holiday", "–", gettext_lazy("holiday"), gettext_lazy("no school, nothing expected")),
)


@dataclass(frozen=True)
class Morning:
    alarms: tuple[FeedAlarm, ...]
    matrix: Matrix
    note: str
    judged: bool  # whether anything is expected of any feed yet


def morning() -> Morning:
    """A fixed number of queries, however many deliveries there are."""
    day, days = today(), calendar()
    alarms = tuple(open_alarms())
    all_came = [one for one in came(day - timedelta(days=LONGEST)) if one.stands_on <= day + timedelta(days=1)]
    schools = dict(School.objects.order_by().values_list("pk", "name"))
    rules = list(FeedExpectation.objects.all())
    names = {slug: name_of(slug) for slug in {one.program for one in all_came} | {rule.program for rule in rules}}
    known = Known(all_came, rules, alarms, days, names, schools, day)
    return Morning(alarms, matrix(known), days.note, judged=bool(rules))


def name_of(program: str) -> str:
    if program == UNKNOWN:
        return gettext("Not recognised")
    return gettext("Roster") if program in ROSTERS else program_name(program)
