"""Network: how are the schools doing? Counts that tell of nobody, as they were released."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from homeroom.pages import weeks
from homeroom.pages.access import for_network, standing, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.doors import Reach, together
from homeroom.people.models import Role
from homeroom.people.visibility import scope
from homeroom.reports.network import Network
from homeroom.reports.network import network as made
from homeroom.reports.network.file import filed
from homeroom.reports.network.make import days
from homeroom.reports.network.report import Between, Line, Minutes
from homeroom.reports.values import State, Value, day, listed, long_day, percent, shown, span, week_words

TEMPLATE = "network/page.html"
KINDS = (Role.Kind.NETWORK_LEADER, Role.Kind.DATA_TEAM)
WHY = gettext_noop("counts of schools as they were released, no child")


@for_network
def network(request: HttpRequest) -> HttpResponse:
    """The page, for a screen and for paper."""
    return render(request, TEMPLATE, context(_report(request, "network page")))


@for_network
def network_file(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The same numbers as a file: what is hidden on the page is hidden here."""
    report = _report(request, "network file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def context(report: Network) -> Mapping[str, object]:
    return {
        "report": report,
        "files": links("network", query=f"week={report.week}") if report.week else (),
        "today": long_day(today()),
        "weeks": [
            {"slug": str(one), "words": week_words(one.monday), "here": one == report.week} for one in report.weeks
        ],
        "lines": [cells(one) for one in report.lines],
        "whole": cells(report.whole) if report.whole else None,
        "cohorts": list(days(report)),
        "made_on": day(report.made_on) if report.made_on else "",
    }


def cells(line: Line) -> Mapping[str, object]:
    """A line as the page writes it."""
    return {
        "name": line.name,
        "late": listed(line.late),
        "fresh": listed(line.fresh),
        "enrolled": said(line.enrolled),
        "worked": said(line.worked),
        "coverage": between(line.coverage),
        "minutes": [_minutes(one) for one in line.minutes],
        "mastery": between(line.mastery),
    }


def said(value: Value) -> str:
    """The value, and of few children the word for it."""
    return gettext("few") if value.state is State.FEW else shown(value)


def between(one: Between) -> str:
    """`41 % (36 to 47)`, `90 to 100 %`, `few` or `–`."""
    if one.low.state is not State.KNOWN or one.low == one.high:
        return said(one.at)
    ends = span(str(percent(one.low.exact or 0.0)), shown(one.high))
    return f"{shown(one.at)} ({ends})" if one.at.state is State.KNOWN else ends


def _minutes(one: Minutes) -> Mapping[str, object]:
    return {"middle": said(one.middle), "share": between(one.share), "few": one.share.high.state is State.FEW}


def reach(request: HttpRequest) -> Reach:
    """The schools that everybody who looks has a role for; None is all of them."""
    found = [together(dict(eye), KINDS) for eye in standing(request).eyes]
    narrowed = [set(schools) for schools in found if schools is not None]
    return tuple(sorted(set.intersection(*narrowed))) if narrowed else None


def _report(request: HttpRequest, seen_as: str) -> Network:
    user = viewer(request)
    report = made(scope(user, []), reach(request), weeks.asked(request))
    if report is None:
        raise Http404
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write = audit.exported if seen_as.endswith("file") else audit.saw
    write(user, f"{seen_as}, week {report.week or 'none'}", [], WHY, drawn_from, report="network")
    return report
