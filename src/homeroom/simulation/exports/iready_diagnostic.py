"""i-Ready Diagnostic, mathematics, once in the second and third week. One child in fifty rushed through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from homeroom.simulation.catalogue import LESSONS, STRANDS
from homeroom.simulation.chance import stream
from homeroom.simulation.exports.sittings import Sitting, closing, sittings
from homeroom.simulation.school import GRADES, SCHOOL
from homeroom.simulation.sheet import Sheet, Style, layout_of
from homeroom.simulation.world import World

WEEKS = range(1, 3)
STRAND_NAMES = tuple(dict.fromkeys(STRANDS.values()))
FIRST_MID, STEP = 370.0, 26.0  # the scale score in the middle of kindergarten's grade level, and a grade's step
POINTS = 95.0  # scale points between nothing and all of a strand mastered
ERROR = 9.0
RUSHED_ONE_IN = 50


def sheets(world: World) -> Iterator[Sheet]:
    random = stream(world.seed, "diagnostic")
    sat = sittings(world, "diagnostic", WEEKS)
    strands = np.stack([_scores(world, sat, name) for name in STRAND_NAMES])
    strands += random.normal(0, ERROR, strands.shape)
    minutes = random.integers(28, 75, len(sat)).tolist()
    rushed = (random.random(len(sat)) < 1 / RUSHED_ONE_IN).tolist()
    yield _sheet(world, sat, np.rint(strands).astype(int), minutes, rushed)


def _scores(world: World, sat: Sequence[Sitting], strand: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A strand's true score: the mean mastery of its standards near the child's grade, on the scale."""
    standards = world.catalogue.standards
    truth = world.life.truth[min(WEEKS.start, len(world.weeks))]
    scores = []
    for sitting in sat:
        grade = sitting.child.grade
        near = [s.index for s in standards if STRANDS[s.domain] == strand and abs(s.grade - grade) <= 1]
        scores.append(_mid(grade) + POINTS * (truth[sitting.child.index, near].mean() - 0.55))
    return np.array(scores)


def _mid(grade: int) -> float:
    return FIRST_MID + STEP * grade


def _sheet(
    world: World,
    sat: Sequence[Sitting],
    strands: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    minutes: Sequence[int],
    rushed: Sequence[bool],
) -> Sheet:
    known = [world.known[LESSONS][sitting.child.index] for sitting in sat]
    grades = [sitting.child.grade for sitting in sat]
    overall = np.rint(strands.mean(axis=0)).astype(int).tolist()
    days = [f"{sitting.day:%m/%d/%Y}" for sitting in sat]
    columns = {
        "Last Name": [one.family for one in known],
        "First Name": [one.given for one in known],
        "Student ID": [one.key for one in known],
        "Student Grade": [GRADES[grade] for grade in grades],
        "Academic Year": ["2026-2027"] * len(sat),
        "School": [SCHOOL.name] * len(sat),
        "Enrolled": ["Enrolled"] * len(sat),
        "Student State ID": [sitting.child.state_id for sitting in sat],
        "User Name": [sitting.child.username for sitting in sat],
        "Start Date": days,
        "Completion Date": days,
        "Norming Window": ["Fall"] * len(sat),
        "Baseline Diagnostic (Y/N)": ["Y"] * len(sat),
        "Most Recent Diagnostic YTD (Y/N)": ["Y"] * len(sat),
        "Duration (min)": [str(count) for count in minutes],
        "Rush Flag": ["Red" if fast else "" for fast in rushed],
        "Overall Scale Score": [str(score) for score in overall],
        "Overall Placement": [placement(score, grade) for score, grade in zip(overall, grades, strict=True)],
        "Overall Relative Placement": [relative(score, grade) for score, grade in zip(overall, grades, strict=True)],
        "Percentile": [_percentile(score, grade) for score, grade in zip(overall, grades, strict=True)],
        "Annual Typical Growth Measure": [str(29 - 3 * grade) for grade in grades],
        "Annual Stretch Growth Measure": [str(42 - 3 * grade) for grade in grades],
        "Mid On Grade Level Scale Score": [str(round(_mid(grade) + 18)) for grade in grades],
    }
    for name, scores in zip(STRAND_NAMES, strands.tolist(), strict=True):
        columns[f"{name} Scale Score"] = [str(score) for score in scores]
        columns[f"{name} Placement"] = [placement(score, grade) for score, grade in zip(scores, grades, strict=True)]
        columns[f"{name} Relative Placement"] = [
            relative(score, grade) for score, grade in zip(scores, grades, strict=True)
        ]
    friday = closing(world, WEEKS)
    file = f"iready_diagnostic_math_{friday.isoformat()}.csv"
    who = [sitting.child.sourced_id for sitting in sat]
    layout = layout_of("iready", "diagnostic", "math_2025")
    return Sheet(file, friday, layout, columns, who, Style(newline="\r\n"))


def placement(score: float, grade: int) -> str:
    """i-Ready's words: `Early 3` within the grade, `Level 2` or `Emerging K` below it."""
    above = score - _mid(grade)
    name = GRADES[grade]
    if above >= 30:
        return f"Late {name}"
    if above >= 18:
        return f"Mid {name}"
    if above >= 0:
        return f"Early {name}"
    below = grade - 1 - int(-above // STEP)
    return f"Level {GRADES[below]}" if below >= 0 else "Emerging K"


def relative(score: float, grade: int) -> str:
    above = score - _mid(grade)
    if above >= 18:
        return "Mid or Above Grade Level"
    if above >= 0:
        return "Early On Grade Level"
    levels = 1 + int(-above // STEP)
    return f"{levels} Grade Level{'s' if levels > 1 else ''} Below" if levels < 3 else "3 or More Grade Levels Below"


def _percentile(score: int, grade: int) -> str:
    share = 1 / (1 + np.exp(-(score - _mid(grade) + 4) / 14))
    return str(int(np.clip(np.rint(100 * share), 1, 99)))
