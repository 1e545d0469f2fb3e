"""Programs: how good are they, their lessons and their items? Counts of all children, of few of them none."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from homeroom.evidence.content_lift import LEAST_CLASSES, WITHIN
from homeroom.evidence.decisions import Policy
from homeroom.evidence.policy_value import LEAST_EFFECTIVE
from homeroom.evidence.suppress import FEW
from homeroom.pages.access import for_data_team_of_all_counts
from homeroom.pages.files import Kind, answer, links
from homeroom.people.clock import today
from homeroom.reports.quality import Line, Quality, of_program
from homeroom.reports.quality import programs as told
from homeroom.reports.quality.file import filed
from homeroom.reports.values import State, Value, share, shown, span

TEMPLATE = "quality/page.html"
MOST = 100  # of a program's items; the file has all


@for_data_team_of_all_counts
def programs(request: HttpRequest) -> HttpResponse:
    """The programs that something is told of."""
    return render(request, "quality/programs.html", {"programs": told()})


@for_data_team_of_all_counts
def program(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, TEMPLATE, context(_found(slug)))


@for_data_team_of_all_counts
def program_file(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    report = _found(slug)
    return answer(request, kind, filed(report, today()), TEMPLATE, lambda: context(report))


def context(report: Quality) -> dict[str, object]:
    parts = [
        ("lesson", gettext("Lessons"), [one for one in report.year if one.kind == "lesson"]),
        ("item", gettext("Items"), [one for one in report.year if one.kind == "item"]),
    ]
    return {
        "report": report,
        "files": links("program", report.program),
        "whole": report.whole is not None,
        "whole_lines": [cells(one) for one in report.lines if one.kind == "program"],
        "parts": [(name, title, _cells(lines), max(0, len(lines) - MOST)) for name, title, lines in parts if lines],
        "few": FEW,
        "within": WITHIN,
        "classes": LEAST_CLASSES,
        "effective": LEAST_EFFECTIVE,
        "decisions": report.decisions,
        "policies": [_policy(one) for one in report.decisions.policies],
    }


def cells(one: Line) -> dict[str, object]:
    """A line as the page writes it."""
    names = ("children", "tries", "first_try", "seconds", "exit", "difficulty", "drift")
    lift = f"{shown(one.lift)} ({span(shown(one.low), shown(one.high))})" if one.lift.state is State.KNOWN else ""
    return {
        "line": one,
        **{name: said(getattr(one, name)) for name in names},
        "apart": said(one.discrimination),
        "lift": lift or one.refused_words or said(one.lift),
    }


def said(value: Value) -> str:
    """The value, and of few children the word for it."""
    return gettext("few") if value.state is State.FEW else shown(value)


def _cells(lines: Sequence[Line]) -> list[dict[str, object]]:
    return [cells(one) for one in lines[:MOST]]


def _policy(one: Policy) -> dict[str, object]:
    values = [
        {"method": value.method, "at": share(value.value), "span": span(share(value.low), share(value.high))}
        for value in one.values
    ]
    words, refused = (gettext(text) if text else "" for text in (one.words, one.refused))
    return {"words": words, "values": values, "refused": refused}


def _found(slug: str) -> Quality:
    report = of_program(slug)
    if report is None:
        raise Http404
    return report
