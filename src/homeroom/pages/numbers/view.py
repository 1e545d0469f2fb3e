"""How good are these numbers? Counts alone: no child is on this page."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from homeroom.mastery.heldout import FEWEST
from homeroom.mastery.quality_figures import FEW, FIRST
from homeroom.mastery.state import ENOUGH, State
from homeroom.pages.access import for_roles, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.people.visibility import scope
from homeroom.reports import curves
from homeroom.reports.cautions import cautions
from homeroom.reports.numbers import Numbers
from homeroom.reports.numbers import numbers as made
from homeroom.reports.numbers.file import filed
from homeroom.reports.numbers.report import Enough, Foretold, Part
from homeroom.reports.values import State as Told
from homeroom.reports.values import day, shown, span

TEMPLATE = "numbers/page.html"


@for_roles
def numbers(request: HttpRequest) -> HttpResponse:
    """The page, for a screen and for paper."""
    return render(request, TEMPLATE, context(_report(request)))


@for_roles
def numbers_file(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The same numbers as a file."""
    report = _report(request)
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def context(report: Numbers) -> dict[str, object]:
    return {
        "report": report,
        "files": links("numbers"),
        "whole": cells(report.whole) if report.whole else None,
        "mastered": _right(report, State.MASTERED),
        "not_yet": _right(report, State.NOT_YET),
        "apart": shown(report.apart),
        "typical": shown(report.typical),
        "states": _part(report.states),
        "curve": _part(report.curve),
        "chart": curves.reliability(gettext("Share of right answers over the chance foretold"), report.curve.lines),
        "parts": [_part(part) for part in report.parts],
        "enough": [thin(one) for lines in report.enough.values() for one in lines],
        "cautions": cautions(report.counted_on, engine=report.engine),
        "measured_on": day(report.measured_on) if report.measured_on else "",
        "counted_on": day(report.counted_on) if report.counted_on else "",
        "fewest": FEWEST,
        "few": FEW,
        "first": FIRST,
        "least": f"{ENOUGH:.0f}",
    }


def cells(line: Foretold) -> Mapping[str, object]:
    """A line as the page writes it."""
    if line.children.state is Told.FEW:
        return {"name": line.name, "sign": line.sign, "few": True}
    told = {name: shown(getattr(line, name)) for name in ("children", "answers", "foretold", "right", "off")}
    return {"name": line.name, "sign": line.sign, **told, "range": span(shown(line.low), shown(line.high))}


def thin(one: Enough) -> Mapping[str, object]:
    if one.children.state is Told.FEW:
        return {"name": one.name, "few": True}
    return {"name": one.name} | {name: shown(getattr(one, name)) for name in ("children", "worked", "thin", "share")}


def _part(part: Part) -> Mapping[str, object]:
    return {"id": part.id, "title": part.title, "head": part.head, "lines": [cells(line) for line in part.lines]}


def _right(report: Numbers, state: State) -> str:
    found = report.of(state)
    return shown(found.right) if found else ""


def _report(request: HttpRequest) -> Numbers:
    return made(scope(viewer(request), []))
