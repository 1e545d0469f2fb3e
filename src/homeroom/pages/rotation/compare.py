"""Two versions of a week beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages.access import for_planners
from homeroom.pages.rotation import asked
from homeroom.reports.rotation.called import span
from homeroom.reports.rotation.compare import differences
from homeroom.reports.values import count

MOST_SHOWN = 500


@for_planners
def rotation_compare(request: HttpRequest, number: int, which: int, other: int) -> HttpResponse:
    """What stands in `which`, and what in `other`."""
    before, after = (asked.report_of(request, asked.draft(request, number, one)) for one in (which, other))
    found = differences(before, after)
    told = {
        "before": before,
        "after": after,
        "lines": [(one, span(one.start, one.end)) for one in found[:MOST_SHOWN]],
        "count": count(len(found)),
        "more": count(len(found) - MOST_SHOWN) if len(found) > MOST_SHOWN else "",
    }
    return render(request, "rotation/compare.html", told)
