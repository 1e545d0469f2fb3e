"""Content without a standard, as a file: what an alignment begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.no_standard.report import NoStandard
from homeroom.reports.table import Column, Report, Table, Word
from homeroom.reports.values import known

COLUMNS = (
    Column(gettext_lazy("Program"), "program"),
    Column(gettext_lazy("Kind"), "kind"),
    Column(gettext_lazy("What"), "what"),
    Column(
        gettext_lazy("Spelled as"),
        "spelling",
        definition=gettext_lazy("the standard as the program spells it, where it names one"),
    ),
    Column(gettext_lazy("Answers"), "answers", "answers"),
    Column(gettext_lazy("Tries"), "tries", "tries of lessons"),
    Column(gettext_lazy("Children"), "children", "children"),
)


def filed(found: Sequence[NoStandard], on: date, version: int) -> Report:
    """One row a content item, or a spelling of a standard that is not one of ours."""
    rows = tuple(
        (one.name, Word(c.kind, c.kind_words), c.title, c.spelling, known(c.answers), known(c.tries), known(c.children))
        for one in found
        for c in one.contents
    )
    return Report(
        name="no_standard",
        title=gettext("No standard yet"),
        file_name=f"no-standard-{on}",
        tables=(
            Table("no_standard", gettext("One row a content item, or a spelling that nobody knows."), COLUMNS, rows),
        ),
        drawn_from={"facts": version},
    )
