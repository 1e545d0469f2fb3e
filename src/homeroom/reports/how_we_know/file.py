"""How we know, as a file: what is shown, what the evidence alone says, and each thing that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.teachers import RESULTS
from homeroom.reports.how_we_know.report import Estimate, HowWeKnow, Source
from homeroom.reports.known_cells import KNOWN, state_cell
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known

COLUMNS = (
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("Standard"), "standard"),
    Column(gettext_lazy("Part"), "part"),
    Column(gettext_lazy("From"), "source", definition=gettext_lazy("the program or the person that it comes from")),
    Column(gettext_lazy("What"), "what"),
    Column(
        gettext_lazy("Result"),
        "result",
        definition=gettext_lazy("a number or words, as What says; of a source, how many"),
    ),
    Column(gettext_lazy("Day"), "day", "day", gettext_lazy("ISO 8601; of a source, its newest")),
    Column(
        gettext_lazy("Note"),
        "note",
        definition=gettext_lazy("a reason or a note; of a source, how it moved the estimate"),
    ),
)
NAMED = {column.name: Word(column.name, column.words) for column in KNOWN}
# The parts of the file, and what stands in them.
STATE, ESTIMATE = Word("state", gettext_lazy("state")), Word("estimate", gettext_lazy("estimate"))
SOURCE = Word("source", gettext_lazy("source"))
BESIDE = Word("score of the whole subject", gettext_lazy("score of the whole subject"))
CHECK = Word("check", gettext_lazy("check"))
SEEN = Word("what a teacher saw", gettext_lazy("what a teacher saw"))
TAKEN_BACK = Word("state taken back", gettext_lazy("state taken back"))


def filed(report: HowWeKnow) -> Report:
    start = (report.child.name, report.code)
    rows = ((*start, *row) for row in _rows(report))
    return Report(
        name="how_we_know",
        title=gettext("How do we know? %(child)s, %(standard)s") % {"child": start[0], "standard": start[1]},
        file_name=f"student-{report.child.number}-how-we-know",
        tables=(Table("how_we_know", gettext("One row a thing that is known."), COLUMNS, tuple(rows)),),
        lead=f"{report.code} {report.title}".strip(),
        notes=tuple(f"{one.headline} {one.words}" for one in report.cautions),
        drawn_from=report.drawn_from,
    )


def _rows(report: HowWeKnow) -> Iterator[tuple[Cell, ...]]:
    word = report.word
    set_by: tuple[str, Cell, str] = (word.by, word.since, word.reason) if word else ("", "", "")
    yield (STATE, set_by[0], STATE, state_cell(report.state), *set_by[1:])
    if report.estimate:
        yield from _estimate(report.estimate)
    yield from (_source(SOURCE, one) for one in report.own)
    yield from (_source(BESIDE, one) for one in report.beside)
    for seen in report.checks:
        yield (CHECK, seen.by, SEEN, Word(seen.result, RESULTS[seen.result]), seen.on, seen.note)
    for one in report.lifted:
        yield (TAKEN_BACK, one.by, STATE, state_cell(one.state), one.since, one.reason)


def _estimate(found: Estimate) -> Iterator[tuple[Cell, ...]]:
    """What was expected from other work alone has no evidence to count."""
    told: dict[str, Cell] = {"estimated": state_cell(found.state)}
    if not found.inferred:
        told |= {"evidence_answers": known(found.attempts), "evidence_weight": known(found.weight)}
    told |= {"expected_low": found.low, "expected_high": found.high}
    for name, cell in told.items():
        yield (ESTIMATE, "", NAMED[name], cell, found.as_of, "")


def _source(part: Word, one: Source) -> tuple[Cell, ...]:
    return (part, one.name, one.kind, known(one.rows), one.last_on or "", one.pull)
