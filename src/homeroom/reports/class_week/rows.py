"""One row a child: effort beside result, never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from homeroom.reports.class_week.known import known_cells
from homeroom.reports.class_week.read import Facts, LessonCounts, Minutes, Practice, Result
from homeroom.reports.class_week.report import (
    Cell,
    KnownColumn,
    Lessons,
    Level,
    LevelColumn,
    MinutesColumn,
    Named,
    Row,
    StandardColumn,
)
from homeroom.reports.estimates import Estimates
from homeroom.reports.headline import headline
from homeroom.reports.rules import THIN
from homeroom.reports.values import NO_EVIDENCE, State, Value, known, measured


def rows(
    children: Sequence[Named],
    facts: Facts,
    minutes: Sequence[MinutesColumn],
    standards: Sequence[StandardColumn],
    levels: Sequence[LevelColumn],
    found: Estimates,
    known_standards: Sequence[KnownColumn],
) -> tuple[Row, ...]:
    spent = {(m.student, m.program, m.definition): m for m in facts.minutes}
    practice = {(p.student, p.standard): p for p in facts.practice}
    stuck = {(n.student, n.standard) for n in facts.not_moving}
    lessons = grouped(facts.lessons)
    results = latest(facts.levels)
    return tuple(
        Row(
            child=child,
            worked=child.number in facts.active,
            minutes=tuple(_minutes(spent.get((child.number, m.program, m.definition)), m, True) for m in minutes),
            minutes_so_far=tuple(_minutes(spent.get((child.number, m.program, m.definition)), m) for m in minutes),
            lessons=lessons_this_week(lessons.get(child.number, ())),
            lessons_so_far=lessons_so_far(lessons.get(child.number, ())),
            cells=tuple(cell(practice.get((child.number, s.code)), (child.number, s.code) in stuck) for s in standards),
            levels=tuple(_level(results.get((child.number, c.program, c.assessment, c.objective)), c) for c in levels),
            known=known_cells(found, child.number, known_standards, stuck),
        )
        for child in children
    )


def cell(practice: Practice | None, not_moving: bool) -> Cell:
    """Lessons without single answers give no share, but they are not nothing."""
    if practice is None:
        return Cell(not_moving=not_moving)
    p = practice
    return Cell(share(p.right, p.answers), p.right, p.answers, p.lessons, p.passed, not_moving)


def share(right: int, answers: int) -> Value:
    """The share right, unless there are too few answers to say."""
    if not answers:
        return NO_EVIDENCE
    if answers < THIN["answers"]:
        return Value(State.FEW, right / answers, answers, "share")
    return known(right / answers, answers, "share")


def lessons_this_week(counts: Iterable[LessonCounts]) -> Lessons:
    counts = list(counts)
    return _lessons(sum(c.tried_this_week for c in counts), sum(c.passed_this_week for c in counts))


def lessons_so_far(counts: Iterable[LessonCounts]) -> Lessons:
    counts = list(counts)
    return _lessons(sum(c.tried for c in counts), sum(c.passed for c in counts))


def _lessons(tried: int, passed: int) -> Lessons:
    return Lessons(known(tried, tried), known(passed, tried)) if tried else Lessons()


def _minutes(spent: Minutes | None, column: MinutesColumn, this_week: bool = False) -> Value:
    exact = None if spent is None else spent.this_week if this_week else spent.so_far
    return measured(exact, "minutes", column.definition)


def grouped(lessons: Sequence[LessonCounts]) -> Mapping[int, Sequence[LessonCounts]]:
    out: dict[int, list[LessonCounts]] = {}
    for counts in lessons:
        out.setdefault(counts.student, []).append(counts)
    return out


def latest(results: Sequence[Result]) -> Mapping[tuple[int, str, str, str], Result]:
    """One result a child and part of an assessment: the vendor's headline."""
    found: dict[tuple[int, str, str, str], list[Result]] = {}
    for result in results:
        found.setdefault((result.student, result.program, result.assessment, result.objective), []).append(result)
    return {key: headline(many) for key, many in found.items()}


def _level(result: Result | None, column: LevelColumn) -> Level | None:
    if result is None:
        return None
    apart = result.period and result.period != column.period
    return Level(f"{result.result} ({result.period})" if apart else result.result, result.occurred_on)
