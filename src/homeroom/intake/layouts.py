"""Which program's report a file is, by its header alone. A file that fits no declared layout is held, never guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext_noop

from homeroom.intake import own_programs
from homeroom.intake.errors import IntakeError
from homeroom.intake.lookalikes import told
from homeroom.intake.own_programs import each_layout
from homeroom.programs.declaration import Layout, Program, Report, normalised, signature

HEAD = 1 << 18
UNLIKE = gettext_noop("No report of any declared program looks like it.")
EXPORT_AGAIN = gettext_noop(
    "Export the report again, without opening and saving it in a spreadsheet, and receive the new file."
)
# A longer name is no name: a quotation mark in the first line was never closed.
LONGEST_NAME = 10_000
# The widest report that was seen has 2,135 columns. Ten times as many cost the reader minutes.
MOST_COLUMNS = 5_000
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

    @cached_property
    def signature(self) -> tuple[str, ...]:
        return signature(self.names)


class Fit(IntEnum):
    """How a header fits a layout: all columns in order, in another order, with more columns, without optional ones."""

    EXACT = 0
    REORDERED = 1
    MORE = 2
    FEWER = 3


@dataclass(frozen=True)
class Found:
    """A layout that fits: where each declared column stands in this file, and what is worth telling."""

    program: Program
    report: Report
    layout: Layout
    position: dict[str, int]
    notes: tuple[str, ...]
    fit: Fit = Fit.EXACT

    @property
    def title(self) -> str:
        return f"{self.program.name}, {self.report.name}"


def read_header(path: Path, name: str) -> Header:
    """The header of a UTF-8 file. Raises IntakeError where there is none."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        head = file.read(HEAD)
    _must_end(head, path, name)
    if not head.strip():
        raise IntakeError(f"{name}: the file is empty. Ask the program to export it again.")
    first = head.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    names = _first_record(head, delimiter)
    while names and not names[-1].strip():
        names.pop()
    if not names or max(map(len, names)) > LONGEST_NAME:
        raise IntakeError(
            gettext_noop("%(name)s: its first line names no columns. %(again_words)s")
            % {"name": name, "again_words": EXPORT_AGAIN}
        )
    if len(names) > MOST_COLUMNS:
        raise IntakeError(
            gettext_noop("%(name)s: its first line names %(names)s columns; at most %(most_columns)s are read.")
            % {"name": name, "names": f"{len(names):,}", "most_columns": f"{MOST_COLUMNS:,}"}
        )
    return Header(tuple(names), delimiter)


def _must_end(head: str, path: Path, name: str) -> None:
    """A first line that is longer than any report's names no columns, and names cut in two are no names."""
    if len(head) == HEAD and "\n" not in head.lstrip("\r\n") and path.stat().st_size > HEAD:
        raise IntakeError(
            gettext_noop("%(name)s: its first line names no columns; it is longer than any report's. %(again_words)s")
            % {"name": name, "again_words": EXPORT_AGAIN}
        )


def _first_record(head: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(head.lstrip("\r\n"), newline="\n"), delimiter=delimiter), [])
    except csv.Error:
        return []


def find(header: Header, programs: Iterable[Program]) -> Found | None:
    """The one layout that the header fits without a guess; None where it fits none, or several equally well.

    The same columns in the same order go first, then in another order; then the layout that knows most of the file's
    columns; then the one that began last.
    """
    known = tuple(programs)
    fits = [found for program in known for found in _fits(header, program)]
    best = min((_rank(found) for found in fits), default=None)
    chosen = [found for found in fits if _rank(found) == best]
    return chosen[0] if len(chosen) == 1 and not _rivals(header, chosen[0], known) else None


def why_held(header: Header, programs: Iterable[Program]) -> str:
    """In words: why no layout is taken for this file, and which one is nearest."""
    known = tuple(programs)
    fits = [found for program in known for found in _fits(header, program)]
    best = min((_rank(found) for found in fits), default=None)
    titles = sorted(f"{found.title}, layout {found.layout.slug}" for found in fits if _rank(found) == best)
    if len(titles) > 1:
        return gettext_noop("It fits %(n)s layouts equally well: %(titles)s.") % {
            "n": len(titles),
            "titles": "; ".join(titles),
        }
    alike = " ".join(told(header.names, {name for _, _, layout in each_layout(known) for name in columns_of(layout)}))
    return f"{nearest(header, known) or UNLIKE} {alike}".strip()


def nearest(header: Header, programs: Iterable[Program]) -> str:
    """In words: the declared layout that shares most columns, and what stands between it and this file."""
    names = set(header.signature)
    best, share = "", 0.0
    for program, report, layout in each_layout(programs):
        wanted = columns_of(layout)
        needed = {name for name, column in wanted.items() if column not in layout.optional}
        common = len(names & set(wanted)) / len(names | needed)
        if common > share:
            share, best = common, _difference(f"{program.name}, {report.name}", names, wanted, layout)
    return best if share >= 0.3 else ""


def declared() -> tuple[Program, ...]:
    """The programs whose files are read here: those that ship, with what this installation has declared itself."""
    return own_programs.known().programs


def columns_of(layout: Layout) -> Mapping[str, str]:
    """A layout's columns by their normalised names, in order."""
    return _by_name(layout.columns)


@lru_cache(maxsize=4096)
def _by_name(columns: tuple[str, ...]) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(signature(columns), columns, strict=True)))


def _rank(found: Found) -> tuple[int, int, int]:
    since = found.layout.since.toordinal() if found.layout.since else 0
    return min(found.fit, Fit.MORE), -len(found.position), -since


def _rivals(header: Header, found: Found, programs: Iterable[Program]) -> bool:
    """Whether another layout, though it doesn't fit, knows more of the file's columns than the one that does.

    A report with a column renamed may hold all that a smaller report asks for: to load it as that one is a guess.
    """
    names = set(header.signature)
    return found.fit == Fit.MORE and any(
        len(names & columns_of(layout).keys()) > len(found.position) for _, _, layout in each_layout(programs)
    )


def _fits(header: Header, program: Program) -> Iterator[Found]:
    stands = {name: place for place, name in enumerate(header.signature)}
    for _, report, layout in each_layout([program]):
        wanted = columns_of(layout)
        missing = [column for name, column in wanted.items() if name not in stands]
        fit = _fit(header, wanted, missing, layout)
        if fit is not None:
            position = {column: stands[name] for name, column in wanted.items() if name in stands}
            yield Found(program, report, layout, position, tuple(_notes(header, wanted, missing)), fit)


def _fit(header: Header, wanted: Mapping[str, str], missing: Sequence[str], layout: Layout) -> Fit | None:
    """How the header fits, or None. A column that lacks beside one that nobody knows may be the same, renamed."""
    unknown = _unknown(header, wanted)
    if set(missing) - layout.optional or (missing and unknown):
        return None
    if missing:
        return Fit.FEWER
    if header.signature == tuple(wanted):
        return Fit.EXACT
    return Fit.MORE if len(header.names) > len(wanted) else Fit.REORDERED


def _unknown(header: Header, wanted: Mapping[str, str]) -> list[str]:
    """Columns that the layout doesn't name; not those whose name stands twice, of which the first is read."""
    pairs = zip(header.names, header.signature, strict=True)
    return [name for name, key in pairs if key not in wanted and normalised(name) == key and name.strip()]


def _notes(header: Header, wanted: Mapping[str, str], missing: Sequence[str]) -> Iterator[str]:
    pairs = zip(header.names, header.signature, strict=True)
    twice = [name for name, key in pairs if key not in wanted and normalised(name) not in (key, "")]
    if twice:
        yield gettext_noop("column named twice, the first one is read: %(columns_words)s") % {
            "columns_words": _listed(twice)
        }
    if unknown := _unknown(header, wanted):
        yield gettext_noop("columns not known, left in the original: %(columns_words)s") % {
            "columns_words": _listed(unknown, 20)
        }
    if missing:
        yield gettext_noop("optional columns missing: %(columns)s") % {"columns": ", ".join(missing)}


def _difference(title: str, names: set[str], wanted: Mapping[str, str], layout: Layout) -> str:
    unknown = sorted(names - set(wanted))
    absent = [column for name, column in wanted.items() if name not in names]
    # Where only optional ones lack, they matter beside a column that nobody knows: it may be one of them, renamed.
    missing = [column for column in absent if column not in layout.optional] or absent
    lacks = gettext_noop("lacks %(columns_words)s") % {"columns_words": _listed(missing)} if missing else ""
    has = (
        gettext_noop("has %(columns_words)s, which that report does not") % {"columns_words": _listed(unknown)}
        if unknown
        else ""
    )
    return gettext_noop("It is nearest to %(title)s, but %(how_words)s.") % {
        "title": title,
        "how_words": " and ".join(filter(None, (lacks, has))) or gettext_noop("is not it"),
    }


def _listed(names: list[str], most: int = 5) -> str:
    """The first names, and of each the beginning: a broken file may hold thousands, or one that is endless."""
    shown = ", ".join(f"“{name[:80]}”" for name in names[:most])
    if not names:
        return "nothing"
    more = len(names) - most
    return gettext_noop("%(columns)s and %(more)s more") % {"columns": shown, "more": more} if more > 0 else shown
