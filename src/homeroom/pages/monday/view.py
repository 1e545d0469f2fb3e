"""Monday: how did last week go, room by room, and where do I look in?"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from homeroom.pages import weeks
from homeroom.pages.access import for_leads, in_every_language, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Card, Link
from homeroom.pages.schools import school_of
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Role
from homeroom.people.visibility import scope
from homeroom.reports.monday import Monday
from homeroom.reports.monday import monday as made
from homeroom.reports.monday.file import filed
from homeroom.reports.monday.report import Line, Mastery, Spent, Visit
from homeroom.reports.monday.rooms import everybody, seats
from homeroom.reports.values import State, Value, children, count, day, listed, long_day, shown, span
from homeroom.reports.week import Week

KINDS = (Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
TEMPLATE = "monday/page.html"
WHY = gettext_noop("answers for the school: numbers of rooms, no child by name")


@in_every_language
@for_leads
def monday(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    return render(request, TEMPLATE, context(_report(request, number, "monday page")))


@in_every_language
@for_leads
def monday_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    report = _report(request, number, "monday file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def context(report: Monday) -> Mapping[str, object]:
    return {
        "report": report,
        "week": weeks.links(report.week),
        "today": long_day(today()),
        "files": links("monday", report.school, query=f"week={report.week}"),
        "lines": [cells(line, report.whole.late) for line in report.lines],
        "whole": cells(report.whole),
        "estimated_on": day(report.estimated_on) if report.estimated_on else "",
        "cards": [_card(one, report.week) for one in report.visits],
    }


def _card(visit: Visit, week: Week) -> Card:
    """What is seen in the room, and the door to it."""
    who = f", {listed(visit.teachers)}" if visit.teachers else ""
    door = Link(
        gettext("Open the class"), f"{reverse('my-class', args=[visit.room.number])}?week={week}", visit.room.title
    )
    return Card(f"{visit.room.title}{who}", why=visit.reason, rule=visit.rule.words, doors=(door,))


def cells(line: Line, everywhere: tuple[str, ...] = ()) -> Mapping[str, object]:
    """A line as the page writes it. What is late everywhere is named once, above the table."""
    return {
        "line": line,
        "late": listed(line.late) if line.late != everywhere else "",
        "worked": said(line.worked),
        "minutes": [_minutes(one) for one in line.minutes],
        "mastery": _mastery(line.mastery),
    }


def said(value: Value) -> str:
    """The value, and of few children the word for it."""
    return gettext("few") if value.state is State.FEW else shown(value)


def _minutes(one: Spent) -> Mapping[str, str]:
    """The weeks before are left out where none of them had any."""
    before = [said(value) for value in one.before]
    seen = any(value.state is not State.NO_EVIDENCE for value in one.before)
    many = children(one.children.n) if one.children.state is State.KNOWN else ""
    return {"children": many, "middle": said(one.middle), "before": ", ".join(before) if seen else ""}


def _mastery(one: Mastery) -> Mapping[str, object]:
    return {
        "share": said(one.share),
        "range": span(shown(one.low), shown(one.high)) if one.low.state is State.KNOWN else "",
        "told": count(one.told),
        "thin": one.thin,
    }


def _report(request: HttpRequest, number: int, seen_as: str) -> Monday:
    """Visibility first, then the report, then the audit row: all before anything is shown."""
    user, school = viewer(request), school_of(request, number, KINDS)
    allowed = scope(user, everybody(seats(school.pk, today())))
    report = made(school, allowed, weeks.asked(request))
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write = audit.exported if seen_as.endswith("file") else audit.saw
    write(user, f"{seen_as} {school.pk}, week {report.week}", [], WHY, drawn_from, report="monday")
    return report
