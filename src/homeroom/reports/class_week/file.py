"""A class's week as a file: one row a child, with every standard and level, also those the page has no room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports import rules
from homeroom.reports.class_week.report import Cell as Worked
from homeroom.reports.class_week.report import ClassWeek, MinutesColumn, Row
from homeroom.reports.known_cells import KNOWN, known_cells
from homeroom.reports.table import YES, Cell, Column, Report, Table, Word
from homeroom.reports.values import State, known, week_words

LESSONS = (
    Column(gettext_lazy("Lessons tried this week"), "lessons_tried_this_week", "lessons"),
    Column(gettext_lazy("Lessons passed this week"), "lessons_passed_this_week", "lessons"),
    Column(gettext_lazy("Lessons tried this year"), "lessons_tried_this_year", "lessons"),
    Column(gettext_lazy("Lessons passed this year"), "lessons_passed_this_year", "lessons"),
)
# Of the four weeks that the page's counts look at.
ANSWERS = (
    Column(gettext_lazy("right"), "right", "answers", gettext_lazy("right answers of four weeks")),
    Column(gettext_lazy("answers"), "answers", "answers", gettext_lazy("answers of four weeks")),
    Column(gettext_lazy("not moving"), "not_moving"),
)
NOT_SEEN = Word("not seen", gettext_lazy("not seen"))


def filed(report: ClassWeek) -> Report:
    rows = tuple(_row(report, row) for row in report.rows)
    table = Table("class_week", gettext("One row a child of the class."), tuple(_columns(report)), rows)
    return Report(
        name="class_week",
        title=report.title,
        file_name=report.file_name,
        tables=(table,),
        period=week_words(report.week.monday),
        lead=report.lead,
        freshness=report.freshness,
        rules=rules.ALL,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *_on_plan(report), *report.notes),
        drawn_from=report.drawn_from,
    )


def _on_plan(report: ClassWeek) -> tuple[str, ...]:
    return (f"{report.on_plan.sentence} {report.on_plan.evidence}",) if report.on_plan else ()


def _columns(report: ClassWeek) -> Iterator[Column]:
    yield Column(gettext("Child"), "child")
    yield Column(gettext("Week"), "week", "week", "ISO 8601")
    yield Column(gettext("Worked this week"), "worked")
    for m in report.minutes:
        words = gettext("%(program)s minutes this week (%(definition)s)") % _named(m)
        yield Column(words, f"minutes_this_week.{m.program}.{m.definition}", "minutes", m.definition)
    for m in report.minutes:
        words = gettext("%(program)s minutes this year (%(definition)s)") % _named(m)
        yield Column(words, f"minutes_this_year.{m.program}.{m.definition}", "minutes", m.definition)
    yield from LESSONS
    yield from (_of(k.code, column) for k in report.known_standards for column in KNOWN)
    yield from (_of(s.code, column) for s in report.standards for column in ANSWERS)
    for level in report.levels:
        yield Column(level.words, ".".join(("level", level.program, level.assessment, level.objective)).rstrip("."))


def _named(column: MinutesColumn) -> dict[str, str]:
    return {"program": column.name, "definition": column.definition}


def _of(code: str, column: Column) -> Column:
    return replace(column, words=f"{code} {column.words}", name=f"{column.name}.{code}")


def _row(report: ClassWeek, row: Row) -> tuple[Cell, ...]:
    return (
        row.child.name,
        str(report.week),
        YES if row.worked else NOT_SEEN,
        *row.minutes,
        *row.minutes_so_far,
        *(row.lessons.tried, row.lessons.passed, row.lessons_so_far.tried, row.lessons_so_far.passed),
        *(one for found in row.known for one in known_cells(found)),
        *(one for cell in row.cells for one in _answers(cell)),
        *(level.words if level else "" for level in row.levels),
    )


def _answers(cell: Worked) -> tuple[Cell, ...]:
    """Few answers are written too: the file is for people who want to look closer."""
    none = cell.share.state is State.NO_EVIDENCE
    counts: tuple[Cell, ...] = (cell.share, cell.share) if none else (known(cell.right), known(cell.answers))
    return (*counts, YES if cell.not_moving else "")
