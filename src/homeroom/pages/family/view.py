"""Family report: what a child can do and is learning, on one sheet, in the family's language beside English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from homeroom.pages.access import form, names_children, reader, viewer
from homeroom.people import audit, family_sheets
from homeroom.people.answering import serves
from homeroom.people.clock import today
from homeroom.people.family_sheets import Approved
from homeroom.people.models import Class, FamilySheet, Student
from homeroom.people.visibility import NotVisible, Scope, numbers_in, open_class, scope
from homeroom.reports.family import FamilyReport, Sheet, families, sheet
from homeroom.reports.family.sheet import again, kept
from homeroom.reports.family.topics import CAN
from homeroom.reports.languages.reviews import checked
from homeroom.reports.languages.spoken import OTHERS, language
from homeroom.reports.values import day

CHOICES = [("", "English alone"), *((one.code, one.name) for one in OTHERS)]


@dataclass(frozen=True)
class Shown:
    """One sheet as a page shows it. `approved` says who approved it and when; blank where nobody has."""

    sheet: Sheet
    approved: str = ""

    @property
    def unchecked(self) -> str:
        """The name of the language in which nobody has checked some of the lines."""
        return language(self.sheet.language).name if self.sheet.english_only else ""


@names_children
@form
def family(request: HttpRequest, number: int) -> HttpResponseBase:
    """Staff see the sheet of today and approve it; a family sees the one that was approved last."""
    allowed = _scope(request, [number])
    if not serves(viewer(request), number):
        return _for_family(request, number, allowed)
    (report,) = families(allowed)
    chosen = _chosen(request, number, family_sheets.languages([number]))
    shown = _made(report, chosen)
    if request.method == "POST":
        _approve(request, [shown.sheet], report)
        return redirect(reverse("family", args=[number]) + f"?language={chosen}")
    _saw(request, f"family report of student {number}", allowed, report)
    last = family_sheets.newest([number]).get(number)
    told = {"shown": _as_approved(shown, last), "last": last, "chosen": chosen, "choices": CHOICES, "rule": CAN}
    return render(request, "family/page.html", {**told, "child": report.child, "staff": True})


@names_children
@form
def class_families(request: HttpRequest, number: int) -> HttpResponseBase:
    """The sheets of a class: choose languages, look through them, approve them together, print them in one go."""
    school_class = open_class(viewer(request), number)
    if school_class is None:
        raise Http404
    allowed = _scope(request, numbers_in(school_class))
    reports = families(allowed) if allowed.students else ()
    known = family_sheets.languages(list(allowed.students))
    codes = {one.child.number: _chosen(request, one.child.number, known, f"-{one.child.number}") for one in reports}
    sheets = [_made(one, codes[one.child.number]) for one in reports]
    if request.method == "POST":
        if reports:
            _approve(request, [one.sheet for one in sheets], reports[0])
        return redirect("class-families", number)
    if reports:
        _saw(request, f"family reports of class {number}", allowed, reports[0])
    return render(request, "family/class.html", _class_context(school_class, sheets, codes))


def _class_context(school_class: Class, sheets: Sequence[Shown], codes: Mapping[int, str]) -> dict[str, object]:
    last = family_sheets.newest(list(codes))
    shown = [_as_approved(one, last.get(one.sheet.child)) for one in sheets]
    rows = [(one, codes[one.sheet.child], _when(last.get(one.sheet.child))) for one in shown]
    waiting = sum(not one.approved for one in shown)
    return {"class": school_class, "rows": rows, "choices": CHOICES, "waiting": waiting, "rule": CAN}


def _scope(request: HttpRequest, students: Sequence[int]) -> Scope:
    try:
        return scope(viewer(request), students)
    except NotVisible as hidden:
        raise Http404 from hidden


def _chosen(request: HttpRequest, child: int, known: Mapping[int, str], suffix: str = "") -> str:
    """The code that the form says, else the family's; a language that is not spoken here is none."""
    told = request.POST if request.method == "POST" else request.GET
    code = told.get(f"language{suffix}", known.get(child, ""))
    return code if code in {one for one, _ in CHOICES} else ""


def _made(report: FamilyReport, code: str) -> Shown:
    return Shown(sheet(report, checked(language(code)) if code else None))


def _as_approved(shown: Shown, last: FamilySheet | None) -> Shown:
    """The kept sheet instead of the one of today, where both say the same."""
    same = last is not None and last.on == today() and again(last.sheet) == shown.sheet
    return Shown(shown.sheet, _when(last)) if same else shown


def _when(last: FamilySheet | None) -> str:
    return f"Approved by {last.approved_by}, {day(last.on)}" if last else ""


def _approve(request: HttpRequest, sheets: Sequence[Sheet], report: FamilyReport) -> None:
    told = [Approved(one.child, one.language, kept(one)) for one in sheets]
    family_sheets.approve(reader(request), today(), told, _drawn_from(report))


def _saw(request: HttpRequest, what: str, allowed: Scope, report: FamilyReport) -> None:
    reasons = "; ".join(sorted(set(allowed.students.values())))
    audit.saw(viewer(request), what, list(allowed.students), reasons, _drawn_from(report), report="family")


def _drawn_from(report: FamilyReport) -> str:
    return ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())


def _for_family(request: HttpRequest, number: int, allowed: Scope) -> HttpResponse:
    """The approved sheet, word for word; who approves takes a member of staff who serves the child."""
    if request.method == "POST":
        raise Http404
    last = family_sheets.newest([number]).get(number)
    child = Student.objects.get(pk=number)
    what = f"approved family report of student {number}"
    audit.saw(viewer(request), what, [number], allowed.students[number], last.drawn_from if last else "")
    shown = Shown(again(last.sheet), _when(last)) if last else None
    return render(request, "family/page.html", {"shown": shown, "child": {"number": number, "name": child.name}})
