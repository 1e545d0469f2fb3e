"""A school's week of the flexible block: its versions, and the ways to a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planners_form, reader
from homeroom.pages.block.asked import PLANNERS, links_of, week_of
from homeroom.pages.schools import school_of
from homeroom.people.models import School
from homeroom.reports.rotation.block.make import plan_told
from homeroom.reports.week import Week
from homeroom.rotation import drafts, inputs, runs
from homeroom.rotation.block.board import Board, Facts
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.made import plan_of
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, DayType, PlanningRun
from homeroom.rotation.solvers.run import BLOCK, installed


@for_planners_form
def block(request: HttpRequest, number: int) -> HttpResponseBase:
    """The page. It names no child."""
    school, week = school_of(request, number, PLANNERS), week_of(request)
    wrong = ""
    if request.method == "POST":
        try:
            return redirect(_done(request, school, week))
        except RotationError as why:
            wrong = str(why)
    return _drawn(request, school, week, wrong)


def _drawn(request: HttpRequest, school: School, week: Week, wrong: str) -> HttpResponse:
    plans = BlockPlan.objects.filter(school=school, week=week.monday).order_by("-version")
    context = {
        "school": school,
        "week": links_of(week),
        "plans": [plan_told(one) for one in plans],
        "run": PlanningRun.objects.filter(school=school, week=week.monday, state__in=runs.OPEN).first(),
        "has_bells": DayType.objects.filter(school=school).exists(),
        "has_planner": installed(BLOCK),
        "wrong": wrong,
        "news": request.GET.get("news", ""),
    }
    return render(request, "block/week.html", context, status=409 if wrong else 200)


def _done(request: HttpRequest, school: School, week: Week) -> str:
    """Do what was asked; returns where to go."""
    act = request.POST.get("act")
    if act == "plan":
        run = runs.ask_block(school, week.monday, reader(request))
        return reverse("planning-run", args=[school.pk, run.pk])
    if act in ("thumb", "empty"):
        instance = _instance(school, week)
        plan = thumb(instance) if act == "thumb" else _empty(instance)
        draft = drafts.save(instance, plan, reader(request))
        return reverse("block-plan", args=[school.pk, draft.pk])
    return f"{reverse('block', args=[school.pk])}?week={week}"


def _instance(school: School, week: Week) -> Instance:
    found = inputs.instance_of(school, week.monday)
    if not (found.slots and found.children):
        raise RotationError(gettext("No child has a session of a flexible block this week. Put one into the bells."))
    return found


def _empty(instance: Instance) -> Plan:
    """Everybody waits for a place, but for meetings: a plan by hand begins so."""
    return plan_of(Board(Facts(instance)), drafts.BY_HAND)
