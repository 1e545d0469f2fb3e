"""Before a unit: who is ready, what is missing, and who could be helped together."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeroom.goals.readiness import RULES
from homeroom.pages.access import names_children, page
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.unit.asked import asked, saw
from homeroom.people.visibility import Scope
from homeroom.reports.unit.before import readiness as made
from homeroom.reports.unit.children import Lack, On, Ready, UnitChildren
from homeroom.reports.unit.children_file import filed_before
from homeroom.reports.values import day, shown

TEMPLATE = "unit/before.html"


@names_children
@page
def readiness(request: HttpRequest, number: int, which: int) -> HttpResponse:
    report, allowed = _report(request, number, which)
    saw(request, report, allowed, "readiness page")
    return render(request, TEMPLATE, context(report))


@names_children
@page
def readiness_file(request: HttpRequest, number: int, which: int, kind: Kind) -> HttpResponse:
    report, allowed = _report(request, number, which)
    saw(request, report, allowed, "readiness file")
    return answer(request, kind, filed_before(report), TEMPLATE, lambda: context(report))


def context(report: UnitChildren) -> dict[str, object]:
    return {
        "report": report,
        "as_of": day(report.as_of) if report.as_of else "",
        "children": [(one, shown(one.answers), _missing(one)) for one in report.ready],
        "lacks": [(one, group_address(report, one)) for one in report.lacks],
        "rules": tuple(RULES.values()),
        "files": links("readiness", report.class_id, report.unit),
    }


def _missing(one: Ready) -> list[tuple[On, str, str]]:
    return [(missing, shown(missing.chance), shown(missing.answers)) for missing in one.missing]


def group_address(report: UnitChildren, lack: Lack) -> str:
    """The page of groups, with these children and this standard filled in."""
    told = [("standard", lack.code), *(("child", str(one.number)) for one in lack.children)]
    return f"{reverse('groups', args=[report.class_id])}?{urlencode(told)}#make"


def _report(request: HttpRequest, number: int, which: int) -> tuple[UnitChildren, Scope]:
    chosen, unit, allowed = asked(request, number, which)
    return made(chosen, unit, allowed), allowed
