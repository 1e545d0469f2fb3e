"""How we know, as a file: what is shown, what the evidence alone says, and each thing that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from homeroom.mastery.teachers import RESULTS
from homeroom.reports.how_we_know.report import Estimate, HowWeKnow, Source
from homeroom.reports.known_cells import KNOWN, state_cell
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known

NAMED = {column.name: column.words for column in KNOWN}


def _columns() -> tuple[Column, ...]:
    source = gettext("the program or the person that it comes from")
    result = gettext("a number or words, as What says; of a source, how many")
    note = gettext("a reason or a note; of a source, how it moved the estimate")
    return (
        Column(gettext("Child"), "child"),
        Column(gettext("Standard"), "standard"),
        Column(gettext("Part"), "part"),
        Column(gettext("From"), "source", definition=source),
        Column(gettext("What"), "what"),
        Column(gettext("Result"), "result", definition=result),
        Column(gettext("Day"), "day", "day", gettext("ISO 8601; of a source, its newest")),
        Column(gettext("Note"), "note", definition=note),
    )


def filed(report: HowWeKnow) -> Report:
    start = (report.child.name, report.code)
    rows = ((*start, *row) for row in _rows(report))
    return Report(
        name="how_we_know",
        title=gettext("How do we know? %(child)s, %(standard)s") % {"child": start[0], "standard": start[1]},
        file_name=f"student-{report.child.number}-how-we-know",
        tables=(Table("how_we_know", gettext("One row a thing that is known."), _columns(), tuple(rows)),),
        lead=f"{report.code} {report.title}".strip(),
        notes=tuple(f"{one.headline} {one.words}" for one in report.cautions),
        drawn_from=report.drawn_from,
    )


def _rows(report: HowWeKnow) -> Iterator[tuple[Cell, ...]]:
    word = report.word
    set_by: tuple[str, Cell, str] = (word.by, word.since, word.reason) if word else ("", "", "")
    state = Word("state", gettext("state"))
    yield (state, set_by[0], state, state_cell(report.state), *set_by[1:])
    if report.estimate:
        yield from _estimate(report.estimate)
    yield from (_source(Word("source", gettext("source")), one) for one in report.own)
    beside = Word("score of the whole subject", gettext("score of the whole subject"))
    yield from (_source(beside, one) for one in report.beside)
    saw = Word("what a teacher saw", gettext("what a teacher saw"))
    for seen in report.checks:
        result = Word(seen.result, RESULTS[seen.result])
        yield (Word("check", gettext("check")), seen.by, saw, result, seen.on, seen.note)
    for one in report.lifted:
        was = Word("state taken back", gettext("state taken back"))
        yield (was, one.by, state, state_cell(one.state), one.since, one.reason)


def _estimate(found: Estimate) -> Iterator[tuple[Cell, ...]]:
    """What was expected from other work alone has no evidence to count."""
    told: dict[str, Cell] = {"estimated": state_cell(found.state)}
    if not found.inferred:
        told |= {"evidence_answers": known(found.attempts), "evidence_weight": known(found.weight)}
    told |= {"expected_low": found.low, "expected_high": found.high}
    part = Word("estimate", gettext("estimate"))
    for name, cell in told.items():
        yield (part, "", Word(name, NAMED[name]), cell, found.as_of, "")


def _source(part: Word, one: Source) -> tuple[Cell, ...]:
    return (part, one.name, one.kind, known(one.rows), one.last_on or "", one.pull)
