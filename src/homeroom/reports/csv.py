"""CSV: UTF-8 with BOM, CRLF, one header line, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from homeroom.facts.spreadsheet import guarded
from homeroom.reports.table import Table, header, rows

BOM = "\ufeff"


def lines(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterable[str]:
    """The file, piece by piece."""
    yield BOM
    for row in (head, *body):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([guarded(cell) for cell in row])
        yield buffer.getvalue()


def file(table: Table, *, machine: bool = False) -> bytes:
    """One table. `machine`: it has the machine's names, which are the same in every language."""
    return "".join(lines(header(table, machine=machine), rows(table, machine=machine))).encode()
