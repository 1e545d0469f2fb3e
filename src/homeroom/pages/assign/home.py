"""A class's goals: those that were left half made, those that run, those that are over; and where one begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from homeroom.goals import drafts
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal
from homeroom.pages.access import form, reader
from homeroom.pages.assign.asked import class_of, words
from homeroom.pages.assign.forms import UnitForm, planned_units
from homeroom.people.clock import today
from homeroom.people.models import Class
from homeroom.people.visibility import numbers_in
from homeroom.standards.models import Standard, Unit

MOST_ENDED = 20


@form
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """The page; what begins a goal is sent here, too."""
    chosen = class_of(request, number)
    typed, wrong = UnitForm(chosen), ""
    if request.method == "POST":
        if request.POST.get("act") == "unit":
            typed = UnitForm(chosen, request.POST)
        try:
            if (begun := _begun(request, chosen, typed)) is not None:
                return redirect("goal-aim", begun.pk)
            if request.POST.get("act") == "discard":
                drafts.discard(reader(request), _draft(request, chosen))
                return redirect(f"{reverse('assign', args=[number])}?discarded")
        except GoalsError as why:
            wrong = words(why)
    told = {"wrong": wrong, "form": typed, "discarded": "discarded" in request.GET and request.method == "GET"}
    status = 409 if wrong else 422 if typed.is_bound else 200
    return render(request, "assign/class.html", {**told, **_shown(chosen)}, status=status)


def _shown(chosen: Class) -> dict[str, object]:
    goals = Goal.objects.filter(school_class=chosen, sent_at__isnull=False).order_by("-ends_on", "-pk")
    over = [one for one in goals if one.ended_at or one.ends_on < today()]
    return {
        "school_class": chosen,
        "drafts": drafts.drafts(chosen),
        "running": [one for one in goals if one not in over],
        "over": over[:MOST_ENDED],
        "planned": planned_units(chosen),
        "children": len(numbers_in(chosen)),
    }


def _begun(request: HttpRequest, chosen: Class, typed: UnitForm) -> Goal | None:
    """A draft from a unit of the plan, from any unit, from standards and children that another page names, or empty."""
    by, act = reader(request), request.POST.get("act")
    if act == "planned":
        return drafts.begin(by, chosen, get_object_or_404(Unit, pk=_number(request.POST.get("which", ""))))
    if act == "unit" and typed.is_valid():
        return drafts.begin(by, chosen, typed.chosen)
    if act == "these":
        codes = request.POST.getlist("standard")
        standards = list(Standard.objects.filter(pk__in=[_number(one) for one in codes]).order_by("order", "pk"))
        children = {_number(one) for one in request.POST.getlist("child")}
        return drafts.begin(by, chosen, standards=standards, children=children or None)
    return drafts.begin(by, chosen) if act == "empty" else None


def _draft(request: HttpRequest, chosen: Class) -> Goal:
    return get_object_or_404(drafts.drafts(chosen), pk=_number(request.POST.get("which", "")))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
