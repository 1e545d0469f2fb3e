"""No standard yet, for the data team: which content of which program waits for a standard, and how much hangs on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.facts import store
from homeroom.pages.access import for_data_team, viewer
from homeroom.people.clock import today
from homeroom.people.visibility import scope, visible_to
from homeroom.reports import csv
from homeroom.reports.no_standard import NoStandard, of_programs
from homeroom.reports.week import school_year

MOST = 50  # of a program's contents; the file has all


@for_data_team
def no_standard(request: HttpRequest) -> HttpResponse:
    """The page. It counts children and names none."""
    found, version = _found(request)
    context = {
        "programs": [(one, one.contents[:MOST], max(0, len(one.contents) - MOST)) for one in found],
        "version": version,
    }
    return render(request, "no_standard/page.html", context)


@for_data_team
def no_standard_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, with every content item: what an alignment begins with."""
    found, _ = _found(request)
    headers = {"Content-Disposition": f'attachment; filename="no-standard-{today()}.csv"'}
    return HttpResponse(csv.no_standard(found), content_type="text/csv; charset=utf-8", headers=headers)


def _found(request: HttpRequest) -> tuple[tuple[NoStandard, ...], int]:
    """This school year's work of all children whom the reader may see."""
    allowed = scope(viewer(request), visible_to(viewer(request)).values_list("pk", flat=True))
    version = store.current()
    return of_programs(allowed, school_year(today()), version), version
