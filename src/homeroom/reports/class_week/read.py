"""What a class's week is made of: one small query each, over facts that were read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.reports import sql
from homeroom.reports.gathered import Gathered
from homeroom.reports.rules import NOT_MOVING, WINDOW
from homeroom.reports.week import Week


@dataclass(frozen=True)
class Practice:
    student: int
    standard: str
    answers: int
    right: int
    answers_this_week: int
    lessons: int
    passed: int


@dataclass(frozen=True)
class Minutes:
    student: int
    program: str
    definition: str
    this_week: float | None
    so_far: float


@dataclass(frozen=True)
class LessonCounts:
    student: int
    program: str
    tried_this_week: int
    passed_this_week: int
    tried: int
    passed: int
    names_a_standard: bool


@dataclass(frozen=True)
class Result:
    student: int
    program: str
    assessment: str
    objective: str
    method: str
    result: str
    result_kind: str | None
    period: str
    occurred_on: date


@dataclass(frozen=True)
class NotMoving:
    student: int
    standard: str
    answers: int
    right: int
    programs: str
    last_on: date


@dataclass(frozen=True)
class Facts:
    """Everything the facts say of these children for one week."""

    week: Week
    practice: Sequence[Practice]
    minutes: Sequence[Minutes]
    lessons: Sequence[LessonCounts]
    levels: Sequence[Result]
    not_moving: Sequence[NotMoving]
    active: frozenset[int]


def facts(gathered: Gathered, week: Week) -> Facts:
    """The week, and the weeks before it that the rules look at."""
    parameters = {
        "week": week.monday,
        "first": first_day(week),
        "last": week.sunday,
        "enough": NOT_MOVING["answers"],
    }

    def rows[T](name: str, kind: type[T]) -> tuple[T, ...]:
        found = gathered.rows(sql.text(__file__, name), parameters, week.school_year)
        return tuple(kind(*row) for row in found)

    return Facts(
        week=week,
        practice=rows("practice", Practice),
        minutes=rows("minutes", Minutes),
        lessons=rows("lessons", LessonCounts),
        levels=rows("levels", Result),
        not_moving=rows("not_moving", NotMoving),
        active=frozenset(rows("active", int)),
    )


def first_day(week: Week) -> date:
    """The first day of the window that ends with this week."""
    return week.shifted(1 - WINDOW["weeks"]).monday
