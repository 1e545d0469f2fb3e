"""What goals ask of children in one week, beside the plan of their class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from homeroom.goals import plans
from homeroom.goals.models import Goal, GoalStudent

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """By child and leaf standard: weight, and seconds of lab time that the goals ask for in the week."""

    weights: Mapping[int, Mapping[str, float]]
    seconds: Mapping[int, Mapping[str, float]]


def asked(monday: date) -> Asked:
    """Of goals that were sent by then and hold in the week. A goal's minutes are divided evenly over its days."""
    sunday = monday + A_WEEK - timedelta(days=1)
    held = Goal.objects.filter(begins_on__lte=sunday, ends_on__gte=monday, sent_at__date__lte=sunday)
    held = held.filter(Q(ended_at=None) | Q(ended_at__date__gte=monday)).prefetch_related("standards__standard")
    weights: dict[int, dict[str, float]] = {}
    seconds: dict[int, dict[str, float]] = {}
    for goal in held.order_by("pk"):
        shares = plans.shares({one.standard.code: one.weight for one in goal.standards.all()})
        days = (min(goal.ends_on, sunday) - max(goal.begins_on, monday)).days + 1
        part = 60.0 * goal.minutes * days / ((goal.ends_on - goal.begins_on).days + 1)
        for student in GoalStudent.objects.filter(goal=goal).values_list("student", flat=True):
            _add(weights.setdefault(student, {}), shares, 1.0)
            _add(seconds.setdefault(student, {}), shares, part)
    return Asked(weights, seconds)


def _add(to: dict[str, float], shares: Mapping[str, float], times: float) -> None:
    for code, share in shares.items():
        to[code] = to.get(code, 0.0) + share * times
