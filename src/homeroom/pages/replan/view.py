"""Somebody is missing today: look at who would go elsewhere, then accept. Nothing changes before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from homeroom.pages.access import for_planners_form, names_children, reader, viewer
from homeroom.pages.replan import told
from homeroom.pages.replan.quiet import PLACES, QuietForm, place_of
from homeroom.pages.schools import school_of
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Role, School
from homeroom.people.visibility import scope, visible_to
from homeroom.reports.values import hour, long_day
from homeroom.rotation import day as days
from homeroom.rotation import drafts
from homeroom.rotation.day import Replan, Situation
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.publish import published
from homeroom.rotation.solvers import run

KINDS = (Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
SECONDS = 8.0  # that a person waits for the planner
FAR = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """The day of a school, what holds on it, the proposal that is looked at, and where the slider stands."""

    school: School
    on: date
    plan: BlockPlan | None
    draft: BlockPlan | None
    quiet: int

    @property
    def stability(self) -> float:
        return PLACES[self.quiet][0]

    def address(self, **more: int) -> str:
        query: dict[str, str | int] = {"day": self.on.isoformat()} if self.on != today() else {}
        told_of = urlencode({**query, **more})
        return reverse("replan", args=[self.school.pk]) + (f"?{told_of}" if told_of else "")


@names_children
@for_planners_form
def replan(request: HttpRequest, number: int) -> HttpResponse:
    asked = _asked(request, number)
    wrong = ""
    if request.method == "POST":
        try:
            return redirect(_done(request, asked))
        except RotationError as why:
            wrong = str(why)
    return _page(request, asked, wrong)


def _done(request: HttpRequest, asked: Asked) -> str:
    """Do what the button says, and where to go then. Raises RotationError, and nothing has changed."""
    if asked.plan is None:
        return asked.address()
    if request.POST.get("act") == "accept":
        if asked.draft is None:
            raise RotationError(days.meanwhile())
        days.accept(days.proposed(asked.plan, asked.on, asked.draft, stability=asked.stability), reader(request))
        return asked.address()
    found = days.replan(asked.plan, asked.on, stability=asked.stability, seconds=SECONDS)
    draft = days.propose(found, reader(request)).draft
    return asked.address(plan=draft.pk, quiet=asked.quiet) if draft else asked.address()


def _page(request: HttpRequest, asked: Asked, wrong: str) -> HttpResponse:
    status = 409 if wrong else 200
    held, closed = _held(asked)
    found, stale = _found(asked, held)
    context = {
        "school": asked.school,
        "day": long_day(asked.on),
        "plan": asked.plan,
        "closed": closed,
        "wrong": wrong or stale,
        "form": QuietForm(initial={"quiet": asked.quiet}),
        "slider": [words for _, words in PLACES],
        "by_thumb": not run.installed(run.DAY),
        **(_of_people(request, asked, held, found) if held else {}),
    }
    return render(request, "replan/page.html", context, status=status)


def _held(asked: Asked) -> tuple[Situation | None, str]:
    """Who is missing; or why nothing can be planned anew."""
    if asked.plan is None:
        return None, ""
    try:
        return days.situation(asked.plan, asked.on, asked.stability), ""
    except RotationError as why:
        return None, str(why)


def _found(asked: Asked, held: Situation | None) -> tuple[Replan | None, str]:
    """The proposal that is looked at; or why it does not stand any more."""
    if asked.plan is None or asked.draft is None or held is None or held.known:
        return None, ""
    try:
        return days.proposed(asked.plan, asked.on, asked.draft, stability=asked.stability), ""
    except RotationError as why:
        return None, str(why)


def _of_people(request: HttpRequest, asked: Asked, held: Situation, found: Replan | None) -> Mapping[str, object]:
    """What names children; it is written down before it is shown."""
    wanted = told.children_of(held.today, found)
    allowed = scope(viewer(request), visible_to(viewer(request)).filter(pk__in=wanted).values_list("pk", flat=True))
    people = told.People.of(allowed, told.adults_of(held.today, found))
    reasons = "; ".join(sorted(set(allowed.students.values()))) or "no child is named"
    what = f"replan {asked.school.pk}, {asked.on}"
    audit.saw(viewer(request), what, sorted(allowed.students), reasons, report="replan")
    return {
        "missing": people.missing(held.today),
        "more_missing": told.unseen((one.who for one in held.today.children), people),
        "known": held.known,
        "accepted": _accepted(asked, held),
        "notes": [note.words for note in (found.notes if found else held.notes)],
        "found": found,
        **(_of_moves(asked, found, people) if found else {}),
    }


def _of_moves(asked: Asked, found: Replan, people: told.People) -> Mapping[str, object]:
    return {
        "lines": people.lines(found),
        "more_moves": told.unseen((move.child for move in found.moves), people),
        "figures": told.figures(found),
        "chosen": PLACES[asked.quiet][1],
        "quiet": asked.quiet,
        "draft": asked.draft,
        "clock": found.stopped_by_the_clock,
    }


def _accepted(asked: Asked, held: Situation) -> str:
    """`7:52, coordinator`: when the day was last planned anew, and by whom; blank where it never was."""
    plan = asked.plan
    if plan is None or plan.published_at is None or not plan.solver.endswith(days.THE_DAY):
        return ""
    anew = set(drafts.instance_of(plan).eased) & set(held.today.slots)
    return f"{hour(timezone.localtime(plan.published_at))}, {plan.published_by}" if anew else ""


def _asked(request: HttpRequest, number: int) -> Asked:
    school, on = school_of(request, number, KINDS), _day(request)
    told_of = request.POST if request.method == "POST" else request.GET
    plan = published(school.pk, on - timedelta(days=on.weekday()))
    text = told_of.get("plan", "")
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    draft = BlockPlan.objects.filter(pk=key, school=school).first()
    return Asked(school, on, plan, draft, place_of(told_of.get("quiet", "")))


def _day(request: HttpRequest) -> date:
    """`?day=2026-10-27`; without one, today."""
    text = request.GET.get("day", "")
    try:
        found = date.fromisoformat(text) if text else today()
    except ValueError:
        raise Http404 from None
    if abs(found - today()) > FAR:
        raise Http404
    return found
