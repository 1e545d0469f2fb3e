"""Family report: what a child can do and is learning, on one sheet, in the family's language beside English."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from homeroom.pages.access import form, names_children, reader, viewer
from homeroom.pages.family.shown import (
    CHOICES,
    ClassSheets,
    all_as_approved,
    approved_last,
    as_approved,
    drawn_from,
    of_child,
    of_class,
    reasons,
    scope_of,
    when,
)
from homeroom.pages.files import pdf_link
from homeroom.people import audit, family_sheets
from homeroom.people.answering import serves
from homeroom.people.clock import today
from homeroom.people.family_sheets import Approved
from homeroom.people.models import Student
from homeroom.people.visibility import Scope
from homeroom.reports.family import FamilyReport, Sheet
from homeroom.reports.family.sheet import kept
from homeroom.reports.family.topics import CAN
from homeroom.reports.values import plain_day


@names_children
@form
def family(request: HttpRequest, number: int) -> HttpResponseBase:
    """Staff see the sheet of today and approve it; a family sees the one that was approved last."""
    allowed = scope_of(request, [number])
    if not serves(viewer(request), number):
        return _for_family(request, number, allowed)
    report, made = of_child(request, number, allowed)
    if request.method == "POST":
        _approve(request, [made], report)
        return redirect(reverse("family", args=[number]) + f"?language={made.language}")
    _saw(request, f"family report of student {number}", allowed, report)
    return render(request, "family/page.html", _context(report, made))


@names_children
@form
def class_families(request: HttpRequest, number: int) -> HttpResponseBase:
    """The sheets of a class: choose languages, look through them, approve them together, print them in one go."""
    found = of_class(request, number)
    if request.method == "POST":
        if found.reports:
            _approve(request, found.sheets, found.reports[0])
        return redirect("class-families", number)
    if found.reports:
        _saw(request, f"family reports of class {number}", found.allowed, found.reports[0])
    return render(request, "family/class.html", _class_context(found, request.GET.urlencode()))


def _context(report: FamilyReport, made: Sheet) -> dict[str, object]:
    number = report.child.number
    last = family_sheets.newest([number]).get(number)
    files = pdf_link("family-pdf", number, query=f"language={made.language}")
    told = {"shown": as_approved(made, last), "last": last, "chosen": made.language, "choices": CHOICES, "rule": CAN}
    last_on = plain_day(last.on) if last else ""
    return {**told, "last_on": last_on, "child": report.child, "staff": True, "files": files}


def _class_context(found: ClassSheets, query: str) -> dict[str, object]:
    last = family_sheets.newest([one.child for one in found.sheets])
    shown = all_as_approved(found.sheets)
    rows = [(one, one.sheet.language, when(last.get(one.sheet.child))) for one in shown]
    waiting = sum(not one.approved for one in shown)
    told = {"class": found.school_class, "rows": rows, "choices": CHOICES, "waiting": waiting, "rule": CAN}
    return {**told, "files": pdf_link("class-families-pdf", found.school_class.pk, query=query) if rows else ()}


def _approve(request: HttpRequest, sheets: Sequence[Sheet], report: FamilyReport) -> None:
    told = [Approved(one.child, one.language, kept(one)) for one in sheets]
    family_sheets.approve(reader(request), today(), told, drawn_from(report))


def _saw(request: HttpRequest, what: str, allowed: Scope, report: FamilyReport) -> None:
    told = (reasons(allowed), drawn_from(report))
    audit.saw(viewer(request), what, list(allowed.students), *told, report="family")


def _for_family(request: HttpRequest, number: int, allowed: Scope) -> HttpResponse:
    """The approved sheet, word for word; who approves takes a member of staff who serves the child."""
    if request.method == "POST":
        raise Http404
    last, shown = approved_last(number)
    child = Student.objects.get(pk=number)
    what = f"approved family report of student {number}"
    audit.saw(viewer(request), what, [number], allowed.students[number], last.drawn_from if last else "")
    files = pdf_link("family-pdf", number) if shown else ()
    told = {"shown": shown, "child": {"number": number, "name": child.name}, "files": files}
    return render(request, "family/page.html", told)
