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
    return Facts(
        week=week,
        practice=_rows(gathered, week, "practice", Practice),
        minutes=minutes(gathered, week),
        lessons=_rows(gathered, week, "lessons", LessonCounts),
        levels=_rows(gathered, week, "levels", Result),
        not_moving=not_moving(gathered, week),
        active=active(gathered, week),
    )


def minutes(gathered: Gathered, week: Week) -> tuple[Minutes, ...]:
    return _rows(gathered, week, "minutes", Minutes)


def not_moving(gathered: Gathered, week: Week) -> tuple[NotMoving, ...]:
    return _rows(gathered, week, "not_moving", NotMoving)


def active(gathered: Gathered, week: Week) -> frozenset[int]:
    """The children with any work in the week."""
    return frozenset(_rows(gathered, week, "active", int))


def _rows[T](gathered: Gathered, week: Week, name: str, kind: type[T]) -> tuple[T, ...]:
    days = {"week": week.monday, "first": first_day(week), "last": week.sunday}
    found = gathered.rows(sql.text(__file__, name), {**days, "enough": NOT_MOVING["answers"]}, week.school_year)
    return tuple(kind(*row) for row in found)


def first_day(week: Week) -> date:
    """The first day of the window that ends with this week."""
    return week.shifted(1 - WINDOW["weeks"]).monday
