"""How good the numbers are, as CSV: what is hidden on the page is hidden here."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.reports.csv import lines
from homeroom.reports.numbers.report import Foretold, Numbers
from homeroom.reports.values import Value, written

HEADER = ("Part", "What", "Children", "Answers", "Foretold %", "Right %", "Off by", "From", "To", "Too little known %")
NAME = "how-good-are-these-numbers.csv"


def file(report: Numbers) -> str:
    """One row a line of the page; "few" stands where there are fewer than ten children."""
    return "".join(lines(HEADER, _rows(report)))


def _rows(report: Numbers) -> Iterator[list[str]]:
    if report.whole:
        yield ["all", "", *_cells(report.whole), ""]
    for part in (report.states, report.curve, *report.parts):
        for line in part.lines:
            yield [part.id, line.name, *_cells(line), ""]
    for name, enough in report.enough.items():
        for one in enough:
            yield [
                f"evidence, {name}", one.name, _cell(one.children), _cell(one.worked), "", "", "", "", "",
                _cell(one.share),
            ]  # fmt: skip


def _cells(line: Foretold) -> list[str]:
    values = (line.children, line.answers, line.foretold, line.right, line.off, line.low, line.high)
    return [_cell(value) for value in values]


def _cell(value: Value) -> str:
    return "few" if value.state is value.state.FEW else written(value)
