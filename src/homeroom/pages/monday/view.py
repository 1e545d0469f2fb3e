"""Monday: how did last week go, room by room, and where do I look in?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from homeroom.pages import weeks
from homeroom.pages.access import for_leads, viewer
from homeroom.pages.drawn import Drawn, Shown, drawn, versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Card, Link
from homeroom.pages.schools import school_of
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Role, School
from homeroom.people.visibility import Scope, nobody, scope
from homeroom.reports.kept import Of, is_kept
from homeroom.reports.monday import Monday, kept_monday, of
from homeroom.reports.monday.file import filed
from homeroom.reports.monday.report import Line, Mastery, Spent, Visit
from homeroom.reports.monday.rooms import Seats, everybody, seats
from homeroom.reports.values import State, Value, children, count, day, listed, long_day, shown, span
from homeroom.reports.week import Week

KINDS = (Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
TEMPLATE = "monday/page.html"
Write = Callable[..., object]
WHY = gettext_noop("answers for the school: numbers of rooms, no child by name")


@for_leads
def monday(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    asked = _asked(request, number)
    found = asked.drawn()
    _write_down(audit.saw, request, asked, "monday page", found.week, found.versions)
    return render(request, TEMPLATE, framed(asked, found))


@for_leads
def monday_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    asked = _asked(request, number)
    report = asked.report()
    _write_down(audit.exported, request, asked, "monday file", str(report.week), versions(report.drawn_from))
    return answer(request, kind, filed(report), TEMPLATE, lambda: framed(asked, asked.drawn()))


@dataclass(frozen=True)
class Asked:
    """What somebody asked for who may see it."""

    school: School
    rooms: tuple[Seats, ...]
    allowed: Scope
    week: Week | None

    def report(self) -> Monday:
        return kept_monday(self.school, self.rooms, self.allowed, self.week)

    @property
    def part(self) -> Of:
        return of(self.school, self.rooms, self.allowed, self.week).part("monday page")

    def drawn(self) -> Drawn:
        return drawn(self.part, TEMPLATE, self._shown)

    def _shown(self) -> Shown:
        report = self.report()
        return Shown(report.title, str(report.week), report.drawn_from, context(report))


def framed(asked: Asked, found: Drawn) -> Mapping[str, object]:
    """The page: its main part, and what stands around it."""
    files = links("monday", asked.school.pk, query=f"week={found.week}")
    report = {"title": found.title, "drawn_from": found.drawn_from}
    return {"main": found.markup, "report": report, "files": files}


def context(report: Monday) -> Mapping[str, object]:
    return {
        "report": report,
        "week": weeks.links(report.week),
        "today": long_day(today()),
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


def ahead(school: School) -> bool:
    """Draw the page that a principal opens first, where it is not kept yet. Says whether it was drawn."""
    rooms = seats(school.pk, today())
    asked = Asked(school, rooms, nobody(everybody(rooms)), None)
    if not rooms or is_kept(asked.part):
        return False
    asked.drawn()
    return True


def _asked(request: HttpRequest, number: int) -> Asked:
    """Visibility first: before anything is looked up."""
    school = school_of(request, number, KINDS)
    rooms = seats(school.pk, today())
    allowed = scope(viewer(request), everybody(rooms))
    return Asked(school, rooms, allowed, weeks.asked(request))


def _write_down(write: Write, request: HttpRequest, asked: Asked, what: str, week: str, drawn_from: str) -> None:
    """The audit row: before anything is shown."""
    write(viewer(request), f"{what} {asked.school.pk}, week {week}", [], WHY, drawn_from, report="monday")
