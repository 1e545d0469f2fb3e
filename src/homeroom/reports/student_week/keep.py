"""A child's week, kept from one reader to the next until anything it was drawn from is written."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.people.visibility import Scope
from homeroom.reports.kept import Of, kept
from homeroom.reports.student_week.make import student_week
from homeroom.reports.student_week.report import StudentWeek
from homeroom.reports.week import Week


def of(scope: Scope, classes: Sequence[str], week: Week | None, classmates: Sequence[int]) -> Of:
    """What the report is kept under: it names the classes that its reader may know of, and looks at classmates."""
    (number,) = scope.students
    return Of("student week", (str(week or ""), *classes), (number,), tuple(classmates), answers=True)


def kept_week(
    scope: Scope, classes: Sequence[str] = (), week: Week | None = None, classmates: Sequence[int] = ()
) -> StudentWeek:
    named = of(scope, classes, week, classmates)
    return kept(named, StudentWeek, lambda: student_week(scope, classes, week, classmates))
