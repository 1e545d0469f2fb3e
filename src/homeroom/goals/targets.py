"""What the goals that run today weigh for each child, so that next steps and groups follow them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from homeroom.goals.models import Goal, GoalStandard
from homeroom.people.clock import today

# Judgement. A standard of the grade weighs 1, and with all that stands on it up to 17 in the K-5 graph; of a goal's
# weight a third is left three steps before it. So what a goal needs comes before all else, and the grade's standards
# follow where the goal leaves room.
A_GOAL = 50.0


def running(day: date) -> QuerySet[Goal]:
    """Goals that were sent, hold the day, and were not ended."""
    return Goal.objects.filter(sent_at__isnull=False, ended_at=None, begins_on__lte=day, ends_on__gte=day)


def weights(students: Sequence[Hashable], standards: Sequence[str]) -> NDArray[np.float64]:
    """Children × standards: what each goal weighs, 0 where none does; of several goals the heaviest counts.

    A goal's standards weigh `A_GOAL` on average, each by its part of the goal.
    """
    found = np.zeros((len(students), len(standards)))
    row_of = {student: row for row, student in enumerate(students)}
    place_of = {code: place for place, code in enumerate(standards)}
    goals = running(today())
    parts = _parts(goals)
    for student, goal in goals.filter(students__student__in=list(row_of)).values_list("students__student", "pk"):
        for code, weight in parts.get(goal, ()):
            if student in row_of and code in place_of:
                cell = row_of[student], place_of[code]
                found[cell] = max(found[cell], A_GOAL * weight)
    return found


def _parts(goals: QuerySet[Goal]) -> dict[int, list[tuple[str, float]]]:
    """Each goal's standards, with weights that are 1 on average."""
    found: dict[int, list[tuple[str, float]]] = {}
    rows = GoalStandard.objects.filter(goal__in=goals).order_by("goal", "pk")
    for goal, code, weight in rows.values_list("goal", "standard__code", "weight"):
        found.setdefault(goal, []).append((code, weight))
    means = {goal: sum(weight for _, weight in parts) / len(parts) for goal, parts in found.items()}
    return {goal: [(code, weight / means[goal]) for code, weight in parts] for goal, parts in found.items()}
