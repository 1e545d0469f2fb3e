"""A file of answers as rows: each with as many cells as the first line, or said to be broken; or refused whole."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from itertools import accumulate
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from homeroom.evidence.errors import EvidenceError

LARGEST = 20_000_000  # bytes
DELIMITERS = ",;\t"  # a spreadsheet in Spanish or Vietnamese writes semicolons
CUT = gettext_noop("cut off: fewer cells than the first line")
LONG = gettext_noop("more cells than the first line: an answer with a comma needs quotes")


@dataclass(frozen=True)
class Row:
    """The cells by the column's name in small letters. `broken` says why they can't be told apart."""

    line: int
    cells: Mapping[str, str]
    broken: str = ""


@dataclass(frozen=True)
class Sheet:
    """`columns` are named as they stand in the file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    begins: tuple[str, ...]
    """A hash of the file's rows up to each one."""

    def has(self, column: str) -> bool:
        return column in map(small, self.columns)


def small(name: str) -> str:
    return name.strip().casefold()


def read(path: Path) -> Sheet:
    """Raises EvidenceError where this is no CSV, it ends within quotes, or a column stands twice."""
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = tuple(next(reader, []))
        found = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as why:
        told = {"file": path, "line": reader.line_num, "why": why}
        message = gettext("%(file)s breaks off or is damaged about line %(line)s (%(why)s): nothing was taken.")
        raise EvidenceError(message % told) from None
    _each_once(columns)
    return Sheet(columns, tuple(_row(columns, *one) for one in found), tuple(_begins(columns, found)))


def _row(columns: Sequence[str], line: int, cells: Sequence[str]) -> Row:
    broken = CUT if len(cells) < len(columns) else LONG if len(cells) > len(columns) else ""
    return Row(line, dict(zip(map(small, columns), cells, strict=False)), broken)


def _begins(columns: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[str]:
    told = ["\x1f".join(columns), *("\x1f".join(cells) for _, cells in rows)]
    so_far = accumulate(told, lambda before, one: sha256(f"{before}\x1e{one}".encode()).hexdigest())
    return (one for at, one in enumerate(so_far) if at)


def _each_once(columns: Sequence[str]) -> None:
    doubled = [name for name, often in Counter(map(small, columns)).items() if name and often > 1]
    if doubled:
        raise EvidenceError(gettext("The column “%(name)s” stands twice in the file.") % {"name": shown(doubled[0])})


def shown(name: str) -> str:
    """A name out of a file as it may be printed."""
    return "".join(one if one.isprintable() else "?" for one in name)[:80]


def _text(path: Path) -> str:
    if not path.is_file():
        raise EvidenceError(gettext("%(file)s: there is no such file.") % {"file": path})
    if path.stat().st_size > LARGEST:
        raise EvidenceError(gettext("%(file)s: this is too large for answers to a survey.") % {"file": path})
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvidenceError(gettext("%(file)s: this is no CSV in UTF-8. Save it as such.") % {"file": path}) from None
