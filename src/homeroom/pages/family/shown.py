"""What the pages and files of the family report show: sheets in the language that is asked for, approved or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from homeroom.pages.access import viewer
from homeroom.people import family_sheets
from homeroom.people.clock import today
from homeroom.people.models import Class, FamilySheet
from homeroom.people.visibility import NotVisible, Scope, numbers_in, open_class, scope
from homeroom.reports.family import FamilyReport, Sheet, families, sheet
from homeroom.reports.family.sheet import again
from homeroom.reports.languages.reviews import checked
from homeroom.reports.languages.spoken import ENGLISH, OTHERS, language
from homeroom.reports.values import day

CHOICES = [("", gettext_lazy("English alone")), *((one.code, one.name) for one in OTHERS)]


@dataclass(frozen=True)
class Shown:
    """One sheet as a page shows it. `approved` says who approved it and when; blank where nobody has.

    What stands on the sheet itself is in English (`signed`): beside that it says nothing that nobody has checked.
    """

    sheet: Sheet
    approved: str = ""
    signed: str = ""

    @property
    def unchecked(self) -> str:
        """The name of the language in which nobody has checked some of the lines."""
        return language(self.sheet.language).name if self.sheet.english_only else ""


@dataclass(frozen=True)
class ClassSheets:
    """The sheets of a class as they stand today, in the order of its list; no child, no sheet."""

    school_class: Class
    allowed: Scope
    reports: tuple[FamilyReport, ...]
    sheets: tuple[Sheet, ...]


def scope_of(request: HttpRequest, students: Sequence[int]) -> Scope:
    try:
        return scope(viewer(request), students)
    except NotVisible as hidden:
        raise Http404 from hidden


def of_child(request: HttpRequest, number: int, allowed: Scope) -> tuple[FamilyReport, Sheet]:
    """The sheet of today, in the language that is asked for."""
    (report,) = families(allowed)
    return report, _made(report, _chosen(request, number, family_sheets.languages([number])))


def of_class(request: HttpRequest, number: int) -> ClassSheets:
    """All sheets of today, each in the language that is asked for."""
    school_class = open_class(viewer(request), number)
    if school_class is None:
        raise Http404
    allowed = scope_of(request, numbers_in(school_class))
    reports = families(allowed) if allowed.students else ()
    known = family_sheets.languages(list(allowed.students))
    codes = [_chosen(request, one.child.number, known, f"-{one.child.number}") for one in reports]
    made = tuple(_made(one, code) for one, code in zip(reports, codes, strict=True))
    return ClassSheets(school_class, allowed, reports, made)


def as_approved(made: Sheet, last: FamilySheet | None) -> Shown:
    """Approved, where the sheet that was kept today says the same."""
    same = last is not None and last.on == today() and again(last.sheet) == made
    return _signed(made, last if same else None)


def all_as_approved(sheets: Sequence[Sheet]) -> list[Shown]:
    last = family_sheets.newest([one.child for one in sheets])
    return [as_approved(one, last.get(one.child)) for one in sheets]


def approved_last(number: int) -> tuple[FamilySheet | None, Shown | None]:
    """The sheet that was approved last, word for word: the one that a family sees."""
    last = family_sheets.newest([number]).get(number)
    return last, _signed(again(last.sheet), last) if last else None


def when(last: FamilySheet | None) -> str:
    if last is None:
        return ""
    return gettext("Approved by %(name)s, %(day)s") % {"name": last.approved_by, "day": day(last.on)}


def _signed(made: Sheet, last: FamilySheet | None) -> Shown:
    with translation.override(ENGLISH.code):
        signed = when(last)
    return Shown(made, when(last), signed)


def drawn_from(report: FamilyReport) -> str:
    return ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())


def reasons(allowed: Scope) -> str:
    return "; ".join(sorted(set(allowed.students.values())))


def _chosen(request: HttpRequest, child: int, known: Mapping[int, str], suffix: str = "") -> str:
    """The code that the form says, else the family's; a language that is not spoken here is none."""
    told = request.POST if request.method == "POST" else request.GET
    code = told.get(f"language{suffix}", known.get(child, ""))
    return code if code in {one for one, _ in CHOICES} else ""


def _made(report: FamilyReport, code: str) -> Sheet:
    return sheet(report, checked(language(code)) if code else None)
