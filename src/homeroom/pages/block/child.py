"""Why is this child here? What if it were elsewhere? And a teacher's say: keep the place, or object to it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planned_form, reader
from homeroom.pages.block.asked import PLANNED, TEACHERS, child_of, plan_of, plans_at, saw, seen_of
from homeroom.people.models import Student, User
from homeroom.reports.rotation.block import of_child
from homeroom.reports.rotation.block.of_child import child_block
from homeroom.reports.values import short_day
from homeroom.reports.week import Week
from homeroom.rotation import disagree, drafts, elsewhere
from homeroom.rotation.block.board import Facts
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Placement
from homeroom.rotation.plan_models import State
from homeroom.rotation.what_if import what_if

NEWS = ("keep", "lock", "unlock", "object")


@for_planned_form
def block_child(request: HttpRequest, number: int, plan: int, student: int) -> HttpResponseBase:
    kept, child = plan_of(request, number, plan, PLANNED), child_of(request, student)
    wrong = ""
    if request.method == "POST":
        try:
            return redirect(_done(request, kept, child))
        except RotationError as why:
            wrong = str(why)
    allowed = seen_of(request, kept.school, kept)
    report = child_block(kept, child, allowed, _slot(request), request.GET.get("to", ""))
    saw(request, kept, allowed, report.children, "block child page")
    context = {
        "report": report,
        "week": str(Week(kept.week)),
        "lines": [(line, short_day(line.day)) for line in report.lines],
        "plans": plans_at(request, kept.school_id),
        "says": plans_at(request, kept.school_id, TEACHERS),
        "longest": disagree.LONGEST,
        "wrong": wrong,
        "news": request.GET.get("news", ""),
    }
    return render(request, "block/child.html", context, status=409 if wrong else 200)


def _slot(request: HttpRequest) -> int | None:
    """`?session=3`: which session of the week is asked about, counted from 0."""
    told = request.GET.get("session", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else None


def _done(request: HttpRequest, kept: BlockPlan, child: Student) -> str:
    """Do what was asked; returns where to go."""
    by, act, slot = reader(request), request.POST.get("act", ""), _slot(request)
    may = plans_at(request, kept.school_id, TEACHERS)
    if act == "keep" and plans_at(request, kept.school_id):
        kept = _kept(by, kept, child, slot, request)
    elif act == "object" and may:
        disagree.object_to(by, _placement(kept, child, slot), request.POST.get("reason", ""))
    elif act == "lock" and may:
        disagree.lock(by, _placement(kept, child, slot))
    elif act == "unlock" and may:
        _unlocked(by, kept, child, slot)
    else:
        act = ""
    here = reverse("block-child", args=[kept.school_id, kept.pk, child.pk])
    asked = f"?session={slot}" if slot is not None else "?"
    return f"{here}{asked}&news={act}" if act in NEWS else f"{here}{asked}"


@transaction.atomic
def _kept(by: User, kept: BlockPlan, child: Student, slot: int | None, request: HttpRequest) -> BlockPlan:
    """Put everybody where the page has shown them: in this draft, or in a new one where this is none any more."""
    known = elsewhere.known(Facts(drafts.instance_of(kept)), drafts.read(kept))
    asked = of_child.place_of(known, child.pk, -1 if slot is None else slot, request.POST.get("to", ""))
    found = what_if(known, asked) if asked else None
    if found is None or of_child.shown(found) != request.POST.get("shown"):
        raise RotationError(gettext("The plan has changed since you opened the page. Look at it again."))
    draft = kept if kept.state == State.DRAFT else drafts.copy(kept, by)
    for place in found.moved:
        drafts.put(draft, place, by)
    return draft


def _placement(kept: BlockPlan, child: Student, slot: int | None) -> Placement:
    day, session = _when(kept, slot)
    found = Placement.objects.filter(plan=kept, student=child, day=day, session=session).first()
    if found is None:
        raise RotationError(gettext("The child has no place in this session."))
    return found


def _unlocked(by: User, kept: BlockPlan, child: Student, slot: int | None) -> None:
    held = disagree.locked(child, *_when(kept, slot))
    if held is None:
        raise RotationError(gettext("Nobody has decided this session beforehand."))
    disagree.unlock(by, held)


def _when(kept: BlockPlan, slot: int | None) -> tuple[date, int]:
    slots = drafts.instance_of(kept).slots
    if slot is None or slot not in range(len(slots)):
        raise RotationError(gettext("Choose a session of the week."))
    return slots[slot].on, slots[slot].session
