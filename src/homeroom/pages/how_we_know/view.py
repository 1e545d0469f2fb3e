"""How do we know? What an estimate rests on, and the door for a teacher's own word."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from homeroom.mastery import teachers
from homeroom.mastery.at_once import counts_at_once
from homeroom.mastery.models import Check
from homeroom.mastery.teachers import RESULTS
from homeroom.pages.access import form, names_children, page, reader, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.how_we_know.forms import CheckForm, OverrideForm
from homeroom.people import audit
from homeroom.people.answering import serves
from homeroom.people.clock import today
from homeroom.people.visibility import Scope, scope
from homeroom.reports.how_we_know import HowWeKnow, how_we_know
from homeroom.reports.how_we_know.file import filed
from homeroom.reports.how_we_know.report import meanings
from homeroom.reports.values import day, shown, span
from homeroom.standards.models import Standard

TEMPLATE = "how_we_know/page.html"
Written = Callable[..., object]


class Forms(NamedTuple):
    """Both forms of the page; at most one of them was sent."""

    check: CheckForm
    state: OverrideForm


@names_children
@form
def known(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """The page; to everybody who does not work with the child it does not exist."""
    allowed, standard = _asked(request, number, code)
    both = _forms(request)
    if request.method == "POST" and _said(request, both, number, standard):
        return redirect("known", number, code)
    report = _drawn(request, allowed, standard, audit.saw, "how we know")
    status = 422 if request.method == "POST" else 200
    return render(request, TEMPLATE, context(report, both), status=status)


@names_children
@page
def known_file(request: HttpRequest, number: int, code: str, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report = _drawn(request, *_asked(request, number, code), audit.exported, "how we know file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report, _forms(request)))


def context(report: HowWeKnow, both: Forms) -> dict[str, object]:
    found = report.estimate
    return {
        "report": report,
        "check": both.check,
        "set": both.state,
        "files": links("known", report.child.number, report.code),
        "meaning": meanings()[report.state],
        "interval": span(shown(found.low), shown(found.high)) if found else "",
        "weight": round(found.weight) if found else 0,
        "last_on": day(found.last_on) if found and found.last_on else "",
        "as_of": day(found.as_of) if found else "",
        "word_since": day(report.word.since) if report.word else "",
        "own": [(source, day(source.last_on) if source.last_on else "") for source in report.own],
        "beside": [(source, day(source.last_on) if source.last_on else "") for source in report.beside],
        "checks": [(seen, RESULTS[seen.result], day(seen.on)) for seen in report.checks],
        "key": meanings().items(),
        "lifted": [(one, day(one.since), day(one.lifted_on)) for one in report.lifted],
    }


def _asked(request: HttpRequest, number: int, code: str) -> tuple[Scope, Standard]:
    allowed = _allowed(request, number)
    standard = Standard.objects.filter(code=code).order_by("pk").first()  # two frameworks may share a code
    if standard is None:
        raise Http404
    return allowed, standard


def _drawn(request: HttpRequest, allowed: Scope, standard: Standard, write: Written, seen_as: str) -> HowWeKnow:
    """The report, and its audit row: before anything is shown."""
    report = how_we_know(allowed, standard)
    [(number, why)] = allowed.students.items()
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    what = f"{seen_as}: student {number}, {standard.code}"
    write(viewer(request), what, [number], why, drawn_from, report="how we know")
    return report


def _allowed(request: HttpRequest, number: int) -> Scope:
    user = viewer(request)
    if not serves(user, number):
        raise Http404
    return scope(user, [number])


def _forms(request: HttpRequest) -> Forms:
    """What was typed stays in the form that was sent; the other one is fresh."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    check = CheckForm(request.POST) if act == "check" else CheckForm(initial={"seen_on": today()})
    return Forms(check, OverrideForm(request.POST) if act == "set" else OverrideForm())


def _said(request: HttpRequest, both: Forms, number: int, standard: Standard) -> bool:
    """Do what the form says; False where the page has to come back."""
    act, by = request.POST.get("act"), reader(request)
    if act == "check" and both.check.is_valid():
        teachers.check(by, number, standard, **both.check.cleaned_data)
        counts_at_once([number])
        return True
    if act == "set" and both.state.is_valid():
        teachers.override(by, number, standard, **both.state.cleaned_data)
        return True
    if act == "withdraw":
        teachers.withdraw(by, _check(request, number, standard))
        counts_at_once([number])
        return True
    if act == "lift":
        for one in teachers.holding().filter(student=number, standard=standard):
            teachers.lift(by, one)
        return True
    return False


def _check(request: HttpRequest, number: int, standard: Standard) -> Check:
    which = request.POST.get("which", "")
    return get_object_or_404(
        Check, pk=int(which) if which.isascii() and which.isdigit() else 0, student=number, standard=standard
    )
