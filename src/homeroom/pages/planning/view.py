"""What plans are made from: what is there, what is missing, what can't be used, what has changed since?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.pages.access import for_planners
from homeroom.pages.planning import words
from homeroom.pages.planning.asked import KINDS
from homeroom.pages.schools import school_of
from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.reports.values import plain_day
from homeroom.rotation.block.instance import from_json
from homeroom.rotation.gather.notes import Note
from homeroom.rotation.inputs import gathered
from homeroom.rotation.left import differences
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.plan_models import State
from homeroom.rotation.ready import Step, steps


@dataclass(frozen=True)
class Row:
    """A table with its place in the order to begin in."""

    step: Step
    told: words.Told


@for_planners
def planning(request: HttpRequest, number: int) -> HttpResponse:
    """It names no child: where something is about children, it says how many."""
    school = school_of(request, number, KINDS)
    found = steps(school)
    missing = [words for step in found for words in step.missing]
    context = {
        "school": school,
        "rows": [Row(step, words.TABLES[step.table]) for step in found],
        "missing": missing,
        "week": {} if missing else _week(school),
    }
    return render(request, "planning/page.html", context)


def _week(school: School) -> Mapping[str, Any]:
    """The newest plan's week, or this one: what can't be used in it, and what is no longer as it was planned from."""
    plan = BlockPlan.objects.filter(school=school).exclude(state=State.ENDED).order_by("-week", "-version").first()
    monday = plan.week if plan else _monday(today())
    now = gathered(school, monday)
    return {
        "words": plain_day(monday),
        "plan": plan,
        "unused": now.notes,
        "changed": _changed(plan, now.instance) if plan and plan.instance else [],
    }


def _changed(plan: BlockPlan, now: Any) -> Sequence[Note]:
    return differences(from_json(json.dumps(plan.instance).encode()), now)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
