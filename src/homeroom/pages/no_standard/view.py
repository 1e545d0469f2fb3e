"""No standard yet, for the data team: which content of which program waits for a standard, and how much hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from homeroom.facts import store
from homeroom.pages.access import for_data_team, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.people.clock import today
from homeroom.people.visibility import scope, visible_to
from homeroom.reports.no_standard import Content, NoStandard, of_programs
from homeroom.reports.no_standard.file import filed
from homeroom.reports.values import children
from homeroom.reports.week import school_year

TEMPLATE = "no_standard/page.html"
MOST = 50  # of a program's contents; the file has all


@for_data_team
def no_standard(request: HttpRequest) -> HttpResponse:
    """The page. It counts children and names none."""
    return render(request, TEMPLATE, context(*_found(request)))


@for_data_team
def no_standard_file(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The same as a file, with every content item: what an alignment begins with."""
    found, version = _found(request)
    report = filed(found, today(), version)
    return answer(request, kind, report, TEMPLATE, lambda: context(found, version))


def context(found: Sequence[NoStandard], version: int) -> dict[str, object]:
    return {
        "programs": [_program(one) for one in found],
        "version": version,
        "files": links("no-standard"),
    }


def _program(one: NoStandard) -> tuple[NoStandard, Sequence[Content], int, str, str]:
    """Its most worked on content, how much more there is, and the counts in words."""
    many = len(one.contents)
    items = ngettext("%(count)s different content item", "%(count)s different content items", many) % {"count": many}
    return one, one.contents[:MOST], max(0, many - MOST), children(one.children), items


def _found(request: HttpRequest) -> tuple[tuple[NoStandard, ...], int]:
    """This school year's work of all children whom the reader may see."""
    allowed = scope(viewer(request), visible_to(viewer(request)).values_list("pk", flat=True))
    version = store.current()
    return of_programs(allowed, school_year(today()), version), version
