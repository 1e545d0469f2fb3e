"""A child's week as a file: one row a number of the page, under what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from homeroom.mastery.state import State
from homeroom.people.corrections import Dispute
from homeroom.reports import rules
from homeroom.reports.known_cells import KNOWN, known_cells
from homeroom.reports.student_week.report import StandardResult, StudentWeek
from homeroom.reports.table import Cell, Column, Report, Table
from homeroom.reports.values import known, week_words

COLUMNS = (
    Column("Child", "child"),
    Column("Week", "week", "week", "ISO 8601"),
    Column("Part", "part"),
    Column("Program", "program"),
    Column("What", "what"),
    Column("Result", "result", definition="a number or words, as What says"),
    Column("Of", "of", definition="the number that the result is a part of"),
    Column("Day", "day", "day", "ISO 8601"),
)


def filed(report: StudentWeek, disputes: Sequence[Dispute] = ()) -> Report:
    """What the family disputes goes wherever the numbers go."""
    start = (report.child.name, str(report.week))
    rows = tuple((*start, *row) for row in (*_disputes(disputes), *_rows(report)))
    return Report(
        name="student_week",
        title=report.child.name,
        file_name=report.file_name,
        tables=(Table("student_week", "One row a number of the page, under what it is.", COLUMNS, rows),),
        period=week_words(report.week.monday),
        lead=report.lead,
        freshness=report.freshness,
        rules=rules.ALL,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *report.notes),
        drawn_from=report.drawn_from,
    )


def _disputes(disputes: Iterable[Dispute]) -> Iterator[tuple[Cell, ...]]:
    for one in disputes:
        reason = f" The school: {one.reason}" if one.reason else ""
        yield ("dispute", "", f"{one.headline} {one.about}", f"{one.statement}{reason}", "", "")


def _rows(report: StudentWeek) -> Iterator[tuple[Cell, ...]]:
    yield from _effort(report)
    for s in report.standards:
        yield from _standard(s)
    for place, step in enumerate(report.steps, start=1):
        yield ("next step", "", f"{place}. {step.code} {step.title}".strip(), step.reason, "", "")
    for said in report.said:
        yield ("teacher's word on next steps", "", f"{said.code} {said.words}", said.reason, said.by, said.since)
    for flag in report.flags:
        yield ("flag", "", f"{flag.rule.id} {flag.code}".strip(), flag.evidence, "", "")
    for n in report.no_standard:
        for c in n.contents:
            yield ("no standard yet", n.name, f"{c.words}, answers", known(c.answers), "", "")
            yield ("no standard yet", n.name, f"{c.words}, tries", known(c.tries), "", "")
    yield from _told_by_programs(report)
    for row in report.timeline:
        for day in row.days:
            yield ("day", row.name, day.words, "", "", day.on)


def _effort(report: StudentWeek) -> Iterator[tuple[Cell, ...]]:
    for e in report.effort:
        yield ("effort", e.name, f"minutes this week ({e.definition})", e.this_week, "", "")
        yield ("effort", e.name, f"minutes this year ({e.definition})", e.so_far, "", "")
    for k in report.lessons:
        for when, lessons in (("this week", k.this_week), ("this year", k.so_far)):
            yield ("effort", k.name, f"lessons passed {when}", lessons.passed, lessons.tried, "")


def _told_by_programs(report: StudentWeek) -> Iterator[tuple[Cell, ...]]:
    for v in report.levels:
        for method, words in ((v.method, v.words), *v.rest):
            what = " ".join(part for part in (v.assessment, v.objective, method) if part)
            yield ("result", v.name, what, words, "", v.on)
    for d in report.claims:
        for method, words in d.values:
            yield ("claim", d.name, f"{d.standard} {method}".strip(), words, "", d.on)
    for x in report.contradictions:
        what = f"{x.assessment} answers marked right, not counted"
        yield ("contradiction", x.name, what, known(x.marked_right), known(x.answers), x.on)


def _standard(s: StandardResult) -> Iterator[tuple[Cell, ...]]:
    """What is known, then the answers of four weeks, where there are any."""
    on: Cell = s.known.last_on or ""
    for column, cell in zip(KNOWN, known_cells(s.known), strict=True):
        if cell != "" and (s.known.word or s.known.estimated is not State.NO_EVIDENCE):
            yield ("result", "", f"{s.code} {column.words}", cell, "", on)
    if s.was_worked_on:
        moving = "not moving" if s.cell.not_moving else "right answers"
        yield ("result", "", f"{s.code} {moving}", known(s.cell.right), known(s.cell.answers), "")
