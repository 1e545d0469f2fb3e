"""A plan in the making: how far it is, how good it is so far, and a button that ends it with the best one kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, pgettext

from homeroom.intake.jobs import NO_WORKER, worker_is_there
from homeroom.pages.access import for_planners_form, reader
from homeroom.pages.schools import school_of
from homeroom.people.models import Role
from homeroom.people.visibility import LARGEST
from homeroom.reports.values import count, day, share
from homeroom.rotation import runs
from homeroom.rotation.models import PlanningRun

KINDS = (Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
SECONDS = 3  # between two looks at a run that isn't over
State = PlanningRun.State
COLOURS = {
    State.QUEUED: "running",
    State.RUNNING: "running",
    State.DONE: "published",
    State.FAILED: "refused",
    State.CANCELLED: "held",
}


@dataclass(frozen=True)
class Told:
    """A run in words. `best` is what a solver's value is so far and how far it may be from the best possible."""

    name: str
    state: str
    colour: str
    stage: str
    best: str
    left: str


@for_planners_form
def planning_run(request: HttpRequest, number: int, run: int) -> HttpResponseBase:
    """One run. It looks again by itself until it is over, without a script."""
    school = school_of(request, number, KINDS)
    found = PlanningRun.objects.filter(school=school, pk=min(run, LARGEST)).select_related("rotation", "plan").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "cancel":
            runs.cancel(found, reader(request))
        return redirect("planning-run", number, run)
    watching = found.open and request.GET.get("watch") != "off"
    context = {
        "school": school,
        "run": found,
        "told": told(found),
        "no_worker": NO_WORKER if found.open and not worker_is_there() else "",
        "watching": watching,
        "seconds": SECONDS,
    }
    response: HttpResponse = render(request, "planning_run/page.html", context)
    if watching:
        response.headers["Refresh"] = str(SECONDS)
    return response


def told(run: PlanningRun) -> Told:
    return Told(
        name=_name(run),
        state=_state(run.state),
        colour=COLOURS[State(run.state)],
        stage=_stage(run),
        best=_best(run),
        left=gettext("%(n)s seconds of its time left") % {"n": count(run.left)} if run.left is not None else "",
    )


def _name(run: PlanningRun) -> str:
    if run.week is not None:
        return gettext("Planning the flexible block of the week of %(day)s") % {"day": day(run.week)}
    assert run.rotation is not None  # noqa: S101 (a run is of one or the other)
    return gettext("Planning the school's week, version %(n)s") % {"n": count(run.rotation.version)}


def _state(state: str) -> str:
    return {
        "queued": pgettext("planning run", "waits"),
        "running": pgettext("planning run", "running"),
        "done": pgettext("planning run", "done"),
        "failed": pgettext("planning run", "failed"),
        "cancelled": pgettext("planning run", "cancelled"),
    }[state]


def _stage(run: PlanningRun) -> str:
    """What the solver is at, in the words of a person."""
    if not run.open:
        return ""
    if run.state == State.QUEUED:
        return gettext("It begins as soon as the worker is free.")
    return {
        "first plan": gettext("A first plan is there. Now better ones are looked for."),
        "grades": gettext("Looking for better places, grade by grade."),
        "classes": gettext("Looking for better groups, class by class."),
        "neighbourhoods": gettext("Looking for better groups across classes."),
        "a week that keeps the rules": gettext("Looking for a week that keeps the rules."),
        "the draft that misses least": gettext("The rules can't all be kept. Looking for the draft that misses least."),
    }.get(run.stage, gettext("Gathering what the plan is made from."))


def _best(run: PlanningRun) -> str:
    if run.best is None:
        return ""
    if run.gap is None:
        return gettext("The best plan so far is worth %(value)s.") % {"value": f"{run.best:.1f}"}
    words = gettext("The best plan so far is worth %(value)s, within %(gap)s of the best possible.")
    return words % {"value": f"{run.best:.1f}", "gap": share(run.gap)}
