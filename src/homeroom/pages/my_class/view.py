"""My Class: what do I do differently today?"""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages import weeks
from homeroom.pages.access import in_every_language, names_children, page, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.lab.doors import lab_of
from homeroom.pages.my_class.cards import cards
from homeroom.pages.my_class.tables import tables
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.people.visibility import numbers_in, open_class, scope
from homeroom.reports import rules
from homeroom.reports.class_week import ClassWeek, class_week
from homeroom.reports.class_week.file import filed
from homeroom.reports.values import day, long_day, shown

TEMPLATE = "my_class/page.html"


@in_every_language
@names_children
@page
def my_class(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    report = _report(request, number, "class page")
    told = context(report, request.GET.get("show", "")) | {"lab": lab_of(request, number)}
    return render(request, TEMPLATE, told)


@in_every_language
@names_children
@page
def my_class_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    report = _report(request, number, "class file")
    show = request.GET.get("show", "")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report, show))


def context(report: ClassWeek, show: str) -> dict[str, object]:
    """Which of the tables, and how it is framed."""
    chosen = tables(report, show)
    return {
        "report": report,
        "files": links("my-class", report.class_id, query=f"week={report.week}"),
        "week": weeks.links(report.week),
        "today": long_day(today()),
        "estimated_on": day(report.estimated_on) if report.estimated_on else "",
        "cards": cards(report),
        "minutes": [{**asdict(column), "median": shown(column.median)} for column in report.minutes],
        "tables": chosen,
        "show": chosen.asked,
        "thin": rules.THIN["answers"],
    }


def _report(request: HttpRequest, number: int, seen_as: str) -> ClassWeek:
    """Visibility first, then the report, then the audit row: all before anything is shown."""
    chosen = open_class(viewer(request), number)
    if chosen is None:
        raise Http404
    return _drawn(request, chosen, seen_as)


def _drawn(request: HttpRequest, chosen: Class, seen_as: str) -> ClassWeek:
    user = viewer(request)
    allowed = scope(user, numbers_in(chosen))
    report = class_week(chosen, allowed, weeks.asked(request))
    reasons = "; ".join(sorted(set(allowed.students.values()))) or "no student in the class"
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write = audit.exported if seen_as.endswith("file") else audit.saw
    what = f"{seen_as} {chosen.pk}, week {report.week}"
    write(user, what, list(allowed.students), reasons, drawn_from, report="class week")
    return report
