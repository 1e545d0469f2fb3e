"""Put the report of one child's week together, out of the same queries as the class's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from homeroom.facts import store
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import Student
from homeroom.people.visibility import Scope
from homeroom.reports import sql
from homeroom.reports.class_week import columns, read
from homeroom.reports.class_week.read import Facts, NotMoving, Result
from homeroom.reports.class_week.report import Cell, Named
from homeroom.reports.class_week.rows import cell, grouped, lessons_so_far, lessons_this_week
from homeroom.reports.freshness import Freshness
from homeroom.reports.gathered import Gathered
from homeroom.reports.headline import headline, score
from homeroom.reports.rules import VERSION, band
from homeroom.reports.seen import Reach, program_name, reach
from homeroom.reports.student_week.report import (
    Claim,
    Contradiction,
    Day,
    Effort,
    LessonEffort,
    LevelResult,
    StandardResult,
    StudentWeek,
    TimelineRow,
)
from homeroom.reports.values import State, answers, listed, measured, shown, week_said
from homeroom.reports.week import Week
from homeroom.standards.models import ContentItem

TIMELINE_DAYS = 30


@dataclass(frozen=True)
class Span:
    """The child and the days a query looks at."""

    child: int
    first: date
    last: date
    version: int


def student_week(
    scope: Scope, classes: Sequence[str] = (), week: Week | None = None, classmates: Sequence[int] = ()
) -> StudentWeek:
    """The report of the one child in `scope`; `classes` are those the reader may know of.

    Whether a feed is late shows in the facts of the `classmates`, too: a child who does nothing makes no feed late.
    """
    (number,) = scope.students
    student = Student.objects.get(pk=number)
    version = store.current()
    with Gathered([number], version) as gathered:
        school = _school(number, scope.on)
        found = reach(gathered, scope.on, school)
        chosen = week or found.week(scope.on)
        facts = read.facts(gathered, chosen)
    feeds = _feeds([number, *classmates], scope.on, version, school) if classmates else found.freshness
    last = min(chosen.sunday, scope.on)
    span = Span(number, last - timedelta(days=TIMELINE_DAYS - 1), last, version)
    return StudentWeek(
        child=Named(number, student.name),
        grade=student.grade,
        classes=tuple(classes),
        week=chosen,
        lead=_lead(found, facts, asked=week is not None, today=scope.on),
        freshness=feeds,
        effort=tuple(_effort(facts)),
        lessons=tuple(_lessons(number, facts)),
        standards=tuple(_standards(facts)),
        levels=tuple(_levels(facts)),
        claims=_claims(span),
        contradictions=_contradictions(span),
        timeline_days=tuple(span.first + timedelta(days=at) for at in range(TIMELINE_DAYS)),
        timeline=_timeline(span),
        notes=tuple(_notes(feeds)),
        drawn_from={"facts": version, "rules": VERSION},
    )


def _feeds(students: Sequence[int], today: date, version: int, school: int | None) -> tuple[Freshness, ...]:
    with Gathered(students, version) as gathered:
        return reach(gathered, today, school).freshness


def _school(student: int, on: date) -> int | None:
    """The school whose calendar counts for the child."""
    own = enrollments_on(on).filter(student=student).order_by("-primary", "pk")
    return own.values_list("school_class__school_id", flat=True).first()


def _lead(found: Reach, facts: Facts, asked: bool, today: date) -> str:
    if found.worked is None:
        return "No work seen yet from any program."
    week = facts.week
    latest = "" if asked or today in week or today in week.next else "Latest work seen. "
    stuck = len(facts.not_moving)
    moving = f" Not moving on {stuck} standard{'s' * (stuck != 1)}." if stuck else ""
    return f"{latest}{week_said(week.monday, today)}: {'worked' if facts.active else 'no work seen'}.{moving}"


def _effort(facts: Facts) -> Iterator[Effort]:
    for m in sorted(facts.minutes, key=lambda m: (program_name(m.program), m.definition)):
        yield Effort(
            program_name(m.program), m.definition, measured(m.this_week, "minutes"), measured(m.so_far, "minutes")
        )


def _lessons(number: int, facts: Facts) -> Iterator[LessonEffort]:
    for counts in grouped(facts.lessons).get(number, ()):
        yield LessonEffort(program_name(counts.program), lessons_this_week([counts]), lessons_so_far([counts]))


def _standards(facts: Facts) -> Iterator[StandardResult]:
    """Trouble on top: those not moving, then the smallest shares right; what says least comes last."""
    stuck = {found.standard: found for found in facts.not_moving}
    titles = columns.titles_of({p.standard for p in facts.practice})
    cells = {p.standard: cell(p, p.standard in stuck) for p in facts.practice}
    for code in sorted(cells, key=lambda code: (_trouble(cells[code]), code)):
        yield StandardResult(code, titles.get(code, ""), cells[code], _run(stuck.get(code)))


def _trouble(found: Cell) -> tuple[bool, int, int]:
    """Not moving, then by band; too few answers and lessons alone after all that is known."""
    states = (State.KNOWN, State.FEW)
    place = states.index(found.share.state) if found.share.state in states else len(states)
    low = band(found.share.exact) if place == 0 and found.share.exact is not None else 0
    return (not found.not_moving, place, low)


def _run(found: NotMoving | None) -> str:
    if found is None:
        return ""
    where = listed([program_name(slug.strip()) for slug in found.programs.split(",") if slug.strip()])
    return f"{answers(found.answers)} since the last three right in a row, however long ago; {found.right} right" + (
        f" ({where})" if where else ""
    )


def _levels(facts: Facts) -> Iterator[LevelResult]:
    """One row a part of an assessment, wholes first: the vendor's headline, then everything else it tells."""
    called = _titles({(r.program, r.assessment) for r in facts.levels})
    parts: dict[tuple[str, str, str], list[Result]] = {}
    for r in sorted(facts.levels, key=lambda r: (r.program, r.assessment, r.objective)):
        parts.setdefault((r.program, r.assessment, r.objective), []).append(r)
    for (program, assessment, objective), results in parts.items():
        first = headline(results)
        rest = tuple((r.method, r.result) for r in results if r is not first)
        words = f"{first.result} ({first.period})" if first.period else first.result
        name, on = program_name(program), first.occurred_on
        title = called.get((program, assessment), assessment)
        yield LevelResult(name, title, objective, first.method, words, rest, on, score(results))


def _titles(assessments: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What assessments that are known by an id are called: (program, id) to title."""
    units = ContentItem.objects.filter(kind=ContentItem.Kind.UNIT, external_id__in=[one for _, one in assessments])
    named = units.exclude(title="").values_list("program", "external_id", "title")
    return {(program, external_id): title for program, external_id, title in named}


def _contradictions(span: Span) -> tuple[Contradiction, ...]:
    rows = _rows(span, "contradictions", "attempts", "assessments")
    called = _titles({(program, assessment) for program, assessment, *_ in rows})
    return tuple(
        Contradiction(
            program_name(program), called.get((program, assessment), assessment), answers, marked_right, score, on
        )
        for program, assessment, on, answers, marked_right, score in rows
    )


def _claims(span: Span) -> tuple[Claim, ...]:
    """One row a program and standard."""
    found: dict[tuple[str, str], list[tuple[str, str, date]]] = {}
    for program, standard, method, value, on in _rows(span, "claims", "claims"):
        found.setdefault((program_name(program), standard), []).append((method, value, on))
    return tuple(
        Claim(name, standard, tuple((method, value) for method, value, _ in many), max(on for *_, on in many))
        for (name, standard), many in found.items()
    )


def _timeline(span: Span) -> tuple[TimelineRow, ...]:
    days: dict[str, list[Day]] = {}
    for program, on, *measures in _rows(span, "days", "attempts", "activities", "usage", "assessments"):
        days.setdefault(program_name(program), []).append(Day(on, _day_words(*measures)))
    return tuple(TimelineRow(name, tuple(found)) for name, found in sorted(days.items()))


def _day_words(items: int, lessons: int, minutes: float | None, sittings: int) -> str:
    parts = [
        answers(items) if items else "",
        f"{lessons} lesson{'s' * (lessons != 1)}" if lessons else "",
        f"{shown(measured(minutes, 'minutes'))} min" if minutes else "",
        f"{sittings} assessment{'s' * (sittings != 1)}" if sittings else "",
    ]
    return ", ".join(part for part in parts if part) or "signed in"


def _notes(feeds: Sequence[Freshness]) -> Iterator[str]:
    late = [line.name for line in feeds if line.state == "late"]
    if late:
        yield f"{listed(late)} late: what is missing there was not necessarily left undone."


def _rows(span: Span, name: str, *tables: str) -> list[tuple[Any, ...]]:
    parameters = {"child": span.child, "first": span.first, "last": span.last}
    return store.query(sql.text(__file__, name), parameters, tables=tables, students=[span.child], at=span.version).rows
