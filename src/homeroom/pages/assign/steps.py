"""The five steps of a goal. Each keeps what was said before the next one opens, so it can be left at any time."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeroom.goals import drafts
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal
from homeroom.goals.sent import CHANNEL_NAMES
from homeroom.pages.access import form, names_children, page, reader
from homeroom.pages.assign.asked import children_of, goal_of, goals_children, words, write_down
from homeroom.pages.assign.forms import AimForm, WhoForm
from homeroom.pages.assign.stages import after, opens, stages
from homeroom.people.models import User
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.goals import GoalWork, proposed

LEAVE = "leave"
Told = dict[str, object]


@form
def goal_aim(request: HttpRequest, number: int) -> HttpResponse:
    """Step 1: on which standards, judged how, in which days. It names no child."""
    goal = goal_of(request, number)
    if gone := _elsewhere(goal, "goal-aim"):
        return gone
    typed = AimForm(goal, request.POST if request.method == "POST" else None)
    return _kept(request, goal, "goal-aim", typed, lambda by: drafts.aim(by, goal, typed.aim), {})


@names_children
@form
def goal_who(request: HttpRequest, number: int) -> HttpResponse:
    """Step 2: for whom."""
    goal = goal_of(request, number)
    if gone := _elsewhere(goal, "goal-who"):
        return gone
    allowed = children_of(request, goal.school_class)
    typed = WhoForm(goal, named(list(allowed.students)), request.POST if request.method == "POST" else None)

    def keep(by: User) -> None:
        scope, children, group = typed.chosen
        drafts.choose(by, goal, scope, children, group)

    def saw() -> None:
        write_down(request, f"goal {number}: who", allowed, allowed.students)

    return _kept(request, goal, "goal-who", typed, keep, {}, saw)


@names_children
@page
def goal_work(request: HttpRequest, number: int) -> HttpResponse:
    """Step 3: the work that is proposed for each child, and why."""
    return _looked(request, number, "goal-work")


@names_children
@page
def goal_check(request: HttpRequest, number: int) -> HttpResponse:
    """Step 4: what to look at before anything is sent."""
    return _looked(request, number, "goal-check")


@names_children
@form
def goal_send(request: HttpRequest, number: int) -> HttpResponse:
    """Step 5: what will happen, and the button that lets it."""
    goal = goal_of(request, number)
    if gone := _elsewhere(goal, "goal-send"):
        return gone
    wrong = ""
    if request.method == "POST":
        try:
            drafts.send_off(reader(request), goal)
        except GoalsError as why:
            wrong = words(why)
        else:
            return redirect(f"{reverse('goal', args=[number])}?sent")
    return _drawn(request, goal, "goal-send", proposed(goal, goals_children(request, goal)), wrong)


def _looked(request: HttpRequest, number: int, route: str) -> HttpResponse:
    goal = goal_of(request, number)
    if gone := _elsewhere(goal, route):
        return gone
    allowed = goals_children(request, goal)
    report = proposed(goal, allowed)
    _saw(request, report, allowed, route)
    return _drawn(request, goal, route, report)


def _saw(request: HttpRequest, report: GoalWork, allowed: Scope, route: str) -> None:
    """Of a check only those children who are named in it."""
    shown = {one.child.number for one in report.children}
    if route == "goal-check":
        shown = {child.number for check in report.checks for child, _ in check.who}
    drawn_from = f"facts {report.drawn_from['facts']}"
    write_down(request, f"goal {report.goal}: {route.removeprefix('goal-')}", allowed, shown, drawn_from)


def _drawn(request: HttpRequest, goal: Goal, route: str, report: GoalWork, wrong: str = "") -> HttpResponse:
    told = {"report": report, "channels": CHANNEL_NAMES, "wrong": wrong, **_framed(goal, route)}
    return render(request, f"assign/{route.removeprefix('goal-')}.html", told, status=409 if wrong else 200)


def _kept(
    request: HttpRequest,
    goal: Goal,
    route: str,
    typed: BaseForm,
    keep: Callable[[User], None],
    told: Told,
    saw: Callable[[], None] = lambda: None,
) -> HttpResponse:
    """Keep what was sent and go on, or leave; else the form, with what is wrong with it."""
    wrong = ""
    if typed.is_bound and typed.is_valid():
        try:
            keep(reader(request))
        except GoalsError as why:
            wrong = words(why)
        else:
            return redirect("assign", goal.school_class_id) if LEAVE in request.POST else redirect(after(goal, route))
    saw()
    told = {"form": typed, "wrong": wrong, **told, **_framed(goal, route)}
    status = 409 if wrong else 422 if typed.is_bound else 200
    return render(request, f"assign/{route.removeprefix('goal-')}.html", told, status=status)


def _framed(goal: Goal, route: str) -> Told:
    return {"goal": goal, "school_class": goal.school_class, "stages": stages(goal, route)}


def _elsewhere(goal: Goal, route: str) -> HttpResponse | None:
    """What was sent has its results; a step that can't be made yet leads to the one before it."""
    if goal.sent_at is not None:
        return redirect("goal", goal.pk)
    if not opens(goal, route):
        return redirect("goal-who" if goal.standards.exists() else "goal-aim", goal.pk)
    return None
