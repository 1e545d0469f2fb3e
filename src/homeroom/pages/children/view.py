"""Children: whom do I see, and why? The same list as a page and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from homeroom.pages import files
from homeroom.pages.access import names_children, page, reader, standing, viewer
from homeroom.pages.network.view import reach, said
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.doors import together
from homeroom.people.listing import Listed, found, listed
from homeroom.people.models import Role, School, Student
from homeroom.people.reasons import all_said
from homeroom.people.visibility import scope
from homeroom.reports import csv
from homeroom.reports.network.make import last_told
from homeroom.reports.values import day, grade

A_PAGE = 100
MACHINE = ("child", "id", "grade", "classes_today", "reason", "until")
Kind = Role.Kind


@dataclass(frozen=True)
class Line:
    child: Listed
    grade: str
    reason: str
    until: str


@names_children
@page
def children(request: HttpRequest) -> HttpResponse:
    """Everybody's own list. Who sees counts alone is told so."""
    if counts_only(request):
        return render(request, "children/counts.html", _counts(request))
    school = _school(request)
    search = request.GET.get("q", "")
    pages: Page[Student] = Paginator(found(viewer(request), search, school), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": _lines(_seen(request, list(pages), f"list of children, page {pages.number}")),
        "page": pages,
        "search": search,
        "school": school,
        "schools": _schools(request),
        "one_school": not _over_one_school(request),
        "family": not standing(request).eyes[0] and reader(request).contact_id is not None,
    }
    template = "children/list.html" if request.headers.get("HX-Request") == "true" else "children/page.html"
    return render(request, template, context)


@names_children
@page
def children_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file: of one school where the reader has several."""
    school = _school(request)
    if counts_only(request) or (school is None and _over_one_school(request)):
        raise Http404
    rows = _seen(request, found(viewer(request), request.GET.get("q", ""), school), "file of children")
    text = "".join(csv.lines(_header(request), (_row(row) for row in rows)))
    headers = {"Content-Disposition": f'attachment; filename="children-{today()}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def counts_only(request: HttpRequest) -> bool:
    """A network leader and a vendor see numbers, where nothing else that they are shows them children."""
    user, kinds = reader(request), standing(request).eyes[0]
    return bool(user.vendor) or (set(kinds) == {Kind.NETWORK_LEADER} and not user.contact_id)


def _seen(request: HttpRequest, shown: Sequence[Student], what: str) -> list[Listed]:
    """The rows, once it is written down who sees them and why."""
    allowed, rows = listed(viewer(request), shown)
    if rows:
        reasons = "; ".join(sorted(set(allowed.students.values())))
        write = audit.exported if what.startswith("file") else audit.saw
        write(viewer(request), what, list(allowed.students), reasons)
    return rows


def _schools(request: HttpRequest) -> list[School]:
    """The schools among which the reader's list can be cut; none where their roles are for one school alone."""
    reach = together(dict(standing(request).eyes[0]), tuple(Kind.values))
    schools = School.objects.filter(kind="school").order_by("name")
    mine = list(schools if reach is None else schools.filter(pk__in=reach))
    return mine if len(mine) > 1 else []


def _school(request: HttpRequest) -> School | None:
    """The chosen school, where it is one of those offered."""
    chosen = request.GET.get("school", "")
    if not chosen:
        return None
    for school in _schools(request):
        if str(school.pk) == chosen:
            return school
    raise Http404


def _over_one_school(request: HttpRequest) -> bool:
    return bool(_schools(request))


def _lines(rows: list[Listed]) -> list[Line]:
    return [Line(row, grade(row.grade), all_said(row.reason), day(row.until) if row.until else "") for row in rows]


def _header(request: HttpRequest) -> tuple[str, ...]:
    if request.GET.get("header") == files.MACHINE:
        return MACHINE
    return (
        gettext("Child"),
        gettext("Id"),
        gettext("Grade"),
        gettext("Classes today"),
        gettext("Why you see this child"),
        gettext("Until"),
    )


def _row(row: Listed) -> tuple[str, ...]:
    until = row.until.isoformat() if row.until else ""
    return (row.name, row.sourced_id, row.grade, "; ".join(row.classes), all_said(row.reason), until)


def _counts(request: HttpRequest) -> Mapping[str, object]:
    """How many children each school has, as the network's week was last told: today's count beside it tells who came.

    A vendor gets none: what it is told is not about children.
    """
    if reader(request).vendor:
        return {"vendor": True}
    report = last_told(scope(viewer(request), []), reach(request))
    lines = report.lines if report else ()
    return {"counts": [(one.name, said(one.enrolled), day(one.since) if one.since else "") for one in lines]}
