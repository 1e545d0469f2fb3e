"""The five steps of setting a goal, as every page of a draft shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.goals.models import Goal

STEPS: Mapping[str, str | Promise] = {
    "goal-aim": gettext_lazy("Goals"),
    "goal-who": gettext_lazy("Who"),
    "goal-work": gettext_lazy("Work"),
    "goal-check": gettext_lazy("Check"),
    "goal-send": gettext_lazy("Send"),
}


@dataclass(frozen=True)
class Stage:
    """One step with its way there; the address of one that can't be opened yet is blank."""

    number: int
    words: str
    address: str
    here: bool


def stages(goal: Goal, here: str) -> list[Stage]:
    """What comes after the goals needs a standard, and what comes after the children a child."""
    aimed = goal.standards.exists()
    peopled = aimed and goal.students.exists()
    opens = (True, aimed, peopled, peopled, peopled)
    return [
        Stage(number, str(words), reverse(route, args=[goal.pk]) if open_ else "", route == here)
        for number, ((route, words), open_) in enumerate(zip(STEPS.items(), opens, strict=True), 1)
    ]


def opens(goal: Goal, route: str) -> bool:
    return next(one for one, name in zip(stages(goal, route), STEPS, strict=True) if name == route).address != ""


def after(goal: Goal, route: str) -> str:
    """The address of the step behind this one."""
    names = list(STEPS)
    return reverse(names[names.index(route) + 1], args=[goal.pk])
