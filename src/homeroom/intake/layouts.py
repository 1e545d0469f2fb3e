"""Which program's report a file is, by its header alone. A file that fits no declared layout is held, never guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from homeroom.intake.errors import IntakeError
from homeroom.programs.declaration import Layout, Program, Report, normalised, signature

HEAD = 1 << 18
LONGEST_NAME = 2_000
EXPORT_AGAIN = "Export the report again, without opening and saving it in a spreadsheet, and receive the new file."
# A longer name is no name: a quotation mark in the first line was never closed.
LONGEST_NAME = 10_000
DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True)
class Header:
    """A file's first record: the names as they stand, and how cells are told apart in this file."""

    names: tuple[str, ...]
    delimiter: str
    escape: str = '"'
    # Whether the reader may give numbers and moments typed. Not where bytes are damaged: it would blame the value.
    native: bool = True
    # Lines before the first row. A fixed-width file has none.
    lines: int = 1

    @property
    def signature(self) -> tuple[str, ...]:
        return signature(self.names)


@dataclass(frozen=True)
class Found:
    """A layout that fits: where each declared column stands in this file, and what is worth telling."""

    program: Program
    report: Report
    layout: Layout
    position: dict[str, int]
    notes: tuple[str, ...]


def read_header(path: Path, name: str) -> Header:
    """The header of a UTF-8 file. Raises IntakeError where there is none."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise IntakeError(f"{name}: the file is empty. Ask the program to export it again.")
    first = head.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    names = _first_record(head, delimiter)
    while names and not names[-1].strip():
        names.pop()
    if not names or max(map(len, names)) > LONGEST_NAME:
        raise IntakeError(f"{name}: its first line names no columns. {EXPORT_AGAIN}")
    return Header(tuple(names), delimiter)


def _first_record(head: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(head.lstrip("\r\n").splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error:
        return []


def find(header: Header, programs: Iterable[Program]) -> Found | None:
    """The layout whose columns the header holds: the same order, another order, more columns, fewer optional ones.

    Several may fit; the one with the most columns in the file is meant. Two that fit equally well are a guess: none.
    """
    fits = [found for program in programs for found in _fits(header, program)]
    most = max((len(found.position) for found in fits), default=0)
    best = [found for found in fits if len(found.position) == most]
    return best[0] if len(best) == 1 else None


def nearest(header: Header, programs: Iterable[Program]) -> str:
    """In words: the declared layout that shares most columns, and what stands between it and this file."""
    names = set(header.signature)
    best, share = "", 0.0
    for program in programs:
        for report in program.reports:
            for layout in report.layouts:
                wanted = dict(zip(signature(layout.columns), layout.columns, strict=True))
                needed = {name for name, column in wanted.items() if column not in layout.optional}
                common = len(names & set(wanted)) / len(names | needed)
                if common > share:
                    share, best = common, _difference(f"{program.name}, {report.name}", names, wanted, layout)
    return best if share >= 0.3 else ""


def _fits(header: Header, program: Program) -> Iterator[Found]:
    stands = {name: place for place, name in enumerate(header.signature)}
    for report in program.reports:
        for layout in report.layouts:
            wanted = dict(zip(signature(layout.columns), layout.columns, strict=True))
            missing = [column for name, column in wanted.items() if name not in stands]
            if set(missing) - layout.optional:
                continue
            position = {column: stands[name] for name, column in wanted.items() if name in stands}
            yield Found(program, report, layout, position, tuple(_notes(header, wanted, missing)))


def _notes(header: Header, wanted: dict[str, str], missing: list[str]) -> Iterator[str]:
    strange = [(name, key) for name, key in zip(header.names, header.signature, strict=True) if key not in wanted]
    unknown = [name for name, _ in strange if name.strip()]
    twice = [name for name, key in strange if name.strip() and normalised(name) != key]
    if twice:
        yield f"column named twice, the first one is read: {_listed(twice)}"
    if unknown := [name for name in unknown if name not in twice]:
        yield f"columns not known, left in the original: {_listed(unknown, 20)}"
    if missing:
        yield f"optional columns missing: {', '.join(missing)}"


def _difference(title: str, names: set[str], wanted: dict[str, str], layout: Layout) -> str:
    missing = [column for name, column in wanted.items() if name not in names and column not in layout.optional]
    unknown = sorted(names - set(wanted))
    return (
        f"It is nearest to {title}, but lacks {_listed(missing)}"
        + (f" and has {_listed(unknown)}, which that report does not" if unknown else "")
        + "."
    )


def _listed(names: list[str], most: int = 5) -> str:
    """The first names, and of each the beginning: a broken file may hold thousands, or one that is endless."""
    shown = ", ".join(f"“{name[:80]}”" for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "") if names else "nothing"
