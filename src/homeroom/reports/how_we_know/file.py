"""How we know, as a file: what is shown, what the evidence alone says, and each thing that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.reports.how_we_know.report import Estimate, HowWeKnow, Source
from homeroom.reports.known_cells import KNOWN, state_cell
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known

COLUMNS = (
    Column("Child", "child"),
    Column("Standard", "standard"),
    Column("Part", "part"),
    Column("From", "source", definition="the program or the person that it comes from"),
    Column("What", "what"),
    Column("Result", "result", definition="a number or words, as What says; of a source, how many"),
    Column("Day", "day", "day", "ISO 8601; of a source, its newest"),
    Column("Note", "note", definition="a reason or a note; of a source, how it moved the estimate"),
)
NAMED = {column.name: Word(column.name, column.words) for column in KNOWN}


def filed(report: HowWeKnow) -> Report:
    start = (report.child.name, report.code)
    return Report(
        name="how_we_know",
        title=f"How do we know? {report.child.name}, {report.code}",
        file_name=f"student-{report.child.number}-how-we-know",
        tables=(
            Table("how_we_know", "One row a thing that is known.", COLUMNS, tuple((*start, *r) for r in _rows(report))),
        ),
        lead=f"{report.code} {report.title}".strip(),
        notes=tuple(f"{one.headline} {one.words}" for one in report.cautions),
        drawn_from=report.drawn_from,
    )


def _rows(report: HowWeKnow) -> Iterator[tuple[Cell, ...]]:
    word = report.word
    set_by: tuple[str, Cell, str] = (word.by, word.since, word.reason) if word else ("", "", "")
    yield ("state", set_by[0], "state", str(report.state), *set_by[1:])
    if report.estimate:
        yield from _estimate(report.estimate)
    yield from (_source("source", one) for one in report.own)
    yield from (_source("score of the whole subject", one) for one in report.beside)
    for seen in report.checks:
        yield ("check", seen.by, "what a teacher saw", seen.result, seen.on, seen.note)


def _estimate(found: Estimate) -> Iterator[tuple[Cell, ...]]:
    """What was expected from other work alone has no evidence to count."""
    told: dict[str, Cell] = {"estimated": state_cell(found.state)}
    if not found.inferred:
        told |= {"evidence_answers": known(found.attempts), "evidence_weight": known(found.weight)}
    told |= {"expected_low": found.low, "expected_high": found.high}
    for name, cell in told.items():
        yield ("estimate", "", NAMED[name], cell, found.as_of, "")


def _source(part: str, one: Source) -> tuple[Cell, ...]:
    return (part, one.name, one.kind, known(one.rows), one.last_on or "", one.pull)
