"""Rosters: what each set changed or would change, and a second person's decision about those that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, pgettext
from django.views.decorators.http import require_POST

from homeroom.intake.errors import IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.jobs import ask
from homeroom.intake.roster_models import RosterChangeSet, RosterRollover
from homeroom.intake.rosters import decide, rollover, undo
from homeroom.intake.rosters import suspends as suspending
from homeroom.intake.rosters.team import schools_of
from homeroom.intake.rosters.weigh import MOST_ROWS, MOST_SHARE
from homeroom.pages.access import (
    for_data_team,
    for_data_team_form,
    names_children,
    reader,
    viewer,
)
from homeroom.pages.imports import states
from homeroom.pages.kit.words import said
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import School, User
from homeroom.people.recognised import recognised
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import eyes
from homeroom.reports.markup import joined
from homeroom.reports.values import count

A_PAGE = 30
# Whom absence does end something for: their sign-in.
SUSPENDED = ("staff", "contacts")
State = RosterChangeSet.State
MEANING: Mapping[str, str] = {
    State.HELD: gettext_noop("waits for a second person; nothing of it counts"),
    State.APPLIED: gettext_noop("taken in"),
    State.REJECTED: gettext_noop("nothing of it was taken in"),
    State.REPLACED: gettext_noop("a newer set came first; nothing of it was taken in"),
    State.UNDONE: gettext_noop("everything is as it was before it"),
}
KINDS = ("ended", "created", "updated", "invalid", "missing")
SAMPLED = {
    "ended": gettext_noop("%(school)s, %(entity)s to end (%(n)s in all)"),
    "created": gettext_noop("%(school)s, %(entity)s to create (%(n)s in all)"),
    "updated": gettext_noop("%(school)s, %(entity)s to change (%(n)s in all)"),
}
HEADS = (
    gettext_noop("would end"),
    gettext_noop("would create"),
    gettext_noop("would change"),
    gettext_noop("with a mistake"),
    gettext_noop("absent, ends nothing"),
)
DONE = (
    gettext_noop("ended"),
    gettext_noop("created"),
    gettext_noop("changed"),
    gettext_noop("with a mistake"),
    gettext_noop("absent, ended nothing"),
)


@dataclass(frozen=True)
class Line:
    """One entity in one school: how many rows stand, and what happens to them."""

    entity: str
    school: str
    standing: str
    counts: Sequence[str]
    too_much: bool
    expected: str


@for_data_team
def rosters(request: HttpRequest) -> HttpResponse:
    """The sets that wait, then the recent ones."""
    return _list(request, "")


@names_children
@for_data_team
def change_set(request: HttpRequest, number: int) -> HttpResponse:
    """What one set changed or would change, by school and entity, with samples by name."""
    return _one(request, get_object_or_404(RosterChangeSet, pk=number), "")


@names_children
@require_POST
@for_data_team_form
def decision(request: HttpRequest, number: int) -> HttpResponseBase:
    """Approve, reject or undo, as the pressed button says."""
    found, user = get_object_or_404(RosterChangeSet, pk=number), reader(request)
    acts = {"approve": decide.approve, "reject": decide.reject, "undo": undo.undo}
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        return _one(request, found, gettext("Nothing was done: choose one of the buttons."), 400)
    try:
        act(number, user)
    except IntakeError as error:
        found.refresh_from_db()
        return _one(request, found, joined(gettext("Nothing was done."), " ", said(error)), 409)
    if act is decide.reject:
        return redirect("roster-set", number)
    # Children came or went: the rows that wait are judged anew, and the pages follow.
    job = ask(Job.Kind.REDRIVE, user)
    return redirect(f"{reverse('roster-set', args=[number])}?job={job.pk}")


@require_POST
@for_data_team_form
def suspend(request: HttpRequest, number: int) -> HttpResponseBase:
    """Suspend one person whom the set would suspend, now, whatever becomes of the set."""
    found, account = get_object_or_404(RosterChangeSet, pk=number), request.POST.get("account", "")
    known = account.isascii() and account.isdigit() and len(account) < 18
    try:
        suspending.suspend_now(number, int(account) if known else 0, reader(request))
    except IntakeError as error:
        return _one(request, found, joined(gettext("Nobody was suspended."), " ", said(error)), 409)
    return redirect(f"{reverse('roster-set', args=[number])}#suspended")


@require_POST
@for_data_team_form
def declared(request: HttpRequest) -> HttpResponseBase:
    """Declare a change of term ahead."""
    user = reader(request)
    schools = School.objects.filter(pk__in=[pk for pk in request.POST.getlist("school") if pk.isdigit()])
    try:
        first, last = (_day(request.POST.get(name, "")) for name in ("first", "last"))
        rollover.declare([one for one in schools if _may(user, one)], first, last, user)
    except IntakeError as error:
        return _list(request, joined(gettext("Nothing was declared."), " ", said(error)), 400)
    return redirect("rosters")


def _list(request: HttpRequest, error: str, status: int = 200) -> HttpResponse:
    user = reader(request)
    sets = RosterChangeSet.objects.select_related("sent_by", "decided_by").defer("before", "samples")
    held = sets.filter(state=State.HELD)
    context = {
        "held": [_listed(one) for one in held],
        "recent": [_listed(one) for one in sets.exclude(state=State.HELD)[:A_PAGE]],
        "schools": [one for one in School.objects.exclude(kind="district").order_by("name") if _may(user, one)],
        "rollovers": RosterRollover.objects.filter(ends_on__gte=today() - timedelta(days=30)),
        "error": error,
    }
    return render(request, "rosters/page.html", context, status=status)


def _listed(found: RosterChangeSet) -> tuple[RosterChangeSet, str, str, Sequence[str]]:
    """A set and, in words, its state, what that means, and why it is held."""
    return found, _state(found.state), gettext(MEANING[found.state]), found.reasons


def _state(state: str) -> str:
    return {
        "held": pgettext("roster", "held"),
        "applied": pgettext("roster", "applied"),
        "rejected": pgettext("roster", "rejected"),
        "replaced": pgettext("roster", "replaced"),
        "undone": pgettext("roster", "undone"),
    }.get(state, state)


def _one(request: HttpRequest, found: RosterChangeSet, error: str, status: int = 200) -> HttpResponse:
    user, looking = reader(request), viewer(request)
    samples = [one for one in found.samples if _of_theirs(looking, one["school"])]
    students = {one["student"] for one in samples if one["student"]} | recognised([one["name"]] for one in samples)
    if samples:
        audit.saw(looking, f"roster change set {found.pk}", students, "data team")
    context = {
        "found": found,
        "state": _state(found.state),
        "meaning": gettext(MEANING[found.state]),
        "reasons": found.reasons,
        "heads": [gettext(words) for words in (HEADS if found.state == State.HELD else DONE)],
        "lines": [_line(weight) for weight in found.weights],
        "absent": _absent(found),
        "suspends": suspending.listed(found, user),
        "samples": [(label, rows) for label, rows in _by_kind(samples, found.weights)],
        "deliveries": [(one, states.of_delivery(one.state)) for one in found.deliveries.order_by("pk")],
        "why_not": decide.why_not(found, user) if found.state == State.HELD else "",
        "undoable": found.state == State.APPLIED and not undo.obstacle(found),
        "not_undoable": undo.obstacle(found) if found.state == State.APPLIED else "",
        "error": error,
        "job": _asked(request),
    }
    return render(request, "rosters/change_set.html", context, status=status)


def _of_theirs(looking: Viewer, school: int | None) -> bool:
    """Whether everybody who looks is data team for the school."""
    held = [schools_of(user) for user in eyes(looking) if isinstance(user, User)]
    return all(school in mine or None in mine for mine in held)


def _asked(request: HttpRequest) -> Job | None:
    """The job that a decision asked for, where one leads here."""
    number = request.GET.get("job", "")
    known = number.isascii() and number.isdigit() and len(number) < 18
    return Job.objects.filter(pk=int(number), kind=Job.Kind.REDRIVE).first() if known else None


def _absent(found: RosterChangeSet) -> list[str]:
    """Where far more than usual is absent: it ends nothing, yet a sender should know of it."""
    return [
        gettext("%(missing)s of %(standing)s %(entity)s, %(school)s")
        % {
            "missing": count(one["missing"]),
            "standing": count(one["standing"]),
            "entity": _entity(one),
            "school": one["school_name"] or gettext("all schools"),
        }
        for one in found.weights
        if one["entity"] not in SUSPENDED
        and one["missing"] > MOST_ROWS
        and one["missing"] > MOST_SHARE * one["standing"]
    ]


def _line(weight: Mapping[str, Any]) -> Line:
    touched = sum(weight[kind] for kind in ("created", "updated", "ended", "invalid"))
    too_much = touched > MOST_ROWS and touched > MOST_SHARE * weight["standing"]
    return Line(
        entity=_entity(weight),
        school=weight["school_name"] or gettext("all schools"),
        standing=count(weight["standing"]),
        counts=[count(weight[kind]) if weight[kind] else "–" for kind in KINDS],
        too_much=too_much,
        expected=weight["expected"] if too_much else "",
    )


def _by_kind(
    samples: Sequence[Mapping[str, Any]], weights: Sequence[Mapping[str, Any]]
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Samples under "Hill School, students: end, 5 of 20"."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    totals = {(one["entity"], one["school"]): one for one in weights}
    for one in samples:
        weight = totals[one["entity"], one["school"]]
        words = SAMPLED[one["kind"]]
        label = gettext(words) % {
            "school": weight["school_name"] or gettext("all schools"),
            "entity": _entity(one),
            "n": count(weight[one["kind"]]),
        }
        found.setdefault(label, []).append(_in_words(one))
    return list(found.items())


def _in_words(one: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**one, "changed": [name.replace("_", " ") for name in one.get("changed") or ()]}


def _entity(weight: Mapping[str, Any]) -> str:
    entity: str = weight["entity"]
    return gettext(entity)


def _may(user: User, school: School) -> bool:
    mine = schools_of(user)
    return None in mine or school.pk in mine


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise IntakeError(rollover.NO_DAYS) from None
