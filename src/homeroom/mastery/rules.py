"""A rule and its sentence are one object: the threshold the code uses is the one the words name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    Sentence = str | Promise
else:
    Sentence = str  # as one is read back out of a report that was kept: said, in one language


@dataclass(frozen=True)
class Rule:
    """`sentence` has a place for each threshold, so that the two can't drift apart. It comes in the language spoken."""

    id: str
    sentence: Sentence
    thresholds: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.thresholds[name]

    @property
    def words(self) -> str:
        words = str(self.sentence)
        return words.format(**self.thresholds)


MASTERED = Rule(
    "mastered",
    gettext_lazy("Known means that the chance of mastery is {percent} % or more."),
    {"percent": 80},
)
TESTED = Rule(
    "tested",
    gettext_lazy(
        "Tested means that there is as much evidence from the child's own work as {items} ordinary items give."
    ),
    {"items": 5},
)
READY = Rule(
    "ready",
    gettext_lazy(
        "A child is ready for a standard when everything it stands on is known with a chance of {percent} % or more, "
        "or when the child already answers it well."
    ),
    {"percent": 60},
)
PROBE_FIRST = Rule(
    "probe-first",
    gettext_lazy("Where something a standard stands on was not tested yet, a few questions on that come first."),
)
NEAR = Rule(
    "near",
    gettext_lazy(
        "What a goal stands on is offered up to {steps} steps back, and further where the next thing "
        "seems unknown, too."
    ),
    {"steps": 3},
)
NOT_MOVING = Rule(
    "not-moving",
    # A run may be longer than the weeks a table counts; without the last words the two seem to disagree.
    gettext_lazy(
        "Not moving means {answers} or more answers on one standard since the last {right} right in a row, "
        "however long ago that was."
    ),
    {"answers": 10, "right": 3},
)
REST = Rule(
    "rest",
    gettext_lazy("A standard that is not moving rests for {days} days; what it stands on is asked meanwhile."),
    {"days": 14},
)
TRY = Rule(
    "try",
    gettext_lazy(
        "Where what a standard stands on is not moving, up to {answers} answers on the standard itself are tried."
    ),
    {"answers": 3},
)
REVIEW = Rule(
    "review",
    gettext_lazy("A review is due when something known has not been worked on for {days} days."),
    {"days": 28},
)
PINNED = Rule("pinned", gettext_lazy("A teacher has put it first."))
BLOCKED = Rule("blocked", gettext_lazy("A teacher has taken it off the list."))
GROUP = Rule(
    "group",
    gettext_lazy(
        "A small group is {least} to {most} children with one standard that their goals stand on, that they all have "
        "worked on and that each knows with a chance under {percent} %; nothing before it is a known gap."
    ),
    {"least": 3, "most": 6, "percent": 20},
)
STAYS = Rule(
    "stays",
    gettext_lazy(
        "A child stays in the group until the standard is known; a change to another group must be worth "
        "{percent} % more."
    ),
    {"percent": 50},
)
REGROUP = Rule("regroup", gettext_lazy("Groups are drawn anew after {days} days."), {"days": 42})
KEPT = Rule(
    "kept",
    gettext_lazy(
        "A group that you keep runs for {days} days, unless you name another last day, at most {most} days ahead."
    ),
    {"days": REGROUP["days"], "most": 120},
)
ENTERED = Rule(
    "entered",
    gettext_lazy("What was seen in a group can be entered until {days} days after its last day."),
    {"days": 14},
)
UNDO = Rule("undo", gettext_lazy("A change of a group can be undone for {hours} hours."), {"hours": 24})
WORKING_HARD = Rule(
    "working-hard",
    gettext_lazy(
        "Working hard, not moving: {answers} or more answers on one standard since the last {right} right in a row."
    ),
    NOT_MOVING.thresholds,
)
RUSHING = Rule(
    "rushing",
    gettext_lazy(
        "Rushing: at least {fast} of the last {answers} answers took under {percent} % of the item's median time. "
        "Answers without a time, and items with fewer than {timed} timed answers, never count as fast."
    ),
    {"fast": 5, "answers": 20, "percent": 10, "timed": 10},
)
