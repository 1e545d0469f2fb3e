"""How good the numbers are, as a file: what is hidden on the page is hidden here."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.reports.numbers.report import Foretold, Numbers
from homeroom.reports.table import Cell, Column, Report, Table

OFF = "foretold less right"
COLUMNS = (
    Column("Part", "part"),
    Column("What", "what"),
    Column("Children", "children", "children"),
    Column("Answers", "answers", "answers"),
    Column("Foretold %", "foretold", "percent"),
    Column("Right %", "right", "percent"),
    Column("Off by", "off", "points", OFF),
    Column("From", "off_from", "points", f"{OFF}, 19 times out of 20 at least"),
    Column("To", "off_to", "points", f"{OFF}, 19 times out of 20 at most"),
    Column("Standards worked on", "worked", "standards", "once for each child who worked on it"),
    Column("Too little known", "thin", "standards", "of those worked on, with too little evidence to tell a state"),
    Column("Too little known %", "thin_share", "percent"),
)


def filed(report: Numbers) -> Report:
    """One row a line of the page; "few" stands where there are fewer than ten children."""
    return Report(
        name="how_good",
        title="How good are these numbers?",
        file_name="how-good-are-these-numbers",
        tables=(Table("how_good", "One row a line of the page.", COLUMNS, tuple(_rows(report))),),
        drawn_from=report.drawn_from,
    )


def _rows(report: Numbers) -> Iterator[tuple[Cell, ...]]:
    if report.whole:
        yield ("all", "", *_cells(report.whole), "", "", "")
    for part in (report.states, report.curve, *report.parts):
        for line in part.lines:
            yield (part.id, line.name, *_cells(line), "", "", "")
    for name, enough in report.enough.items():
        for one in enough:
            yield (f"evidence, {name}", one.name, one.children, *[""] * 6, one.worked, one.thin, one.share)


def _cells(line: Foretold) -> tuple[Cell, ...]:
    return (line.children, line.answers, line.foretold, line.right, line.off, line.low, line.high)
