"""Release a week: once it is over and every program has told of it, at the latest on the Thursday after. Then it stays.

A week is told once and never again: what came later would tell of the few whom it was about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from homeroom.evidence import cohorts, releases
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Release
from homeroom.evidence.suppress import ALMOST, FEW
from homeroom.facts import store
from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.people.school_days import calendar
from homeroom.reports import rules_of_schools
from homeroom.reports.monday.rooms import everybody, seats
from homeroom.reports.network.counted import Counted, Program, counted
from homeroom.reports.network.hiding import TENTHS, Hiding, all_enrolled, all_worked, enrolled, hide, of_program, tenth
from homeroom.reports.network.hiding import worked as who_worked
from homeroom.reports.values import percent
from homeroom.reports.week import Week, newest_finished

NAME = "network"
WAITS = timedelta(days=3)  # after the Monday that follows the week
BACK = 2  # weeks that a night still looks for


def nightly() -> list[Release]:
    """Release the weeks that are due and not told yet, the oldest first. Safe to run twice."""
    last = newest_finished(today())
    done = {one.week for one in releases.told(NAME)}
    weeks = [last.shifted(-back) for back in reversed(range(BACK))]
    return [made for week in weeks if week.monday not in done and (made := _released(week, week == last))]


@transaction.atomic
def _released(week: Week, is_newest: bool) -> Release | None:
    schools = _schools(week, is_newest)
    if not any(one.worked for one in schools):
        return None  # nobody has told anything of the week yet
    if not all(one.has_all(week) for one in schools) and today() < week.next.monday + WAITS:
        return None
    drawn_from = {"facts": store.current(), "rules": rules_of_schools.VERSION}
    try:
        found = hide(schools, week, releases.told(NAME))
    except EvidenceError as error:
        return releases.keep(NAME, week.monday, today(), {}, {}, str(error), drawn_from)
    kept = releases.written(found.counts, found.away, found.ranges)
    return releases.keep(NAME, week.monday, today(), shown(schools, found, week), kept, "", drawn_from)


def _schools(week: Week, is_newest: bool) -> list[Counted]:
    """By name; those without a cohort have no children."""
    on, days, at = today(), calendar(), store.current()
    schools = list(School.objects.filter(kind="school").order_by("name", "pk"))
    now = {school.pk: everybody(seats(school.pk, on)) for school in schools}
    held = cohorts.frozen(now, on)
    return [
        counted(school, held[school.pk], week, on, days.of(school.pk), at, is_newest)
        for school in schools
        if school.pk in held
    ]


def shown(schools: Sequence[Counted], found: Hiding, week: Week) -> dict[str, Any]:
    """What readers see, as JSON keeps it: whole numbers and whole percents; None is hidden."""
    programs = sorted(
        {program for one in schools for program in one.minutes}, key=lambda kind: (kind[1].casefold(), kind)
    )
    whole = {"enrolled": found.told(all_enrolled(schools)), "worked": found.told(all_worked(week))}
    return {
        "programs": [list(program) for program in programs],
        "schools": [_line(one, found, week, programs) for one in schools],
        "whole": whole,
    }


def _line(one: Counted, found: Hiding, week: Week, programs: Sequence[Program]) -> Mapping[str, Any]:
    children = found.told(enrolled(one))
    told = children is not None
    return {
        "number": one.number,
        "name": one.name,
        "since": one.since.isoformat(),
        "late": sorted(line.name for line in one.freshness if line.state == "late"),
        "fresh": sorted(line.name for line in one.freshness if line.state == "fresh"),
        "enrolled": children,
        "worked": found.told(who_worked(one, week)),
        "coverage": _ends(found, who_worked(one, week), one.worked, one.enrolled) if told else None,
        "minutes": [_minutes(one, program, found, week) if told else None for program in programs],
        "mastery": _mastery(one) if told else None,
    }


def _ends(found: Hiding, cell: tuple[str, ...], part: int, whole: int) -> list[int] | None:
    """The tenth in which a hidden share lies, in percent, where that is told."""
    if cell not in found.ranges:
        return None
    low = 100 // TENTHS * min(TENTHS - 1, part * TENTHS // whole)
    return [low, low + 100 // TENTHS]


def _minutes(one: Counted, program: Program, found: Hiding, week: Week) -> Mapping[str, Any] | None:
    """The middle child of a count whose range is told, and of ten or more at least.

    That nobody had minutes is a count, too, and is hidden; not so that a school doesn't use the program.
    """
    children, middle = one.minutes.get(program, (0, 0.0))
    if not children:
        used = any(line.program == program[0] and line.through for line in one.freshness)
        return None if used else {"none": True}
    cell = of_program(one, program, week)
    share = _ends(found, cell, children, one.enrolled)
    if share is None:
        return None
    many = tenth(children, one.enrolled)[0] >= FEW
    return {"share": share, "middle": round(middle) if many else None}


def _mastery(one: Counted) -> list[int | None] | None:
    """The share and its ends; near none and near all the ends alone. Empty where nothing is estimated."""
    if not one.known:
        return []
    if one.mastered is None or one.known < FEW:
        return None
    share, low, high = one.mastered.share, one.mastered.low, one.mastered.high
    if share < ALMOST:
        return [None, 0, max(percent(ALMOST), percent(high))]
    if share > 1 - ALMOST:
        return [None, min(percent(1 - ALMOST), percent(low)), 100]
    return [percent(share), percent(low), percent(high)]
