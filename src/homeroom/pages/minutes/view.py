"""Minutes of the flexible block: how much of what was planned was delivered, and what is not known?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages import weeks
from homeroom.pages.access import for_planned, viewer
from homeroom.pages.drawn import versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Link
from homeroom.pages.schools import school_of
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Role
from homeroom.people.visibility import Scope, scope, visible_to
from homeroom.reports.rotation.minutes import Line, MinutesOfWeek, week_of_minutes, whose
from homeroom.reports.rotation.minutes.file import COLUMNS, filed
from homeroom.reports.rotation.minutes.make import modality_words
from homeroom.reports.rotation.minutes.report import Of
from homeroom.reports.values import shown
from homeroom.reports.week import newest_finished

KINDS = (
    Role.Kind.LAB_COORDINATOR,
    Role.Kind.TEACHER,
    Role.Kind.TUTOR,
    Role.Kind.PRINCIPAL,
    Role.Kind.DATA_TEAM,
)
TEMPLATE = "minutes/page.html"
CLASS, WEEK = "class", "week"
Write = Callable[..., object]


@for_planned
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The page: by modality, by class, and child by child where a class is chosen."""
    report, allowed = _report(request, number)
    _write_down(audit.saw, request, report, allowed, "minutes page")
    return render(request, TEMPLATE, context(report))


@for_planned
def minutes_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report, allowed = _report(request, number)
    _write_down(audit.exported, request, report, allowed, "minutes file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def context(report: MinutesOfWeek) -> Mapping[str, object]:
    around = weeks.links(report.week)
    return {
        "report": report,
        "week": around,
        "before": _query(around.previous, report.chosen),
        "after": _query(around.next, report.chosen) if around.next else "",
        "doors": [Link(room.title, _query(around.here, room.number)) for room in report.rooms if room.number],
        "all": _query(around.here, 0) if report.chosen else "",
        "whole": rows(report.whole),
        "classes": [(one.whose.title, rows(one)) for one in report.classes],
        "children": [(one.whose.name, rows(one)) for one in report.children],
        "definitions": [(modality_words(modality), definition) for modality, definition in report.definitions],
        "columns": [str(column.words) for column in COLUMNS],
        "files": links("minutes", report.school, query=_query(around.here, report.chosen).removeprefix("?")),
    }


def rows(of: Of[object]) -> list[tuple[str, list[str], bool]]:
    """Each line as the page writes it: words, minutes, and whether it is that of all together."""
    return [(modality_words(line.modality), _cells(line), not line.modality) for line in (*of.lines, of.together)]


def _cells(line: Line) -> list[str]:
    return [shown(value) for value in line.values]


def _report(request: HttpRequest, number: int) -> tuple[MinutesOfWeek, Scope]:
    """Visibility first. A class that is not among those of the children seen is no page."""
    school, looking = school_of(request, number, KINDS), viewer(request)
    week = weeks.asked(request) or newest_finished(today())
    seen = visible_to(looking).filter(pk__in=whose(school, week)).values_list("pk", flat=True)
    allowed = scope(looking, seen)
    report = week_of_minutes(school, allowed, week, _class(request))
    if report.chosen and report.chosen not in {room.number for room in report.rooms}:
        raise Http404
    return report, allowed


def _class(request: HttpRequest) -> int:
    text = request.GET.get(CLASS, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _query(week: str, chosen: int) -> str:
    return f"?{urlencode({WEEK: week} | ({CLASS: chosen} if chosen else {}))}"


def _write_down(write: Write, request: HttpRequest, report: MinutesOfWeek, allowed: Scope, what: str) -> None:
    """The audit row, before anything is shown: of those who are named."""
    named = sorted(one.whose.number for one in report.children)
    reasons = "; ".join(sorted({allowed.students[child] for child in named})) or "minutes of classes, no child by name"
    told = f"{what} {report.school}, week {report.week}"
    write(viewer(request), told, named, reasons, versions(report.drawn_from), report="minutes")
