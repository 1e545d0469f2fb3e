"""The demonstration's three studies: a sound crossover, a pilot too small to tell, and groups that nobody drew.

All three end in the eighth week of the made-up school. What truly happened stands here; no page tells it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from homeroom.evidence.plan_json import Measure, PlanArm, StudyPlan, Window
from homeroom.evidence.study_models import Study
from homeroom.simulation.chance import stream
from homeroom.simulation.school import GRADES, SCHOOL, School
from homeroom.simulation.sheet import Sheet
from homeroom.simulation.studies import check_items, pilots, sittings
from homeroom.simulation.studies.crossovers import Crossover
from homeroom.simulation.studies.pilots import Pilot

WEEKS = 8  # a shorter year has no study
BEGINS, ENDS, TESTED = date(2026, 8, 31), date(2026, 10, 16), date(2026, 10, 21)
OUTCOMES = (date(2026, 10, 19), date(2026, 10, 23))
BASELINE = (date(2026, 9, 14), date(2026, 9, 25))
AFTER_BASELINE = date(2026, 9, 28)
UNITS = {
    "3.OA.A": ("3.OA.A.1", "3.OA.A.2", "3.OA.A.3", "3.OA.A.4"),
    "3.OA.B": ("3.OA.B.5", "3.OA.B.6"),
    "3.OA.C": ("3.OA.C.7",),
    "3.NF.A": ("3.NF.A.1", "3.NF.A.2", "3.NF.A.3"),
}
CHECKS = Measure("checks", "edfi", check_items.ASSESSMENT, check_items.METHOD, "points", least=0, most=20)
READING = Measure("reading", "star", "Star Reading", "ScaledScore", "scaled", least=0, most=1400)
MISSING = "children without an outcome are left out, and bounds stand beside it"


@dataclass(frozen=True)
class Story:
    """A plan, the day on which its arms are drawn or found, and what is true of it."""

    plan: StudyPlan
    on: date
    truth: Crossover | Pilot

    @property
    def seed(self) -> str:
        return f"{self.plan.study}, drawn before the class"


def stories(school: School) -> tuple[Story, ...]:
    """None for a school that is too small for them."""
    of = {grade: [one.sourced_id for one in school.classes if GRADES[one.grade] == grade] for grade in GRADES}
    if min(len(of["3"]), len(of["4"])) < 4 or min(len(of["1"]), len(of["2"]), len(of["5"])) < 3:
        return ()
    ahead = Story(
        # Five classes an arm: the minutes of fewer teachers are not told.
        _carts([*of["5"][:3], of["2"][0], of["3"][0]], [*of["2"][1:3], *of["1"][:3]]),
        AFTER_BASELINE,
        Pilot(5, 5, hidden=0.8),
    )
    return (
        Story(_aligned(of["3"][:4]), BEGINS, Crossover(4, effect=0.6, cell=0.03, lost=0.03)),
        Story(_flex(of["4"][:4]), AFTER_BASELINE, Pilot(2, 2, effect=0.1, spread=0.2, lost=0.02)),
        ahead,
    )


def _aligned(rooms: Sequence[str]) -> StudyPlan:
    return StudyPlan(
        "aligned-work",
        "Do children learn a standard faster when its online work comes in the week of class teaching?",
        Study.Kind.CROSSOVER,
        Study.Unit.CLASS_STANDARD,
        (PlanArm("aligned", new=True), PlanArm("other weeks")),
        tuple(rooms),
        (SCHOOL.sourced_id,),
        units=tuple(UNITS),
        begins_on=BEGINS,
        ends_on=ENDS,
        measures=(CHECKS,),
        primary=Window("checks", *OUTCOMES, "mathematics"),
        smallest_effect=0.2,
        equivalence_band=0.1,
        missing_data=MISSING,
    )


def _flex(rooms: Sequence[str]) -> StudyPlan:
    return StudyPlan(
        "flex-rooms",
        "Do children of open-space flex rooms read better than those who rotate?",
        Study.Kind.PILOT,
        Study.Unit.CLASS,
        (PlanArm("flex", new=True), PlanArm("rotation")),
        tuple(rooms),
        (SCHOOL.sourced_id,),
        begins_on=AFTER_BASELINE,
        ends_on=ENDS,
        measures=(READING,),
        baseline=Window("reading", *BASELINE),
        primary=Window("reading", *OUTCOMES, "reading"),
        smallest_effect=0.25,
        missing_data=MISSING,
    )


def _carts(new: Sequence[str], old: Sequence[str]) -> StudyPlan:
    return StudyPlan(
        "tablet-carts",
        "Do classes whose teachers asked for tablet carts read better?",
        Study.Kind.REVIEW,
        Study.Unit.CLASS,
        (PlanArm("carts", new=True, classes=tuple(new)), PlanArm("no carts", classes=tuple(old))),
        sites=(SCHOOL.sourced_id,),
        by_lot=False,
        begins_on=AFTER_BASELINE,
        ends_on=ENDS,
        measures=(READING,),
        baseline=Window("reading", *BASELINE),
        primary=Window("reading", *OUTCOMES, "reading"),
        smallest_effect=0.25,
        missing_data=MISSING,
    )


def sheets(
    school: School, reading: NDArray[np.float64], arms: Sequence[tuple[Story, Mapping[str, str]]]
) -> list[Sheet]:
    """What was measured in the eighth week, where each study's draw is known: the arm of each key that was drawn."""
    found, readings = [], dict[int, float]()
    for story, arm_of in arms:
        new = {key for key, arm in arm_of.items() if arm == next(one.name for one in story.plan.arms if one.new)}
        if isinstance(story.truth, Crossover):
            found.append(_checked(school, story.plan, story.truth, new))
        else:
            readings |= _read(school, reading, story.plan, story.truth, new)
    return [*found, sittings.sheet(school, sittings.Sat(TESTED, "October", readings), 1)]


def _checked(school: School, plan: StudyPlan, truth: Crossover, new: set[str]) -> Sheet:
    units = {code: unit for unit, codes in UNITS.items() for code in codes}
    aligned = {(room, code) for key in new for room, _, code in [key.rpartition(" | ")]}
    return check_items.sheet(school, truth, check_items.Drawn(plan.classes, units, aligned), TESTED, 1)


def _read(
    school: School, reading: NDArray[np.float64], plan: StudyPlan, truth: Pilot, new: set[str]
) -> dict[int, float]:
    """By a child's index, of those who are there on the day; each class counts within its own grade."""
    rooms = [one for one in school.classes if one.sourced_id in plan.named]
    inside = [one for one in school.children if one.home in [room.index for room in rooms] and one.there(TESTED)]
    became = pilots.went_on(
        truth,
        reading[[one.index for one in inside]],
        np.array([[room.index for room in rooms].index(one.home) for one in inside]),
        np.array([room.sourced_id in new for room in rooms]),
        np.zeros(len(rooms), np.int64),
        stream(1, plan.study),
    )
    return {one.index: float(after) for one, after in zip(inside, became.after, strict=True) if np.isfinite(after)}
