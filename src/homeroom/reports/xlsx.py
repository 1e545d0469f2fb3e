"""Excel: a sheet a table, every cell a text, and a last sheet with what must be known to read them.

Text, because a spreadsheet eats leading zeros, makes a date of 1-2, and runs what begins with =. A text cell does not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from homeroom.reports.about import about
from homeroom.reports.table import Report, header, text

# The program makes nothing of a text by itself.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ABOUT = "About this file"
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME, LONGEST_CELL = 31, 32_767  # Excel's own
CUT = " … (cut: Excel holds no more)"
NARROW, WIDE = 8, 48


def file(report: Report, *, machine: bool = False) -> bytes:
    """`machine`: headers have the columns' machine names; the last sheet always has both."""
    out = io.BytesIO()
    with Workbook(out, OPTIONS) as book:
        # The same report makes the same bytes.
        book.set_properties({"title": report.title, "created": report.made_at.astimezone(UTC).replace(tzinfo=None)})
        plain, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for table in report.tables:
            rows = ([text(cell) for cell in row] for row in table.rows)
            sheet = book.add_worksheet(_name(table.name))
            _write(sheet, [header(table, machine=machine), *rows], plain, bold)
        _write(book.add_worksheet(ABOUT), _about(report), plain, bold)
    return out.getvalue()


def _about(report: Report) -> list[Sequence[str]]:
    columns = [
        (table.name, column.words, column.name, column.unit, column.definition)
        for table in report.tables
        for column in table.columns
    ]
    return [("What", "Words"), *about(report), (), ("Table", "Column", "Machine name", "Unit", "Definition"), *columns]


def _write(sheet: Worksheet, rows: Iterable[Sequence[str]], plain: Format, bold: Format) -> None:
    widths: dict[int, int] = {}
    for at, row in enumerate(rows):
        for place, told in enumerate(row):
            sheet.write_string(at, place, _fitting(told), plain if at else bold)
            widths[place] = max(widths.get(place, NARROW), min(len(told) + 1, WIDE))
    for place, width in widths.items():
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)


def _fitting(told: str) -> str:
    """Excel leaves out a cell that is too long without a word; a cut one says so."""
    told = told.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    return told if len(told) <= LONGEST_CELL else told[: LONGEST_CELL - len(CUT)] + CUT


def _name(name: str) -> str:
    return NO_SHEET_NAME.sub(" ", name)[:LONGEST_NAME]
