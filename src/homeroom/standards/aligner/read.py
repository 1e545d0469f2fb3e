"""A file of titles: CSV with the column `title`, and `words` and `grade` where they are known."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from homeroom.standards.aligner.features import Lesson
from homeroom.standards.errors import StandardsError
from homeroom.standards.grade_bands import UNKNOWN, band


@dataclass(frozen=True)
class Line:
    """A row, by its line as a text editor counts. `aside` says why it has no lesson; `note` what of it is left out."""

    line: int
    lesson: Lesson | None
    aside: str = ""
    note: str = ""


def read(path: Path) -> list[Line]:
    """Every row once, sound or set aside. Raises StandardsError for a file that is no such CSV."""
    reader = csv.DictReader(StringIO(_text(path), newline=""), restval="")
    named = {(name or "").strip().casefold(): name for name in reader.fieldnames or ()}
    if "title" not in named:
        raise StandardsError(f"{path}: line 1 lacks the column title. Columns are: title, and where known words, grade")
    try:
        return list(_lines(reader, named))
    except csv.Error as error:
        raise StandardsError(f"{path}, line {reader.line_num}: {error}. Save it as plain CSV again") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise StandardsError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise StandardsError(f"{path}: not UTF-8 text; save it as CSV in UTF-8") from None


def _lines(reader: csv.DictReader[str], named: dict[str, str]) -> Iterator[Line]:
    before = reader.line_num
    for row in reader:
        told = {name: (row.get(named.get(name, "")) or "").strip() for name in ("title", "words", "grade")}
        yield _line(before + 1, len(row.get(None, ())), **told)
        before = reader.line_num


def _line(line: int, too_many: int, title: str, words: str, grade: str) -> Line:
    if too_many:
        return Line(line, None, "it has more fields than the file has columns: put quotes around what holds a comma")
    if not title and not words:
        return Line(line, None, "neither a title nor words: give it a title")
    grades = band(grade) if grade else UNKNOWN
    note = f"grade {grade!r} can't be read: all grades were looked at" if grade and grades == UNKNOWN else ""
    return Line(line, Lesson(title, words, grades), note=note)
