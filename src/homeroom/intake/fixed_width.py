"""A fixed-width original as the CSV that the readers of files take: each line by the declared places of its columns.

Such a file has no header, so nothing in it says what it is. It is one of a declared layout only where its name, the
length of its lines and the texts in marked columns all say so; where two layouts fit, none is taken.
Line n of the original is row n. A line of another length stays in one piece, so that the reader sets it apart.

Editors cut off the blanks at a line's end. Where no line of a file ends with a blank, a shorter line that bears the
marks is whole, and what it lacks is blank; but not the last one if it has no end: there the file itself broke off.
"""

from __future__ import annotations

import codecs
import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.facts.engine import Session, literal
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import Header
from homeroom.intake.read import LONGEST_LINE, Read
from homeroom.intake.text import CHUNK, DAMAGED, Decoded
from homeroom.programs.declaration import FixedWidth, Layout, Program

LOOKED_AT = 50
WRONG_LENGTH = gettext_noop("The line is longer or shorter than the lines of this report.")
BLANK_AT_END = re.compile(rb" \r?(?:\n|\Z)")
# Signs that stand in no text, so that a line stays whole.
WHOLE_LINE = "\x1d\x1e\x1f"


def layout_of(path: Path, encoding: str, name: str, programs: Iterable[Program]) -> Layout | None:
    """The one fixed-width layout that the UTF-8 file `path` fits. `encoding` is that of the original."""
    lines = _first_lines(path)
    declared = [layout for program in programs for report in program.reports for layout in report.layouts]
    fits = [one for one in declared if one.fixed and lines and _fits(one.fixed, lines, encoding, name)]
    return fits[0] if len(fits) == 1 else None


def as_csv(place: Session, decoded: Decoded, layout: Layout, name: str, workshop: Path) -> tuple[Path, Header]:
    """The file as CSV with a header, in `workshop`. Raises IntakeError where its places can't be counted."""
    fixed = layout.fixed
    if fixed is None:
        raise ValueError(f"layout {layout.slug} is not of fixed width")
    by_byte = _by_byte(fixed, decoded.encoding)
    if DAMAGED in decoded.notes and not by_byte:
        raise IntakeError(
            gettext_noop(
                "%(name)s: some of its bytes are no text, so its places can't be counted. Ask for the file again."
            )
            % {"name": name}
        )
    source, made = decoded.path, workshop / f"{decoded.path.name}.columns.csv"
    if by_byte:
        source = _recoded(source, workshop / f"{decoded.path.name}.bytes", "latin-1", "utf-8")
    place.run(_copy(source, fixed, made, _whole_if(fixed, decoded.path, by_byte)))
    if by_byte:
        made = _recoded(made, workshop / f"{decoded.path.name}.utf8.csv", "utf-8", "latin-1")
    names = tuple(column for column, _, _ in fixed.positions)
    return made, Header(names, ",", native=DAMAGED not in decoded.notes, lines=0)


def told_by_length(read: Read) -> Read:
    """What was read, with the words that a malformed line of a fixed-width file deserves."""
    return replace(read, malformed=tuple(replace(one, fault=WRONG_LENGTH) for one in read.malformed))


def _fits(fixed: FixedWidth, lines: Sequence[bytes], encoding: str, name: str) -> bool:
    by_byte = _by_byte(fixed, encoding)
    shown = [line.decode("latin-1") if by_byte else _text(line) for line in lines]
    whole = [line for line in shown if len(line) == fixed.length]
    named = not fixed.file or re.search(fixed.file, name)
    if not named or not all(_marked(fixed, line) for line in whole):
        return False
    if fixed.marks and not any(line.endswith(b" ") for line in lines):
        whole += [line for line in shown if len(line) < fixed.length and _marked(fixed, line)]
    return len(whole) * 2 > len(lines)


def _marked(fixed: FixedWidth, line: str) -> bool:
    places = {column: line[start - 1 : end].strip() for column, start, end in fixed.positions}
    return all(places[column] == text for column, text in fixed.marks.items())


def _by_byte(fixed: FixedWidth, encoding: str) -> bool:
    """In an encoding of one byte a character, and in wide ones, a place is a character."""
    return fixed.unit == "bytes" and encoding.startswith("utf-8")


def _first_lines(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return [line.rstrip(b"\r\n") for line in islice(iter(lambda: file.readline(LONGEST_LINE), b""), LOOKED_AT)]


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _whole_if(fixed: FixedWidth, path: Path, by_byte: bool) -> str:
    """When a line is whole, as SQL: it has its length, or all that it lacks are blanks that an editor cut off."""
    exact = f"length(line) = {fixed.length}"
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as seen:
        if not fixed.marks or BLANK_AT_END.search(seen):
            return exact
        last = seen[seen.rfind(b"\n") + 1 :]
    places = {column: (start, end - start + 1) for column, start, end in fixed.positions}
    marked = [
        f"trim(substring(line, {places[c][0]}, {places[c][1]})) = {literal(text)}" for c, text in fixed.marks.items()
    ]
    broken_off = literal(last.decode("latin-1" if by_byte else "utf-8", "replace"))
    return f"({exact} or (length(line) < {fixed.length} and line <> {broken_off} and {' and '.join(marked)}))"


def _copy(source: Path, fixed: FixedWidth, target: Path, whole: str) -> str:
    """Every cell in quotation marks, so that any text may stand in it; a line of another length as one cell."""
    cells = [_cut(start, end) for _, start, end in fixed.positions]
    record = " || ',' || ".join(map(_cell, cells))
    names = ",".join(_name(column) for column, _, _ in fixed.positions)
    line = "rtrim(line, chr(13))"
    return (
        f"copy (select {literal(names)} as record union all"
        f" select case when {whole} then {record} else {_quoted('line')} end"
        f" from (select coalesce({line}, '') as line from {_lines(source)}))"
        f" to {literal(str(target))} (format csv, header false, quote '', escape '', delimiter {literal(WHOLE_LINE)})"
    )


def _cut(start: int, end: int) -> str:
    return f"trim(substring(line, {start}, {end - start + 1}))"


def _lines(source: Path) -> str:
    return (
        f"read_csv({literal(str(source))}, auto_detect = false, header = false, columns = {{'line': 'VARCHAR'}},"
        f" delim = {literal(WHOLE_LINE)}, quote = '', escape = '', max_line_size = {LONGEST_LINE})"
    )


def _cell(text: str) -> str:
    return f"case when {text} = '' then '' else {_quoted(text)} end"


def _quoted(text: str) -> str:
    return f"""'"' || replace({text}, '"', '""') || '"'"""


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _recoded(source: Path, target: Path, read_as: str, write_as: str) -> Path:
    """The file with each byte as one character, or back again."""
    with source.open("rb") as file, target.open("wb") as out:
        out.writelines(text.encode(write_as) for text in _decoded(iter(lambda: file.read(CHUNK), b""), read_as))
    return target


def _decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    yield from map(decoder.decode, chunks)
    yield decoder.decode(b"", True)
