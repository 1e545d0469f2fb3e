"""A child's week as a file: one row a number of the page, under what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.state import State
from homeroom.people.corrections import Dispute
from homeroom.reports import rules
from homeroom.reports.known_cells import KNOWN, known_cells
from homeroom.reports.student_week.report import Flag, StandardResult, StudentWeek
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known, week_words

COLUMNS = (
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("Week"), "week", "week", "ISO 8601"),
    Column(gettext_lazy("Part"), "part"),
    Column(gettext_lazy("Program"), "program"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Result"), "result", definition=gettext_lazy("a number or words, as What says")),
    Column(gettext_lazy("Of"), "of", definition=gettext_lazy("the number that the result is a part of")),
    Column(gettext_lazy("Day"), "day", "day", "ISO 8601"),
)
# What a row is about; machines are told the first of each.
DISPUTE = Word("dispute", gettext_lazy("dispute"))
STEP = Word("next step", gettext_lazy("next step"))
SAID = Word("teacher's word on next steps", gettext_lazy("teacher's word on next steps"))
FLAG = Word("flag", gettext_lazy("flag"))
NO_STANDARD = Word("no standard yet", gettext_lazy("no standard yet"))
DAY = Word("day", gettext_lazy("day"))
EFFORT = Word("effort", gettext_lazy("effort"))
RESULT = Word("result", gettext_lazy("result"))
CLAIM = Word("claim", gettext_lazy("claim"))
CONTRADICTION = Word("contradiction", gettext_lazy("contradiction"))
FLAGS = {"rushing": gettext_lazy("rushing"), "working-hard": gettext_lazy("working-hard")}


def filed(report: StudentWeek, disputes: Sequence[Dispute] = ()) -> Report:
    """What the family disputes goes wherever the numbers go."""
    start = (report.child.name, str(report.week))
    rows = tuple((*start, *row) for row in (*_disputes(disputes), *_rows(report)))
    return Report(
        name="student_week",
        title=report.child.name,
        file_name=report.file_name,
        tables=(Table("student_week", gettext("One row a number of the page, under what it is."), COLUMNS, rows),),
        period=week_words(report.week.monday),
        lead=report.lead,
        freshness=report.freshness,
        rules=rules.ALL,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *report.notes),
        drawn_from=report.drawn_from,
    )


def _disputes(disputes: Iterable[Dispute]) -> Iterator[tuple[Cell, ...]]:
    for one in disputes:
        reason = gettext(" The school: %(reason)s") % {"reason": one.reason} if one.reason else ""
        yield (DISPUTE, "", f"{one.headline} {one.about}", f"{one.statement}{reason}", "", "")


def _rows(report: StudentWeek) -> Iterator[tuple[Cell, ...]]:
    yield from _effort(report)
    for s in report.standards:
        yield from _standard(s)
    for place, step in enumerate(report.steps, start=1):
        yield (STEP, "", f"{place}. {step.code} {step.title}".strip(), Word(step.reason, step.why), "", "")
    for said in report.said:
        yield (SAID, "", f"{said.code} {said.words}", said.reason, said.by, said.since)
    for flag in report.flags:
        yield (FLAG, "", _flag(flag), Word(flag.evidence, flag.why), "", "")
    for n in report.no_standard:
        for c in n.contents:
            yield (
                NO_STANDARD,
                n.name,
                gettext("%(content)s, answers") % {"content": c.words},
                known(c.answers),
                "",
                "",
            )
            yield (NO_STANDARD, n.name, gettext("%(content)s, tries") % {"content": c.words}, known(c.tries), "", "")
    yield from _told_by_programs(report)
    for row in report.timeline:
        for day in row.days:
            yield (DAY, row.name, day.words, "", "", day.on)


def _flag(flag: Flag) -> Word:
    name = FLAGS.get(flag.rule.id, flag.rule.id)
    return Word(f"{flag.rule.id} {flag.code}".strip(), f"{name} {flag.code}".strip())


def _effort(report: StudentWeek) -> Iterator[tuple[Cell, ...]]:
    for e in report.effort:
        told = {"definition": e.definition}
        yield (EFFORT, e.name, gettext("minutes this week (%(definition)s)") % told, e.this_week, "", "")
        yield (EFFORT, e.name, gettext("minutes this year (%(definition)s)") % told, e.so_far, "", "")
    for k in report.lessons:
        yield (EFFORT, k.name, gettext("lessons passed this week"), k.this_week.passed, k.this_week.tried, "")
        yield (EFFORT, k.name, gettext("lessons passed this year"), k.so_far.passed, k.so_far.tried, "")


def _told_by_programs(report: StudentWeek) -> Iterator[tuple[Cell, ...]]:
    for v in report.levels:
        for method, words in ((v.method, v.words), *v.rest):
            what = " ".join(part for part in (v.assessment, v.objective, method) if part)
            yield (RESULT, v.name, what, words, "", v.on)
    for d in report.claims:
        for method, words in d.values:
            yield (CLAIM, d.name, f"{d.standard} {method}".strip(), words, "", d.on)
    for x in report.contradictions:
        what = gettext("%(assessment)s answers marked right, not counted") % {"assessment": x.assessment}
        yield (CONTRADICTION, x.name, what, known(x.marked_right), known(x.answers), x.on)


def _standard(s: StandardResult) -> Iterator[tuple[Cell, ...]]:
    """What is known, then the answers of four weeks, where there are any."""
    on: Cell = s.known.last_on or ""
    for column, cell in zip(KNOWN, known_cells(s.known), strict=True):
        if cell != "" and (s.known.word or s.known.estimated is not State.NO_EVIDENCE):
            yield (RESULT, "", f"{s.code} {column.words}", cell, "", on)
    if s.was_worked_on:
        moving = gettext("not moving") if s.cell.not_moving else gettext("right answers")
        yield (RESULT, "", f"{s.code} {moving}", known(s.cell.right), known(s.cell.answers), "")
