"""How good the numbers are, as a file: what is hidden on the page is hidden here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.state import State
from homeroom.reports.known_cells import state_cell
from homeroom.reports.numbers.report import Foretold, Numbers
from homeroom.reports.table import Cell, Column, Report, Table, Word

COLUMNS = (
    Column(gettext_lazy("Part"), "part"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Children"), "children", "children"),
    Column(gettext_lazy("Answers"), "answers", "answers"),
    Column(gettext_lazy("Foretold %"), "foretold", "percent"),
    Column(gettext_lazy("Right %"), "right", "percent"),
    Column(gettext_lazy("Off by"), "off", "points", gettext_lazy("foretold less right")),
    Column(
        gettext_lazy("From"), "off_from", "points", gettext_lazy("foretold less right, 19 times out of 20 at least")
    ),
    Column(gettext_lazy("To"), "off_to", "points", gettext_lazy("foretold less right, 19 times out of 20 at most")),
    Column(
        gettext_lazy("Standards worked on"), "worked", "standards", gettext_lazy("once for each child who worked on it")
    ),
    Column(
        gettext_lazy("Too little known"),
        "thin",
        "standards",
        gettext_lazy("of those worked on, with too little evidence to tell a state"),
    ),
    Column(gettext_lazy("Too little known %"), "thin_share", "percent"),
)
ALL = Word("all", gettext_lazy("all answers"))


def filed(report: Numbers) -> Report:
    """One row a line of the page; "few" stands where there are fewer than ten children."""
    return Report(
        name="how_good",
        title=gettext("How good are these numbers?"),
        file_name="how-good-are-these-numbers",
        tables=(Table("how_good", gettext("One row a line of the page."), COLUMNS, tuple(_rows(report))),),
        drawn_from=report.drawn_from,
    )


def _rows(report: Numbers) -> Iterator[tuple[Cell, ...]]:
    if report.whole:
        yield (ALL, "", *_cells(report.whole), "", "", "")
    for part in (report.states, report.curve, *report.parts):
        for line in part.lines:
            yield (Word(part.id, part.title), _name(line), *_cells(line), "", "", "")
    for name, enough in report.enough.items():
        where = Word(f"evidence, {name}", gettext("Where we know too little"))
        for one in enough:
            yield (where, one.name, one.children, *[""] * 6, one.worked, one.thin, one.share)


def _name(line: Foretold) -> Cell:
    """States have names that machines know."""
    state = next((one for one in State if one.glyph == line.sign), None)
    return state_cell(state) if state else line.name


def _cells(line: Foretold) -> tuple[Cell, ...]:
    return (line.children, line.answers, line.foretold, line.right, line.off, line.low, line.high)
