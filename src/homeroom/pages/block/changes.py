"""What changed from one version of a week to another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages.access import for_planners, names_children
from homeroom.pages.block.asked import PLANNERS, plan_of, saw, seen_of
from homeroom.pages.files import Kind, answer, links
from homeroom.people.visibility import Scope
from homeroom.reports.rotation.block.changed import Changes, changes, filed
from homeroom.reports.values import short_day
from homeroom.reports.week import Week
from homeroom.rotation.models import BlockPlan

TEMPLATE = "block/changes.html"


@names_children
@for_planners
def block_changes(request: HttpRequest, number: int, plan: int) -> HttpResponse:
    report, kept, allowed = _report(request, number, plan)
    saw(request, kept, allowed, report.children, "block changes page")
    return render(request, TEMPLATE, context(report))


@names_children
@for_planners
def block_changes_file(request: HttpRequest, number: int, plan: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report, kept, allowed = _report(request, number, plan)
    saw(request, kept, allowed, report.children, "block changes file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def context(report: Changes) -> dict[str, object]:
    before = report.before.number
    return {
        "report": report,
        "week": str(Week(report.after.week)),
        "lines": [(one, short_day(one.day)) for one in report.moved],
        "files": links("block-changes", report.school, report.after.number, query=f"from={before}"),
    }


def _report(request: HttpRequest, number: int, plan: int) -> tuple[Changes, BlockPlan, Scope]:
    """`?from=7` is the version to compare with; without it, the newest before this one, or this one itself."""
    kept = plan_of(request, number, plan, PLANNERS)
    before = _before(request, kept)
    allowed = seen_of(request, kept.school, kept, before)
    return changes(before, kept, allowed), kept, allowed


def _before(request: HttpRequest, kept: BlockPlan) -> BlockPlan:
    versions = BlockPlan.objects.filter(school=kept.school, week=kept.week).exclude(pk=kept.pk)
    told = request.GET.get("from", "")
    if not told:
        return versions.filter(version__lt=kept.version).order_by("-version").first() or kept
    known = told.isascii() and told.isdigit() and len(told) < 18
    found = versions.filter(pk=int(told)).first() if known else None
    if found is None and told != str(kept.pk):
        raise Http404
    return found or kept
