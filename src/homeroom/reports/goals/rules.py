"""The rules behind what is said of a goal's work, each with its threshold and its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from homeroom.goals import latency
from homeroom.reports.rules import Rule

VERSION = 1

MINUTES = Rule(
    "goal-minutes",
    gettext_lazy(
        "The minutes of a child's proposed work, with other work that stands in the same days, against the lab minutes "
        "that the goal gives. Under {percent} % of them is called little."
    ),
    {"percent": 50},
)
CONTENT = Rule("goal-content", gettext_lazy("A standard of the goal that no program has a known lesson for."))
MASTERED = Rule(
    "goal-mastered",
    gettext_lazy("A child who is known, by tests or a teacher's word, to master every standard of the goal."),
)
NO_EVIDENCE = Rule(
    "goal-no-evidence",
    gettext_lazy("A child of whom no standard of the goal has a state. A short probe comes first, not remediation."),
)
NOTHING = Rule("goal-nothing", gettext_lazy("A child for whom no work could be chosen, with the reason."))
CHECKS = (MINUTES, CONTENT, MASTERED, NO_EVIDENCE, NOTHING)

SENDING = Rule(
    "goal-sending",
    gettext_lazy("What became of the sending is told as far as the channel knows it, and never as more."),
)
NOT_DONE = Rule(
    "goal-not-done",
    gettext_lazy(
        "Not done is said only where the program's data for these days are complete. Where they are late or missing it "
        "is no evidence."
    ),
)
SUBSTITUTED = Rule(
    "goal-substituted",
    gettext_lazy("Another lesson on the same standard in the same days counts for the goal, and is told apart."),
)
FUNNEL = Rule(
    "goal-funnel",
    gettext_lazy("Each piece of work stands in one column: the furthest it came, or how it ended. A row adds up."),
)
RESULTS = (SENDING, NOT_DONE, SUBSTITUTED, FUNNEL, *latency.RULES)
