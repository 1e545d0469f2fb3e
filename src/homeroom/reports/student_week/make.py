"""Put the report of one child's week together, out of the same queries as the class's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from homeroom.facts import store
from homeroom.mastery.rules import RUSHING, WORKING_HARD
from homeroom.mastery.state import State
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import Student
from homeroom.people.visibility import Scope
from homeroom.reports import no_standard, sql
from homeroom.reports.cautions import cautions
from homeroom.reports.class_week import columns, read
from homeroom.reports.class_week.read import Facts, NotMoving, Result
from homeroom.reports.class_week.report import Cell, Named
from homeroom.reports.class_week.rows import cell, grouped, lessons_so_far, lessons_this_week
from homeroom.reports.estimates import Estimates, Known, estimates
from homeroom.reports.freshness import Freshness
from homeroom.reports.gathered import Gathered
from homeroom.reports.headline import headline, score
from homeroom.reports.rules import VERSION
from homeroom.reports.seen import Reach, program_name, reach
from homeroom.reports.student_week.report import (
    Claim,
    Contradiction,
    Day,
    Effort,
    Flag,
    LessonEffort,
    LevelResult,
    StandardResult,
    Step,
    StudentWeek,
    TimelineRow,
)
from homeroom.reports.student_week.said import but, said_of
from homeroom.reports.values import State as Answered
from homeroom.reports.values import answers, listed, measured, shown, week_said
from homeroom.reports.week import Week
from homeroom.standards.models import ContentItem

TIMELINE_DAYS = 30
MOST_STEPS = 3
FLAGS = {rule.id: rule for rule in (WORKING_HARD, RUSHING)}


@dataclass(frozen=True)
class Span:
    """The child and the days a query looks at."""

    child: int
    first: date
    last: date
    version: int
    school_year: int


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
        known = estimates(gathered, chosen.school_year)
    feeds = _feeds([number, *classmates], scope.on, version, school) if classmates else found.freshness
    said = said_of(number)
    last = min(chosen.sunday, scope.on)
    span = Span(number, last - timedelta(days=TIMELINE_DAYS - 1), last, version, chosen.school_year)
    return StudentWeek(
        child=Named(number, student.name),
        grade=student.grade,
        classes=tuple(classes),
        week=chosen,
        lead=_lead(found, facts, asked=week is not None, today=scope.on),
        freshness=feeds,
        effort=tuple(_effort(facts)),
        lessons=tuple(_lessons(number, facts)),
        standards=tuple(_standards(facts, known)),
        estimated_on=known.as_of,
        cautions=cautions(known.as_of, found.worked, known.engine),
        steps=but(_steps(span), said, MOST_STEPS),
        said=said,
        flags=_flags(span),
        no_standard=no_standard.of_child(scope, chosen.school_year, version),
        levels=tuple(_levels(facts)),
        claims=_claims(span),
        contradictions=_contradictions(span),
        timeline_days=tuple(span.first + timedelta(days=at) for at in range(TIMELINE_DAYS)),
        timeline=_timeline(span),
        notes=tuple(_notes(feeds)),
        drawn_from={"facts": version, "teachers' words": known.teachers, "rules": VERSION},
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
        return gettext("No work seen yet from any program.")
    week = facts.week
    stuck = len(facts.not_moving)
    latest = [] if asked or today in week or today in week.next else [gettext("Latest work seen.")]
    told = gettext("%(week)s: worked.") if facts.active else gettext("%(week)s: no work seen.")
    moving = ngettext("Not moving on %(count)s standard.", "Not moving on %(count)s standards.", stuck)
    rest = [moving % {"count": stuck}] if stuck else []
    return " ".join([*latest, told % {"week": week_said(week.monday, today)}, *rest])


def _effort(facts: Facts) -> Iterator[Effort]:
    for m in sorted(facts.minutes, key=lambda m: (program_name(m.program), m.definition)):
        yield Effort(
            program_name(m.program), m.definition, measured(m.this_week, "minutes"), measured(m.so_far, "minutes")
        )


def _lessons(number: int, facts: Facts) -> Iterator[LessonEffort]:
    for counts in grouped(facts.lessons).get(number, ()):
        yield LessonEffort(program_name(counts.program), lessons_this_week([counts]), lessons_so_far([counts]))


def _standards(facts: Facts, found: Estimates) -> Iterator[StandardResult]:
    """Trouble on top: those not moving, then by state from not yet to mastered; what says least comes last."""
    stuck = {run.standard: run for run in facts.not_moving}
    cells = {p.standard: cell(p, p.standard in stuck) for p in facts.practice}
    known = {code: replace(one, not_moving=code in stuck) for (_, code), one in found.cells.items()}
    codes = {*cells, *known, *stuck}
    titles = columns.titles_of(codes)
    results = [
        StandardResult(
            code,
            titles.get(code, ""),
            cells.get(code, Cell(not_moving=code in stuck)),
            _run(stuck.get(code)),
            known.get(code, Known(not_moving=code in stuck)),
        )
        for code in codes
    ]
    yield from sorted(results, key=lambda result: (*_trouble(result), result.code))


def _trouble(result: StandardResult) -> tuple[bool, int, float]:
    """Not moving, then by state, too little evidence and none after all that is known; then by the share right."""
    order = (State.NOT_YET, State.GETTING_THERE, State.NEARLY_THERE, State.MASTERED, State.NOT_ENOUGH)
    shown = result.known.shown
    share = result.cell.share
    right = share.exact if share.state is Answered.KNOWN and share.exact is not None else 2.0 + (not share.n)
    return not result.run, order.index(shown) if shown in order else len(order), right


def _run(found: NotMoving | None) -> str:
    if found is None:
        return ""
    where = listed([program_name(slug.strip()) for slug in found.programs.split(",") if slug.strip()])
    told = {"answers": answers(found.answers), "right": found.right, "programs": where}
    if not where:
        return gettext("%(answers)s since the last three right in a row, however long ago; %(right)s right") % told
    return (
        gettext("%(answers)s since the last three right in a row, however long ago; %(right)s right (%(programs)s)")
        % told
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


def _steps(span: Span) -> tuple[Step, ...]:
    rows = _rows(span, "next_steps", "next_steps")
    titles = columns.titles_of(code for code, _ in rows)
    return tuple(Step(code, titles.get(code, ""), reason) for code, reason in rows)


def _flags(span: Span) -> tuple[Flag, ...]:
    """Flags of a rule that this version does not know are of an older one: the next night writes them anew."""
    rows = [row for row in _rows(span, "flags", "flags") if row[0] in FLAGS]
    titles = columns.titles_of(code for _, code, _ in rows if code)
    return tuple(Flag(FLAGS[rule], code, titles.get(code, ""), evidence) for rule, code, evidence in rows)


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
        ngettext("%(count)s lesson", "%(count)s lessons", lessons) % {"count": lessons} if lessons else "",
        gettext("%(minutes)s min") % {"minutes": shown(measured(minutes, "minutes"))} if minutes else "",
        ngettext("%(count)s assessment", "%(count)s assessments", sittings) % {"count": sittings} if sittings else "",
    ]
    return ", ".join(part for part in parts if part) or gettext("signed in")


def _notes(feeds: Sequence[Freshness]) -> Iterator[str]:
    late = [line.name for line in feeds if line.state == "late"]
    if late:
        words = gettext("%(programs)s late: what is missing there was not necessarily left undone.")
        yield words % {"programs": listed(late)}


def _rows(span: Span, name: str, *tables: str) -> list[tuple[Any, ...]]:
    parameters = {"child": span.child, "first": span.first, "last": span.last}
    parameters |= {"year": span.school_year, "most": MOST_STEPS}
    return store.query(sql.text(__file__, name), parameters, tables=tables, students=[span.child], at=span.version).rows
