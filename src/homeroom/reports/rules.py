"""The rules behind every flag: the threshold the code uses and the sentence the page shows come from one object."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from homeroom.mastery import rules as mastery_rules
from homeroom.mastery.state import ENOUGH, STEPS
from homeroom.reports.values import percent

VERSION = 2


Rule = mastery_rules.Rule

WINDOW = Rule(
    "window",
    gettext_lazy("Right answers are counted over the last {weeks} weeks, all programs together."),
    {"weeks": 4},
)
THIN = Rule(
    "thin", gettext_lazy("With fewer than {answers} answers we show “?”: too few to say anything."), {"answers": 5}
)
NOT_MOVING = mastery_rules.NOT_MOVING
SMALL_GROUP = Rule(
    "small-group",
    gettext_lazy("A small group is {least} to {most} children who are not moving on the same standard."),
    {"least": 2, "most": 6},
)
RETEACH = Rule(
    "reteach",
    gettext_lazy(
        "At least half of the class has {answers} or more answers on it in four weeks, and under {percent} % are right."
    ),
    {"answers": 5, "percent": 50},
)
TOO_MANY = Rule(
    "too-many",
    gettext_lazy("More than {most} children are not moving on the same standard: too many for one small group."),
    {"most": SMALL_GROUP["most"]},
)
EMPTY_WEEK = Rule(
    "empty-week",
    gettext_lazy(
        "More than {percent} % of the class has no work in the week: that is about the week, not about single children."
    ),
    {"percent": 50},
)
NO_WORK = Rule(
    "no-work",
    gettext_lazy(
        "No work seen in the week, though every program's data reach day {school_day} of the school week or later."
    ),
    {"school_day": 3},
)
LATE = Rule(
    "late",
    gettext_lazy(
        "The newest work we hold is more than {grace} school day older than the program's schedule says it should be."
    ),
    {"grace": 1},
)
MINUTES = Rule(
    "minutes", gettext_lazy("Each program counts minutes in its own way, so minutes are never added across programs.")
)

ON_PLAN = Rule(
    "on-plan",
    gettext_lazy(
        "Minutes count as each program counts them. Where it is not sure what a lesson works on, that is drawn by "
        "chance many times: nine times out of ten, weeks like this one lie in the range. A repaired gap is work on "
        "something that the unit stands on, up to {steps} steps back, and that the child did not know that Monday. "
        "Told from {lessons} different lessons on, if a person or their maker says for at least {percent} % of the "
        "minutes what they work on. It says what children worked on, not whether it helped: it is no target."
    ),
    {"lessons": 20, "percent": 20, "steps": mastery_rules.NEAR["steps"]},
)
STATES = Rule(
    "states",
    gettext_lazy(
        "What a child knows is a chance, worked out each night from answers, lessons, scores, claims and what teachers "
        "saw, of all programs together: not yet is under {low} %, getting there under {middle} %, nearly there under "
        "{high} %, mastered {high} % or more. With less evidence than {enough} answers give, no state is told. "
        "A state that a teacher sets is shown before the estimate."
    ),
    {**dict(zip(("low", "middle", "high"), map(percent, STEPS), strict=True)), "enough": round(ENOUGH)},
)

ALL = (
    WINDOW,
    THIN,
    STATES,
    NOT_MOVING,
    SMALL_GROUP,
    TOO_MANY,
    RETEACH,
    NO_WORK,
    EMPTY_WEEK,
    LATE,
    MINUTES,
    ON_PLAN,
    mastery_rules.RUSHING,
)
