"""Releases: what is a program's maker told, who approves it, and what does the maker see?"""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from homeroom.evidence import release as releasing
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Release
from homeroom.evidence.release import FIELDS, MAKER, NO_WAITING
from homeroom.evidence.release_attack import UnsafeError
from homeroom.intake.layouts import declared
from homeroom.pages.access import for_data_team_of_all_counts_form, page, reader, standing, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.network.view import WHY
from homeroom.pages.rule import data_team_of_all
from homeroom.people import audit
from homeroom.reports.quality import programs
from homeroom.reports.seen import program_name
from homeroom.reports.values import day
from homeroom.reports.vendor import FIELDS as WORDS
from homeroom.reports.vendor import Told, told
from homeroom.reports.vendor.file import filed, notes

TEMPLATE = "releases/release.html"
ACTS = {
    "agree": "agreed on the fields",
    "make": "made a release",
    "approve": "approved the release",
    "throw away": "threw the release away",
}
NAMED = 5  # of the cells that could be worked out, so many are named


@for_data_team_of_all_counts_form
@transaction.atomic
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """What is agreed, what was told, and what waits. Takes the field list, and the wish to make one."""
    if slug not in {one.slug for one in declared()} | {one for one, _ in programs()}:
        raise Http404
    if request.method != "POST":
        return _shown(request, slug)
    try:
        return _done(request, slug)
    except UnsafeError as error:
        cells = [" ".join(part for part in cell[1:] if part) for cell in error.cells[:NAMED]]
        return _shown(request, slug, gettext("Refused: counts of few children could be worked out of it."), cells)
    except EvidenceError as error:
        return _shown(request, slug, gettext(str(error)))


@page
def release(request: HttpRequest, slug: str, which: int) -> HttpResponse:
    """One release, as its reader sees it. To a program's maker only their own, and only once it is approved."""
    report = _opened(request, slug, which)
    audit.saw(viewer(request), f"release page {which}", [], WHY, report="release")
    return render(request, TEMPLATE, context(report, which))


@page
def release_file(request: HttpRequest, slug: str, which: int, kind: Kind) -> HttpResponse:
    report = _opened(request, slug, which)
    audit.exported(viewer(request), f"release file {which}", [], WHY, report="release")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report, which))


def context(report: Told, which: int) -> dict[str, object]:
    return {
        "report": report,
        "notes": notes(),
        "made_on": day(report.made_on),
        "files": links("release", report.program, which) if report.approved else (),
    }


def _done(request: HttpRequest, slug: str) -> HttpResponse:
    act, by = request.POST.get("act", ""), reader(request).get_username()
    if act == "agree":
        releasing.agree(slug, [one for one in FIELDS if request.POST.get(one)], by)
    elif act == "make":
        releasing.make(slug, by)
    else:
        waiting = releasing.waiting(slug)
        if act not in ACTS:
            raise EvidenceError(NO_WAITING)
        releasing.approve(waiting, by) if act == "approve" else releasing.throw_away(waiting)
    audit.did(reader(request), ACTS[act], f"releases of {slug}", [], WHY)
    return redirect("releases", slug)


def _shown(request: HttpRequest, slug: str, wrong: str = "", cells: list[str] | None = None) -> HttpResponse:
    agreed, mine = releasing.fields_of(slug), reader(request).get_username()
    listed = [(one.pk, told(one), day(one.made_on)) for one in releasing.told(slug)]
    until = releasing.waits_until(slug)
    waiting = next((one for one in listed if not one[1].approved), None)
    return render(
        request,
        "releases/page.html",
        {
            "slug": slug,
            "name": program_name(slug),
            "fields": [(one, WORDS[one], one in agreed) for one in FIELDS],
            "agreed": bool(agreed),
            "waiting": waiting,
            "until": day(until) if until else "",
            "mine": waiting is not None and waiting[1].made_by == mine,
            "done": [one for one in listed if one[1].approved],
            "wrong": wrong,
            "cells": cells or [],
        },
        status=422 if wrong else 200,
    )


def _opened(request: HttpRequest, slug: str, which: int) -> Told:
    found = Release.objects.filter(pk=which, report=MAKER + slug).first()
    if found is None or not _may_read(request, slug, bool(found.approved_by)):
        raise Http404
    return told(found)


def _may_read(request: HttpRequest, slug: str, approved: bool) -> bool:
    looking = viewer(request)
    if reader(request).vendor:
        return approved and looking.through is None and reader(request).vendor == slug
    return data_team_of_all(standing(request))
