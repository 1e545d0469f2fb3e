"""Minutes and mastery of the network: school by school, by name, as it was released."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from homeroom.pages import weeks
from homeroom.pages.access import for_network, viewer
from homeroom.pages.drawn import versions
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Link
from homeroom.pages.minutes_mastery.view import change, said
from homeroom.pages.network.view import reach
from homeroom.pages.studies.asked import plans
from homeroom.people import audit
from homeroom.people.visibility import scope
from homeroom.reports.minutes.file import COLUMNS
from homeroom.reports.minutes.network import OfNetwork, OfSchool, of_network
from homeroom.reports.minutes.network_file import filed
from homeroom.reports.minutes.words import ACTIVITIES
from homeroom.reports.values import day, plain_day, span

TEMPLATE = "minutes_mastery/network.html"
WHY = gettext_noop("minutes and mastery of schools as they were released, no child")


@for_network
def network_minutes(request: HttpRequest) -> HttpResponse:
    """The page, for a screen and for paper."""
    return render(request, TEMPLATE, context(request, _report(request, "network minutes page")))


@for_network
def network_minutes_file(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The same numbers as a file: what is hidden on the page is hidden here."""
    report = _report(request, "network minutes file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(request, report))


def context(request: HttpRequest, report: OfNetwork) -> Mapping[str, object]:
    may = plans(request)
    spans = [
        (span(plain_day(one.first.monday), plain_day(one.last.friday)), f"?week={one.last}", one == report.span)
        for one in report.spans
    ]
    return {
        "report": report,
        "spans": spans,
        "columns": [str(column.words) for column in COLUMNS],
        "schools": [cells(one) for one in report.schools],
        "doors": [_door(one) for one in report.schools] if may else [],
        "made_on": day(report.made_on) if report.made_on else "",
        "files": links("network-minutes", query=f"week={report.span.last}") if report.span else (),
    }


def cells(one: OfSchool) -> Mapping[str, object]:
    return {
        "title": one.name,
        "children": gettext("children of %(day)s") % {"day": plain_day(one.since)},
        "lines": [(ACTIVITIES[line.activity], [*map(said, line.values)], False) for line in one.lines],
        "rows": len(one.lines) or 1,
        "mastery": change(one.mastery),
    }


def _door(one: OfSchool) -> Link:
    return Link(one.name, reverse("study-minutes", args=[one.number]))


def _report(request: HttpRequest, seen_as: str) -> OfNetwork:
    user = viewer(request)
    report = of_network(scope(user, []), reach(request), weeks.asked(request))
    if report is None:
        raise Http404
    write = audit.exported if seen_as.endswith("file") else audit.saw
    write(user, f"{seen_as}, {report.span or 'none'}", [], WHY, versions(report.drawn_from), report="minutes-network")
    return report
