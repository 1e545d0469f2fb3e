"""Excel: a sheet a table, every cell a text, and a last sheet with what must be known to read them.

Text, because a spreadsheet eats leading zeros, makes a date of 1-2, and runs what begins with =. A text cell does not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC

from django.utils.translation import gettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from homeroom.reports.about import about
from homeroom.reports.table import Report, header, rows

# The program makes nothing of a text by itself.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME, LONGEST_CELL = 31, 32_767  # Excel's own
NARROW, WIDE = 8, 48


def file(report: Report, *, machine: bool = False) -> bytes:
    """`machine`: its tables have the machine's names; the last sheet always has both."""
    out = io.BytesIO()
    with Workbook(out, OPTIONS) as book:
        # The same report makes the same bytes.
        book.set_properties({"title": report.title, "created": report.made_at.astimezone(UTC).replace(tzinfo=None)})
        plain, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for table in report.tables:
            sheet = book.add_worksheet(_name(table.name))
            _write(sheet, [header(table, machine=machine), *rows(table, machine=machine)], plain, bold)
        _write(book.add_worksheet(_name(gettext("About this file"))), _about(report), plain, bold)
    return out.getvalue()


def _about(report: Report) -> list[Sequence[str]]:
    columns = [
        (table.name, str(column.words), column.name, column.unit_words, str(column.definition))
        for table in report.tables
        for column in table.columns
    ]
    heads = (gettext("Table"), gettext("Column"), gettext("Machine name"), gettext("Unit"), gettext("Definition"))
    return [(gettext("What"), gettext("Words")), *about(report), (), heads, *columns]


def _write(sheet: Worksheet, told: Iterable[Sequence[str]], plain: Format, bold: Format) -> None:
    widths: dict[int, int] = {}
    for at, row in enumerate(told):
        for place, words in enumerate(row):
            sheet.write_string(at, place, _fitting(words), plain if at else bold)
            widths[place] = max(widths.get(place, NARROW), min(len(words) + 1, WIDE))
    for place, width in widths.items():
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)


def _fitting(told: str) -> str:
    """Excel leaves out a cell that is too long without a word; a cut one says so."""
    told = told.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    cut = gettext(" … (cut: Excel holds no more)")
    return told if len(told) <= LONGEST_CELL else told[: LONGEST_CELL - len(cut)] + cut


def _name(name: str) -> str:
    return NO_SHEET_NAME.sub(" ", name)[:LONGEST_NAME]
