"""What each simulated class is to be taught, in units: the same weeks that its children really live through."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from itertools import groupby

from homeroom.simulation.catalogue import Catalogue, Standard
from homeroom.simulation.school import GRADES

WEEKS_OF_FRACTIONS = 2  # a standard of fractions takes so long, any other one week


@dataclass(frozen=True)
class PlannedUnit:
    """One cluster as a unit. `weeks` names for each of its weeks the standard that is taught."""

    code: str
    title: str
    grade: str
    weeks: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """A unit in a class's year: in which week it begins, counted from 0."""

    unit: PlannedUnit
    first_week: int


def units(catalogue: Catalogue) -> tuple[PlannedUnit, ...]:
    """All units, grade by grade in the order they are taught; fractions run beside the others."""
    return tuple(
        unit
        for grade in range(len(GRADES))
        for fractions in (False, True)
        for unit in _units(catalogue, grade, fractions)
    )


def year(catalogue: Catalogue, grade: int, weeks: int) -> tuple[Lesson, ...]:
    """The units of a grade that begin in its first weeks, begun again once all are over."""
    found = [lesson for fractions in (False, True) for lesson in _year(catalogue, grade, fractions, weeks)]
    return tuple(sorted(found, key=lambda lesson: lesson.first_week))


def _year(catalogue: Catalogue, grade: int, fractions: bool, weeks: int) -> Iterator[Lesson]:
    own, week = _units(catalogue, grade, fractions), 0
    while own and week < weeks:
        for unit in own:
            if week < weeks:
                yield Lesson(unit, week)
            week += len(unit.weeks)


def _units(catalogue: Catalogue, grade: int, fractions: bool) -> Sequence[PlannedUnit]:
    taught = [catalogue.standards[place] for place in catalogue.of_grade(grade, fractions=fractions)]
    return [_unit(cluster, list(held)) for cluster, held in groupby(taught, _cluster)]


def _unit(cluster: str, held: Sequence[Standard]) -> PlannedUnit:
    each = WEEKS_OF_FRACTIONS if held[0].domain == "NF" else 1
    weeks = tuple(standard.code for standard in held for _ in range(each))
    return PlannedUnit(cluster, _titles()[cluster], GRADES[held[0].grade], weeks)


def _cluster(standard: Standard) -> str:
    return standard.code.rpartition(".")[0]


@cache
def _titles() -> dict[str, str]:
    text = (resources.files("homeroom.simulation") / "units.csv").read_text("utf-8")
    return {row["cluster"]: row["title"] for row in csv.DictReader(StringIO(text))}
