"""A class's week in the flexible block: where is each of my children, session by session?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.block.asked import links_of, this_week
from homeroom.pages.files import Kind, answer, links
from homeroom.people import audit
from homeroom.people.visibility import Scope, numbers_in, open_class, scope
from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.file import filed_class
from homeroom.reports.rotation.block.of_class import ClassBlock
from homeroom.reports.rotation.block.of_class import class_block as made
from homeroom.reports.values import short_day
from homeroom.reports.week import Week

TEMPLATE = "block/class.html"


@names_children
@page
def class_block(request: HttpRequest, number: int) -> HttpResponse:
    report, allowed = _report(request, number)
    _saw(request, report, allowed, "class block page")
    return render(request, TEMPLATE, context(report))


@names_children
@page
def class_block_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report, allowed = _report(request, number)
    _saw(request, report, allowed, "class block file")
    return answer(request, kind, filed_class(report), TEMPLATE, lambda: context(report))


def context(report: ClassBlock) -> dict[str, object]:
    week = Week(report.week)
    return {
        "report": report,
        "week": links_of(week),
        "sessions": [(one, short_day(one.day), told.span(one.starts_at, one.ends_at)) for one in report.sessions],
        "rows": [(row.child, list(zip(report.sessions, row.cells, strict=True))) for row in report.rows],
        "files": links("class-block", report.class_id, query=f"week={week}"),
    }


def _report(request: HttpRequest, number: int) -> tuple[ClassBlock, Scope]:
    chosen = open_class(viewer(request), number)
    if chosen is None:
        raise Http404
    allowed = scope(viewer(request), numbers_in(chosen))
    return made(chosen, allowed, this_week(request).monday), allowed


def _saw(request: HttpRequest, report: ClassBlock, allowed: Scope, what: str) -> None:
    """The audit row, before anything is shown."""
    shown = report.children
    reasons = "; ".join(sorted({allowed.students[one] for one in shown})) or "no child is named"
    drawn_from = f"plan version {report.plan.version}" if report.plan else "no plan"
    write = audit.exported if what.endswith("file") else audit.saw
    write(viewer(request), f"{what} {report.class_id}, week {report.week}", shown, reasons, drawn_from, report="block")
