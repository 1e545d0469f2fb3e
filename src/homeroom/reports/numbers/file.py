"""How good the numbers are, as a file: what is hidden on the page is hidden here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from homeroom.reports.numbers.report import Foretold, Numbers
from homeroom.reports.table import Cell, Column, Report, Table


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Part"), "part"),
        Column(gettext("What"), "what"),
        Column(gettext("Children"), "children", "children"),
        Column(gettext("Answers"), "answers", "answers"),
        Column(gettext("Foretold %"), "foretold", "percent"),
        Column(gettext("Right %"), "right", "percent"),
        Column(gettext("Off by"), "off", "points", gettext("foretold less right")),
        Column(gettext("From"), "off_from", "points", gettext("foretold less right, 19 times out of 20 at least")),
        Column(gettext("To"), "off_to", "points", gettext("foretold less right, 19 times out of 20 at most")),
        Column(gettext("Standards worked on"), "worked", "standards", gettext("once for each child who worked on it")),
        Column(
            gettext("Too little known"),
            "thin",
            "standards",
            gettext("of those worked on, with too little evidence to tell a state"),
        ),
        Column(gettext("Too little known %"), "thin_share", "percent"),
    )


def filed(report: Numbers) -> Report:
    """One row a line of the page; "few" stands where there are fewer than ten children."""
    return Report(
        name="how_good",
        title=gettext("How good are these numbers?"),
        file_name="how-good-are-these-numbers",
        tables=(Table("how_good", gettext("One row a line of the page."), _columns(), tuple(_rows(report))),),
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
