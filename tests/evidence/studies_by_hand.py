"""A study in which all is as it should be; tests spoil one thing at a time."""

from dataclasses import replace
from typing import Any

from homeroom.evidence.attrition import Attrition
from homeroom.evidence.choose import TABLE, Design
from homeroom.evidence.estimate import Estimate, by_student
from homeroom.evidence.verdict import Arm, Findings, Verdict, verdict

SCHOOLS = frozenset({"north", "south", "east"})


def estimate(effect: float, se: float = 0.1, df: float = 20, by: str = "mixed model") -> Estimate:
    return by_student(effect, se, df, by)


SOUND = Findings(
    TABLE[Design.CLASSES],
    new=Arm(12, SCHOOLS),
    old=Arm(12, SCHOOLS),
    primary=estimate(0.5),
    beside=(estimate(0.48, by="CR2"), estimate(0.51, by="class means")),
    baseline=0.02,
    attrition=Attrition(288, 280, 288, 279),
)


def study(**spoiled: Any) -> Findings:
    return replace(SOUND, **spoiled)


def judged(**spoiled: Any) -> Verdict:
    return verdict(study(**spoiled))


def ids(**spoiled: Any) -> list[str]:
    """The rules of everything that is said of it, without `study-`."""
    return [one.rule.id.removeprefix("study-") for one in judged(**spoiled).all]
