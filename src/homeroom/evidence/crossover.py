"""Hand a draw of standards over to goals: online work in the week in which a standard is taught, or in another one.

Every standard gets the same minutes as before; what differs is when. A standard of the new arm is worked on in its own
week. The others change weeks among themselves within what was drawn together, mostly a unit, so that each week of the
class keeps its minutes as nearly as can be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext

from homeroom.evidence import ledger, plan_json
from homeroom.evidence.eligible import parted
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Draw, Study, StudyGoal
from homeroom.evidence.plan_json import StudyPlan
from homeroom.goals.drafts import send_off
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal, UnitPlan
from homeroom.goals.setting import Until, make_goal
from homeroom.people import audit
from homeroom.people.models import Class, User
from homeroom.standards.models import Standard

SCHOOL_WEEK = timedelta(days=4)  # from Monday to Friday


@dataclass(frozen=True)
class Taught:
    """A standard of one class: the week it is taught in, its lab minutes, and whether it is in the new arm."""

    standard: str
    week: date
    minutes: int
    aligned: bool


@dataclass(frozen=True)
class Work:
    """Online work of one class in one week: minutes by standard."""

    school_class: str
    week: date
    minutes: Mapping[str, int]


@dataclass(frozen=True)
class Handed:
    """What was handed over: `goals` by now, `new` by this call, `left_out` what could not be, each with its reason."""

    goals: int
    new: int
    left_out: tuple[str, ...]


def weeks_of_work(taught: Iterable[Taught]) -> dict[str, date]:
    """When the online work of each standard of one stratum is: in its own week, or for the others in another one.

    Each of the others goes to the nearest week that still has minutes given up by one of them; where none has, to the
    nearest. Raises EvidenceError where all is taught in one week: nothing can be out of step.
    """
    told = sorted(taught, key=lambda one: (one.week, one.standard))
    weeks = sorted({one.week for one in told})
    others = [one for one in told if not one.aligned]
    if len(weeks) == 1 and others:
        raise EvidenceError(gettext("It is taught in one week: no work can be in another one."))
    room = Counter[date]()
    for one in others:
        room[one.week] += one.minutes
    found = {one.standard: one.week for one in told if one.aligned}
    for one in others:
        week = _nearest(one.week, weeks, room)
        room[week] -= one.minutes
        found[one.standard] = week
    return found


def _nearest(own: date, weeks: Iterable[date], room: Mapping[date, int]) -> date:
    return max((one for one in weeks if one != own), key=lambda one: (room[one] > 0, -abs(one - own), one))


@transaction.atomic
def hand_over(draw: Draw, by: User, *, send: bool = False) -> Handed:
    """Make the goals of the draw, one a class and week, and send them where asked; what stands already stays.

    Drafts wait for whoever owns the class. Raises EvidenceError for a draw of something else than standards.
    """
    ledger.sound(draw.study)
    if draw.study.unit != Study.Unit.CLASS_STANDARD:
        raise EvidenceError(gettext("Only a draw of standards in classes is handed over to goals."))
    works, left_out = planned(draw)
    new = 0
    for work in works:
        new += _handed(draw, work, by, send, left_out)
    if new:
        audit.did(by, "handed over", ledger.audited(draw), (), f"{new} goals")
    return Handed(draw.goals.count(), new, tuple(left_out))


def planned(draw: Draw) -> tuple[list[Work], list[str]]:
    """Each class's online work week by week, and what is left out. Writes nothing."""
    found: dict[tuple[str, date], Counter[str]] = {}
    left_out: list[str] = []
    for stratum, taught in sorted(_taught(draw, left_out).items()):
        room, unit = parted(stratum)
        try:
            weeks = weeks_of_work(taught)
        except EvidenceError as error:
            left_out.append(f"{room}, {unit or taught[0].standard}: {error}")
            continue
        for one in taught:
            found.setdefault((room, weeks[one.standard]), Counter())[one.standard] += one.minutes
    return [Work(room, week, dict(minutes)) for (room, week), minutes in sorted(found.items())], left_out


def _taught(draw: Draw, left_out: list[str]) -> dict[str, list[Taught]]:
    """What classes' weeks say of the drawn standards, by stratum. Minutes of several weeks count in the first one."""
    plan, arm_of = plan_json.load(draw.plan.text), json.loads(draw.result)
    new = next(arm.name for arm in plan.arms if arm.new)
    found: dict[str, list[Taught]] = {}
    for key, stratum, _ in json.loads(draw.eligible):
        if key not in arm_of:
            continue
        weeks = _weeks(key, plan)
        minutes = sum(one for _, one in weeks)
        if minutes:
            one = Taught(parted(key)[1], weeks[0][0], minutes, arm_of[key] == new)
            found.setdefault(stratum, []).append(one)
        else:
            left_out.append(gettext("%(key)s: the class's weeks plan no lab time for it.") % {"key": key})
    return found


def _weeks(key: str, plan: StudyPlan) -> list[tuple[date, int]]:
    """The weeks in which the class is to be taught the standard in these units, with their lab minutes."""
    room, code = parted(key)
    rows = UnitPlan.objects.filter(school_class__sourced_id=room, standard__code=code, unit__code__in=plan.units)
    taken = rows.exclude(state__in=[UnitPlan.State.MOVED, UnitPlan.State.SKIPPED])
    return list(taken.order_by("week", "pk").values_list("week", "minutes"))


def _handed(draw: Draw, work: Work, by: User, send: bool, left_out: list[str]) -> int:
    there = {"draw": draw, "school_class": work.school_class, "week": work.week}
    if StudyGoal.objects.filter(**there).exists():
        return 0
    try:
        with transaction.atomic():
            goal = _goal(work, by)
            if send:
                send_off(by, goal)
    except GoalsError as error:
        left_out.append(f"{work.school_class}, {work.week}: {error}")
        return 0
    StudyGoal.objects.create(**there, goal=goal, minutes=sum(work.minutes.values()))
    return 1


def _goal(work: Work, by: User) -> Goal:
    """Its minutes are asked for, each standard with its part of them. The title says what, and not in which arm."""
    known = {one.code: one for one in Standard.objects.filter(code__in=work.minutes).order_by("-pk")}
    weights = {known[code]: float(minutes) for code, minutes in sorted(work.minutes.items())}
    until = Until(criterion=Goal.Criterion.MINUTES, minutes=sum(work.minutes.values()))
    group = Class.objects.get(sourced_id=work.school_class)
    return make_goal(by, group, weights, work.week, work.week + SCHOOL_WEEK, until=until)
