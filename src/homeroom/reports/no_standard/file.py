"""Content without a standard, as a file: what an alignment begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from homeroom.reports.no_standard.report import NoStandard
from homeroom.reports.table import Column, Report, Table
from homeroom.reports.values import known

COLUMNS = (
    Column("Program", "program"),
    Column("Kind", "kind"),
    Column("What", "what"),
    Column("Spelled as", "spelling", definition="the standard as the program spells it, where it names one"),
    Column("Answers", "answers", "answers"),
    Column("Tries", "tries", "tries of lessons"),
    Column("Children", "children", "children"),
)


def filed(found: Sequence[NoStandard], on: date, version: int) -> Report:
    """One row a content item, or a spelling of a standard that is not one of ours."""
    rows = tuple(
        (one.name, c.kind, c.title, c.spelling, known(c.answers), known(c.tries), known(c.children))
        for one in found
        for c in one.contents
    )
    return Report(
        name="no_standard",
        title="No standard yet",
        file_name=f"no-standard-{on}",
        tables=(Table("no_standard", "One row a content item, or a spelling that nobody knows.", COLUMNS, rows),),
        drawn_from={"facts": version},
    )
