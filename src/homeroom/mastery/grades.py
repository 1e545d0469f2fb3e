"""Which standards a child of a grade is expected to work on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from homeroom.people.grades import grade_code
from homeroom.people.models import Student
from homeroom.standards import ccss
from homeroom.standards.models import Standard

YEARS = 2  # the child's own grade and the one before


def expected(students: Sequence[Hashable], standards: Sequence[str]) -> NDArray[np.bool_]:
    """Children × standards: those of the child's grade and of the grade before. Nothing where the grade is unknown."""
    years = behind(students, standards)
    wanted: NDArray[np.bool_] = (years >= 0) & (years < YEARS)
    return wanted


def goals(students: Sequence[Hashable], standards: Sequence[str]) -> NDArray[np.bool_]:
    """Children × standards: those of the child's own grade."""
    own: NDArray[np.bool_] = behind(students, standards) == 0
    return own


def grade_of_standards() -> Mapping[str, float]:
    """The number of each standard's grade, NaN where it has none that is known."""
    told = {code.code: code.grade for code in ccss.read().codes}
    told |= dict(Standard.objects.values_list("code", "grade"))
    return {code: _number(grade) for code, grade in told.items()}


def behind(students: Sequence[Hashable], standards: Sequence[str]) -> NDArray[np.float64]:
    """How many years each standard lies behind the child's grade; NaN where one of the two is unknown."""
    grade_of = grade_of_standards()
    of_standards = np.array([grade_of.get(code, np.nan) for code in standards], dtype=np.float64)
    told: dict[Hashable, str] = dict(Student.objects.filter(pk__in=list(students)).values_list("pk", "grade"))
    grades = {student: _number(grade) for student, grade in told.items()}
    of_children = np.array([grades.get(student, np.nan) for student in students], dtype=np.float64)
    years: NDArray[np.float64] = of_children[:, None] - of_standards[None, :]
    return years


def _number(grade: str) -> float:
    """0 for kindergarten, then the grade; NaN for what has no place among them."""
    code = grade_code(grade)
    if code == "KG":
        return 0.0
    return float(code) if code is not None and code.isdigit() else float("nan")
