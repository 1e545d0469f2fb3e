"""My Class: what do I do differently today?"""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeroom.pages import weeks
from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.frame import long_day
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.people.visibility import numbers_in, open_class, scope
from homeroom.reports import charts, csv, rules
from homeroom.reports.class_week import ClassWeek, class_week
from homeroom.reports.values import shown

# Widths in pixels, a little generous: a table that is sure to fit lets its head stay while the page scrolls.
ROOM, CHILD, EFFORT, STANDARD, LEVEL = 1232, 168, 76, 56, 140


@names_children
@page
def my_class(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    report = _report(request, number, "class page")
    return render(request, "my_class/page.html", context(report, request.GET.get("show", "")))


@names_children
@page
def my_class_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The same numbers as a file."""
    report = _report(request, number, "class file")
    headers = {"Content-Disposition": f'attachment; filename="{report.file_name}"'}
    return HttpResponse(csv.class_week(report), content_type="text/csv; charset=utf-8", headers=headers)


def context(report: ClassWeek, show: str) -> dict[str, object]:
    """Which of the two tables, and how it is framed."""
    by_standard = bool(report.standards) and show != "levels"
    draw = charts.standards_table if by_standard else charts.levels_table
    columns = report.shown_standards if by_standard else report.shown_levels
    return {
        "report": report,
        "week": weeks.links(report.week),
        "today": long_day(today()),
        "late": any(line.state == "late" for line in report.freshness),
        "minutes": [{**asdict(column), "median": shown(column.median)} for column in report.minutes],
        "table": draw(report, lambda child: f"{reverse('student', args=[child])}?week={report.week}"),
        "by_standard": by_standard,
        "both": bool(report.standards and report.levels),
        "left_out": len(report.standards if by_standard else report.levels) - columns,
        "show": "" if by_standard or not report.standards else "levels",
        "mark": charts.MARK,
        "bands": rules.BANDS.thresholds,
        "thin": rules.THIN["answers"],
        "page_standards": report.standards[: report.shown_standards],
        "fits": _width(report, columns, by_standard) <= ROOM,
    }


def _width(report: ClassWeek, columns: int, by_standard: bool) -> int:
    effort = len(report.minutes) + report.has_lessons
    if by_standard:
        return CHILD + effort * EFFORT + columns * STANDARD
    return CHILD + effort * EFFORT * (1 if report.standards else 2) + columns * LEVEL


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
