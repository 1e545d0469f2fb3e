"""What each class is taught, week by week, and who is at school on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from homeroom.simulation.calendar import Week, days_of
from homeroom.simulation.catalogue import FORGE, FORGE_GRADES, LESSONS, TRAIL, Catalogue
from homeroom.simulation.school import GRADES, Child

NONE = -1
PRESENT = 0.955
SKIPS_WEEK = 0.015
PROGRAMS = (TRAIL, FORGE, LESSONS)


@dataclass(frozen=True)
class Plan:
    """`focus[program][child, week]` is the standard in hand, or -1 where the program does not serve the grade."""

    focus: dict[str, NDArray[np.int64]]

    def of(self, program: str) -> NDArray[np.int64]:
        return self.focus[program]


def make(children: Sequence[Child], weeks: Sequence[Week], catalogue: Catalogue) -> Plan:
    grades = [child.grade for child in children]
    trail = np.array([_trail(catalogue, grade, weeks) for grade in range(len(GRADES))])
    forge = np.array([_forge(catalogue, grade, weeks) for grade in range(len(GRADES))])
    return Plan({TRAIL: trail[grades], FORGE: forge[grades]})


def focus_of(plan: Plan, week: int) -> dict[int, list[int]]:
    """For each child the standards that its class is taught in a week."""
    columns = [plan.of(program)[:, week].tolist() for program in (TRAIL, FORGE)]
    return {child: [one for one in taught if one != NONE] for child, taught in enumerate(zip(*columns, strict=True))}


def present(random: Generator, children: Sequence[Child], weeks: Sequence[Week]) -> NDArray[np.bool_]:
    """Which child is there on which school day: enrolled, and not absent."""
    days = days_of(weeks)
    there = np.array([[child.there(day) for day in days] for child in children])
    return there & (random.random(there.shape) < PRESENT)


def skips(random: Generator, children: Sequence[Child], weeks: Sequence[Week]) -> dict[str, NDArray[np.bool_]]:
    """Weeks in which a child does nothing in a program. In the last week each class has one such child or two."""
    skipped = {}
    for place, program in enumerate(PROGRAMS):
        skipped[program] = random.random((len(children), len(weeks))) < SKIPS_WEEK
        skipped[program][np.arange(len(children)) % 24 == 7 + 4 * place, -1] = True
    return skipped


def _trail(catalogue: Catalogue, grade: int, weeks: Sequence[Week]) -> list[int]:
    """One standard a week, in the order they are taught."""
    taught = catalogue.of_grade(grade, fractions=False)
    return [taught[week.number % len(taught)] for week in weeks]


def _forge(catalogue: Catalogue, grade: int, weeks: Sequence[Week]) -> list[int]:
    """One standard of fractions in two weeks."""
    taught = catalogue.of_grade(grade, fractions=True) if grade in FORGE_GRADES else []
    return [taught[week.number // 2 % len(taught)] if taught else NONE for week in weeks]
