"""The rules that choose work, with the thresholds that the code uses. Judgement, where no source is named."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from homeroom.mastery.rules import Rule

POLICY = "work 1"
"""The version of these rules, in the log of offers. Raise it when a rule changes."""

AT_A_TIME = Rule(
    "at-a-time",
    gettext_lazy("A child is asked for {most} pieces of work at a time at most, for {each} on one standard."),
    {"most": 10, "each": 3},
)
PROBES = Rule(
    "probes",
    gettext_lazy("To find out what a child knows takes {minutes} minutes at most, and one piece of work."),
    {"minutes": 10},
)
OFFLINE = Rule(
    "offline",
    gettext_lazy("Where no program has work for a standard, {minutes} minutes without one are planned."),
    {"minutes": 15},
)
A_WEEK = Rule(
    "a-week",
    gettext_lazy("Where neither the goal nor the class's plan names minutes, {minutes} minutes a week are planned."),
    {"minutes": 60},
)
STANDARD_MINUTES = Rule(
    "standard-minutes",
    gettext_lazy("Where a program is told a standard and not a lesson, {minutes} minutes are planned for it."),
    {"minutes": 30},
)
STUCK = Rule(
    "stuck",
    gettext_lazy(
        "What does not move, or what a program has stopped by itself, goes to an adult: "
        "{most} standards at a time at most."
    ),
    {"most": 2},
)
GRADES = Rule(
    "grades",
    gettext_lazy("A lesson is made for a grade between the standard's and the child's own, both included."),
)
