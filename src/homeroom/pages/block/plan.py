"""One plan of a week: what it misses, how good it is, who is where; and its life from draft to end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planners, for_planners_form, names_children, reader
from homeroom.pages.block.asked import PLANNERS, day_of, plan_of, plans_at, saw, seen_of
from homeroom.pages.files import Kind, answer, links
from homeroom.people.models import Role
from homeroom.people.visibility import Scope
from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.file import filed, unseen
from homeroom.reports.rotation.block.make import block_plan as made
from homeroom.reports.rotation.block.report import BlockReport
from homeroom.reports.values import long_day, short_day
from homeroom.reports.week import Week
from homeroom.rotation import disagree, drafts
from homeroom.rotation.check import check
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.publish import end, publish

TEMPLATE = "block/plan.html"
NEWS = ("publish", "end", "copy", "answer")


@names_children
@for_planners_form
def block_plan(request: HttpRequest, number: int, plan: int) -> HttpResponseBase:
    kept = plan_of(request, number, plan, PLANNERS)
    wrong = ""
    if request.method == "POST":
        try:
            return redirect(_done(request, kept))
        except RotationError as why:
            wrong = str(why)
            kept = plan_of(request, number, plan, PLANNERS)
    report, allowed = _report(request, kept)
    saw(request, kept, allowed, report.children, "block plan page")
    told_of = {**context(report), "wrong": wrong, "news": request.GET.get("news", "")}
    return render(request, TEMPLATE, told_of, status=409 if wrong else 200)


@names_children
@for_planners
def block_plan_file(request: HttpRequest, number: int, plan: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    kept = plan_of(request, number, plan, PLANNERS)
    report, allowed = _report(request, kept)
    saw(request, kept, allowed, report.children, "block plan file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


def _report(request: HttpRequest, kept: BlockPlan) -> tuple[BlockReport, Scope]:
    allowed = seen_of(request, kept.school, kept)
    days = dict.fromkeys(slot.on for slot in drafts.instance_of(kept).slots)
    to_principal = plans_at(request, kept.school_id, (Role.Kind.PRINCIPAL,))
    return made(kept, allowed, day_of(request, kept, days), to_principal=to_principal), allowed


def context(report: BlockReport) -> dict[str, object]:
    shown = report.day.isoformat() if report.day else "week"
    earlier = BlockPlan.objects.filter(school=report.school, week=report.plan.week).exclude(pk=report.plan.number)
    return {
        "report": report,
        "week": str(Week(report.plan.week)),
        "days": [(day.isoformat(), short_day(day), day == report.day) for day in report.days],
        "sessions": [(one, long_day(one.day), told.span(one.starts_at, one.ends_at)) for one in report.sessions],
        "unseen": unseen(report.unseen),
        "others": [(one.pk, one.version, told.STATES[one.state]) for one in earlier.order_by("-version")],
        "files": links("block-plan", report.school, report.plan.number, query=f"day={shown}"),
    }


def _done(request: HttpRequest, kept: BlockPlan) -> str:
    """Do what was asked; returns where to go."""
    by, act = reader(request), request.POST.get("act", "")
    here = reverse("block-plan", args=[kept.school_id, kept.pk])
    if act == "publish":
        _must_be_sound(kept)
        publish(kept, by)
    elif act == "end":
        end(kept, by)
    elif act == "copy":
        here = reverse("block-plan", args=[kept.school_id, drafts.copy(kept, by).pk])
    elif act == "discard":
        drafts.discard(kept, by)
        return f"{reverse('block', args=[kept.school_id])}?week={Week(kept.week)}&news=discarded"
    elif act == "answer":
        _answered(request, kept)
    return f"{here}?news={act}" if act in NEWS else here


def _must_be_sound(kept: BlockPlan) -> None:
    if not check(drafts.instance_of(kept), drafts.read(kept)).sound:
        raise RotationError(gettext("The plan breaks rules that must be kept: they stand below."))


def _answered(request: HttpRequest, kept: BlockPlan) -> None:
    """Only what the page shows can be answered on it."""
    which = request.POST.get("which", "")
    shown = {one.number for one in _report(request, kept)[0].objections}
    number = int(which) if which.isascii() and which.isdigit() and len(which) < 18 else 0
    disagree.answer(reader(request), number if number in shown else 0, request.POST.get("answer", ""))
