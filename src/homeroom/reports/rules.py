"""The rules behind every flag: the threshold the code uses and the sentence the page shows come from one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VERSION = 1


@dataclass(frozen=True)
class Rule:
    """`sentence` has a place for each threshold, so that the two can't drift apart."""

    id: str
    sentence: str
    thresholds: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.thresholds[name]

    @property
    def words(self) -> str:
        return self.sentence.format(**self.thresholds)


WINDOW = Rule("window", "Right answers are counted over the last {weeks} weeks, all programs together.", {"weeks": 4})
THIN = Rule("thin", "With fewer than {answers} answers we show “?”: too few to say anything.", {"answers": 5})
BANDS = Rule(
    "bands",
    "The colour is the share right: under {low} %, {low} to under {middle} %, {middle} to under {high} %, "
    "{high} % or more. It is not yet an estimate of mastery.",
    {"low": 50, "middle": 70, "high": 85},
)
NOT_MOVING = Rule(
    "not-moving",
    "Not moving: {answers} or more answers on one standard since the last {right} right in a row.",
    {"answers": 10, "right": 3},
)
SMALL_GROUP = Rule(
    "small-group",
    "A small group is {least} to {most} children who are not moving on the same standard.",
    {"least": 2, "most": 6},
)
RETEACH = Rule(
    "reteach",
    "At least half of the class has {answers} or more answers on the standard in the last four weeks, "
    "and under {percent} % of all its answers are right; or more than {most} children are not moving on it.",
    {"answers": 5, "percent": 50, "most": 6},
)
NO_WORK = Rule(
    "no-work",
    "No work seen this week in any program, though the data reach the {school_day}rd school day of the week or later.",
    {"school_day": 3},
)
LATE = Rule(
    "late",
    "Late: the newest work we hold for this class is older than the program's own schedule says it should be. "
    "Weekends do not count; holidays are not known yet.",
)
MINUTES = Rule("minutes", "Each program counts minutes in its own way, so minutes are never added across programs.")

ALL = (WINDOW, THIN, BANDS, NOT_MOVING, SMALL_GROUP, RETEACH, NO_WORK, LATE, MINUTES)


def band(share: float) -> int:
    """Which of the four bands a share right falls in, 1 (low) to 4 (high)."""
    return 1 + sum(100 * share >= BANDS[name] for name in ("low", "middle", "high"))
