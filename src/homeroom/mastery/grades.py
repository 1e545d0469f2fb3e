"""Which standards a child of a grade is expected to work on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from homeroom.people.grades import grade_code
from homeroom.people.models import Student
from homeroom.standards.models import Standard

YEARS = 2  # the child's own grade and the one before


def expected(students: Sequence[Hashable], standards: Sequence[str]) -> NDArray[np.bool_]:
    """Children × standards: those of the child's grade and of the grade before. Nothing where the grade is unknown."""
    grade_of = {code: _number(grade) for code, grade in Standard.objects.values_list("code", "grade")}
    of_standards = np.array([grade_of.get(code, np.nan) for code in standards], dtype=np.float64)
    told: dict[Hashable, str] = dict(Student.objects.filter(pk__in=list(students)).values_list("pk", "grade"))
    grades = {student: _number(grade) for student, grade in told.items()}
    of_children = np.array([grades.get(student, np.nan) for student in students], dtype=np.float64)
    behind = of_children[:, None] - of_standards[None, :]
    wanted: NDArray[np.bool_] = (behind >= 0) & (behind < YEARS)
    return wanted


def _number(grade: str) -> float:
    """0 for kindergarten, then the grade; NaN for what has no place among them."""
    code = grade_code(grade)
    if code == "KG":
        return 0.0
    return float(code) if code is not None and code.isdigit() else float("nan")
