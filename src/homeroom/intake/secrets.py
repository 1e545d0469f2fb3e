"""Passwords are never stored: a column of them is emptied before a received file becomes a kept original."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

HEADER_BYTES = 1 << 16
DELIMITERS = ",;\t|"
SECRET = re.compile(r"passw|passphrase|passcode|^(?:.*_)?(?:pwd|pin|pass|secret)$")
# Stands for a row of broken quotes, whose cells can't be told apart: it stays as broken as it was.
UNREADABLE = 'a row that could not be read was removed with its "password"\n'


def secret(column: str) -> bool:
    """Whether a column's name speaks of a password or a PIN."""
    return bool(SECRET.search(re.sub(r"[^a-z0-9]+", "_", column.casefold()).strip("_")))


def secret_columns(path: Path) -> list[str]:
    """The columns of this name in the file's first line; none where it is no text with a header."""
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    return [name for name in column_names(head) if secret(name)]


def column_names(head: bytes) -> list[str]:
    """The cells of a file's first line, by its first bytes; nothing sure where it is no text."""
    return _header(head.decode(_encoding(head), "replace"))[0]


def blank(path: Path) -> bool:
    """Empty every cell of such columns, in place; whether there was anything to empty.

    Rows keep their number and order. A row whose cells can't be told apart loses all but its first.
    """
    if not secret_columns(path):
        return False
    raw = path.read_bytes()
    encoding = _encoding(raw)
    # Every byte that is no delimiter or quote comes back as it was.
    text = raw.decode(encoding, "replace" if encoding == "utf-16" else "strict")
    columns, delimiter = _header(text)
    places = {place for place, name in enumerate(columns) if secret(name)}
    rows = list(_rows(io.StringIO(text, newline="").readlines(), delimiter))
    if not any(row is None or _holds(row, places, len(columns)) for row in rows[1:]):
        return False
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for number, row in enumerate(rows):
        if row is None:
            out.write(UNREADABLE)
        else:
            writer.writerow(_blanked(row, places, len(columns)) if number else row)
    path.write_bytes(out.getvalue().encode(encoding))
    return True


def _encoding(raw: bytes) -> str:
    return "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"


def _header(text: str) -> tuple[list[str], str]:
    """The first line's cells, by the delimiter that makes most of them, and that delimiter."""
    line = next((line for line in re.split(r"[\r\n]", text) if line.strip()), "")
    delimiter = max(DELIMITERS, key=line.count)
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = line.split(delimiter)
    return [cell.strip().removeprefix("ï»¿").removeprefix("\ufeff").strip('"') for cell in cells], delimiter


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[list[str] | None]:
    """Each row's cells; None for a line whose quotes are broken, as `rosters.table` reads it."""
    start = 0
    while start < len(lines):
        reader, done = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True), 0
        try:
            for row in reader:
                done = reader.line_num
                if row:
                    yield row
            return
        except csv.Error:
            yield None
            start += done + 1


def _holds(row: Sequence[str], places: set[int], width: int) -> bool:
    return any(cell.strip() for cell in row[1:]) if len(row) != width else any(row[place].strip() for place in places)


def _blanked(row: Sequence[str], places: set[int], width: int) -> list[str]:
    if len(row) != width:
        return [row[0], *("" for _ in row[1:])]
    return ["" if place in places else cell for place, cell in enumerate(row)]
