"""Tell the network of four weeks of minutes and mastery, school by school: once, of frozen cohorts, and never again.

Told are means over all of a school's cohort, and no counts: of a kind of minutes that fewer than ten children had
planned there is none. Other sessions are not told at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from homeroom.evidence import cohorts, minutes, releases
from homeroom.evidence.counts import Cell, Counts
from homeroom.evidence.minutes import Activity, Spent
from homeroom.evidence.models import Cohort, Release
from homeroom.evidence.suppress import hidden
from homeroom.facts import store
from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.reports import rules_of_schools
from homeroom.reports.minutes.make import mastery
from homeroom.reports.minutes.report import Line, Mastery, Span
from homeroom.reports.monday.rooms import everybody, seats
from homeroom.reports.values import State, Value
from homeroom.reports.week import newest_finished

NAME = "minutes"
WAITS = timedelta(days=3)  # after the Monday that follows the last week
TOLD = tuple(kind for kind in Activity if kind is not Activity.OTHER)


@dataclass(frozen=True)
class Counted:
    """One school's cohort, exact: no reader ever sees it."""

    school: School
    cohort: Cohort
    children: Sequence[int]
    spent: Mapping[int, Spent]
    mastery: Mastery


def nightly() -> Release | None:
    """Release the last four weeks, where four have gone by since the last release. Safe to run twice."""
    span, on = Span(newest_finished(today())), today()
    before = releases.told(NAME)
    is_early = bool(before) and before[0].week >= span.first.monday
    return None if is_early or on < span.last.next.monday + WAITS else _released(span)


@transaction.atomic
def _released(span: Span) -> Release | None:
    schools = list(_schools(span))
    if not any(one.spent for one in schools):
        return None
    small = hidden(Counts(dict(_counts(schools, span))))
    shown = {"weeks": span.weeks, "schools": [_told(one, small, span) for one in schools]}
    drawn_from = {"facts": store.current(), "rules": rules_of_schools.VERSION}
    return releases.keep(NAME, span.last.monday, today(), shown, {}, "", drawn_from)


def _schools(span: Span) -> Iterable[Counted]:
    """By name; those without a cohort have no children."""
    found = list(School.objects.filter(kind="school").order_by("name", "pk"))
    held = cohorts.frozen({one.pk: everybody(seats(one.pk, today())) for one in found}, today())
    for one in found:
        if one.pk in held:
            inside = sorted(cohorts.children(held[one.pk]))
            spent = minutes.spent(inside, [week.monday for week in span.all])
            gains = minutes.gains(inside, span.last.monday) or {}
            yield Counted(one, held[one.pk], inside, spent, mastery(minutes.change(gains, inside)))


def _cell(one: Counted, kind: Activity, span: Span) -> Cell:
    return (str(span.last), str(one.school.pk), kind)


def _counts(schools: Iterable[Counted], span: Span) -> Iterable[tuple[Cell, int]]:
    """How many children had any minutes of a kind planned or delivered."""
    for one in schools:
        for kind in TOLD:
            yield _cell(one, kind, span), sum(kind in found.minutes for found in one.spent.values())


def _told(one: Counted, small: frozenset[Cell], span: Span) -> Mapping[str, Any]:
    """As JSON keeps it: whole minutes and whole points, or the name of the state of what is not told."""
    weeks = sum(found.weeks for found in one.spent.values())
    kinds = {}
    for kind, found in minutes.together(one.spent, one.children).items():
        if kind in TOLD:
            is_few = _cell(one, kind, span) in small
            kinds[str(kind)] = None if is_few else [_whole(value) for value in Line(kind, found, weeks).values]
    gained = one.mastery
    numbers = (gained.before, gained.after, gained.points, gained.low, gained.high)
    return {
        "number": one.school.pk,
        "name": one.school.name,
        "since": one.cohort.since.isoformat(),
        "kinds": kinds,
        "mastery": [_whole(value, 100) for value in numbers],
    }


def _whole(value: Value, times: int = 1) -> int | str:
    return round(value.exact * times) if value.state is State.KNOWN and value.exact is not None else value.state.name
