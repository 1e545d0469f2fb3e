"""The family report as a PDF: the sheet of one child, or the sheets of a class in one file, a page each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.family.shown import (
    Shown,
    all_as_approved,
    approved_last,
    drawn_from,
    of_child,
    of_class,
    reasons,
    scope_of,
)
from homeroom.pages.files import pdf_answer
from homeroom.people import audit
from homeroom.people.answering import serves

TEMPLATE = "family/paper.html"


@names_children
@page
def family_pdf(request: HttpRequest, number: int) -> HttpResponseBase:
    """What the page shows: to staff the sheet of today, to a family the one that was approved last, if there is one."""
    allowed = scope_of(request, [number])
    if serves(viewer(request), number):
        report, made = of_child(request, number, allowed)
        (shown,), rests_on = all_as_approved([made]), drawn_from(report)
    else:
        shown, rests_on = _approved(number)
    what = f"family report of student {number}, PDF"
    audit.exported(viewer(request), what, [number], allowed.students[number], rests_on, report="family")
    return pdf_answer(
        request, f"family-report-{number}", TEMPLATE, {"title": gettext("Family report"), "sheets": [shown]}
    )


@names_children
@page
def class_families_pdf(request: HttpRequest, number: int) -> HttpResponseBase:
    """A class without children has no such file."""
    found = of_class(request, number)
    if not found.reports:
        raise Http404
    what, rests_on = f"family reports of class {number}, PDF", drawn_from(found.reports[0])
    audit.exported(
        viewer(request), what, list(found.allowed.students), reasons(found.allowed), rests_on, report="family"
    )
    told = {"title": gettext("Family reports"), "sheets": all_as_approved(found.sheets)}
    return pdf_answer(request, f"family-reports-{number}", TEMPLATE, told)


def _approved(number: int) -> tuple[Shown, str]:
    last, shown = approved_last(number)
    if last is None or shown is None:
        raise Http404
    return shown, last.drawn_from
