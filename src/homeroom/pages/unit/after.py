"""After a unit: who carries what over, and the goal that closes the gaps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.goals.carry_over import RULES
from homeroom.pages.access import names_children, page
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.unit.asked import asked, saw
from homeroom.people.visibility import Scope
from homeroom.reports.unit.after import carry_over as made
from homeroom.reports.unit.children import UnitChildren
from homeroom.reports.unit.children_file import filed_after
from homeroom.reports.values import day, shown

TEMPLATE = "unit/after.html"


@names_children
@page
def carry_over(request: HttpRequest, number: int, which: int) -> HttpResponse:
    report, allowed = _report(request, number, which)
    saw(request, report, allowed, "carry-over page")
    return render(request, TEMPLATE, context(report))


@names_children
@page
def carry_over_file(request: HttpRequest, number: int, which: int, kind: Kind) -> HttpResponse:
    report, allowed = _report(request, number, which)
    saw(request, report, allowed, "carry-over file")
    return answer(request, kind, filed_after(report), TEMPLATE, lambda: context(report))


def context(report: UnitChildren) -> dict[str, object]:
    return {
        "report": report,
        "as_of": day(report.as_of) if report.as_of else "",
        "lines": [
            (one, shown(one.on.chance), shown(one.on.answers), day(one.due_on) if one.due_on else "")
            for one in report.carried
        ],
        "rules": tuple(RULES.values()),
        "files": links("carry-over", report.class_id, report.unit),
    }


def _report(request: HttpRequest, number: int, which: int) -> tuple[UnitChildren, Scope]:
    chosen, unit, allowed = asked(request, number, which)
    return made(chosen, unit, allowed), allowed
