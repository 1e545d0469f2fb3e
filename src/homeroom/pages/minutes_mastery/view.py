"""Minutes and mastery: what was given to each class, how mastery changed beside it, and where that can be tested."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from homeroom.pages import rule, weeks
from homeroom.pages.access import for_teaching, standing, viewer
from homeroom.pages.drawn import versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Link
from homeroom.pages.schools import school_of
from homeroom.pages.studies.asked import plans
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Role
from homeroom.people.visibility import scope, visible_to
from homeroom.reports.minutes import Beside, Span, beside
from homeroom.reports.minutes.file import COLUMNS, filed
from homeroom.reports.minutes.report import Mastery, Of
from homeroom.reports.minutes.words import ACTIVITIES
from homeroom.reports.monday.rooms import everybody, seats
from homeroom.reports.values import State, Value, children, plain_day, shown, span
from homeroom.reports.week import newest_finished

KINDS = (Role.Kind.TEACHER, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
TEMPLATE = "minutes_mastery/page.html"
WHY = gettext_noop("works with these classes or answers for them: minutes and mastery of classes, no child by name")


@for_teaching
def minutes_mastery(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    report = _report(request, number, audit.saw, "minutes and mastery page")
    return render(request, TEMPLATE, context(request, report))


@for_teaching
def minutes_mastery_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    report = _report(request, number, audit.exported, "minutes and mastery file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(request, report))


def context(request: HttpRequest, report: Beside) -> Mapping[str, object]:
    asked = report.span
    later = asked.last.next
    return {
        "report": report,
        "first": plain_day(asked.first.monday),
        "last": plain_day(asked.last.friday),
        "before": f"?week={asked.last.previous}",
        "after": f"?week={later}" if later <= newest_finished(today()) else "",
        "columns": [str(column.words) for column in COLUMNS],
        "classes": [cells(one) for one in report.classes],
        "whole": cells(report.whole),
        "definitions": [(ACTIVITIES[kind], words) for kind, words in report.definitions],
        "test": _test(request, report.school),
        "studies": rule.studies(standing(request)),
        "files": links("minutes-mastery", report.school, query=f"week={asked.last}"),
    }


def cells(one: Of) -> Mapping[str, object]:
    """A class as the page writes it."""
    lines = [(ACTIVITIES[line.activity], [*map(shown, line.values)], line.activity is None) for line in one.lines]
    return {
        "title": one.room.title if one.room else gettext("all whom you see"),
        "children": children(one.children),
        "lines": lines,
        "rows": len(lines) or 1,
        "mastery": change(one.mastery),
    }


def change(found: Mastery) -> Mapping[str, object]:
    is_known = found.points.state is State.KNOWN
    return {
        "points": said(found.points),
        "ends": span(shown(found.low), shown(found.high)) if is_known else "",
        "shares": (shown(found.before), shown(found.after)) if is_known else (),
        "rests_on": (children(found.children), found.standards) if is_known and found.children else (),
    }


def said(value: Value) -> str:
    """The value, and of few children the word for it."""
    return gettext("few") if value.state is State.FEW else shown(value)


def _test(request: HttpRequest, school: int) -> Link | None:
    """The door to a trial, for those who may plan one."""
    return Link(gettext("Test it here"), reverse("study-minutes", args=[school])) if plans(request) else None


def _span(request: HttpRequest) -> Span:
    """The four weeks up to `?week=2026-W43`, each of them over. Anything else is no page."""
    newest = newest_finished(today())
    last = weeks.asked(request) or newest
    if last > newest:
        raise Http404
    return Span(last)


def _report(request: HttpRequest, number: int, write: Callable[..., object], what: str) -> Beside:
    """Visibility first; and the audit row before anything is shown."""
    school, looking = school_of(request, number, KINDS), viewer(request)
    seen = visible_to(looking).filter(pk__in=everybody(seats(school.pk, today()))).values_list("pk", flat=True)
    allowed = scope(looking, seen)
    report = beside(school, allowed, _span(request))
    told = f"{what} {school.pk}, {report.span}"
    write(looking, told, [], WHY, versions(report.drawn_from), report="minutes-mastery")
    return report
