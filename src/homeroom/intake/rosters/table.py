"""One CSV file of a roster as records. A row that breaks the rules costs itself alone, never the rows after it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError
from homeroom.intake.text import as_utf8
from homeroom.people.erasures import is_kept_out, keys_kept_out
from homeroom.people.models import Contact, Student

LONGEST_CELL = 4096
# Columns in which one person's row names others.
AGENTS = ("agentsourcedids", "agents")
MOST_BROKEN = 1000
STILL_SENT = gettext_noop(
    "The row names a child who was erased on request; it was blanked in the kept file. The student "
    "system still holds this child: remove them there. To let the child back in: homeroom erase "
    "--let-back NUMBER"
)


@dataclass(frozen=True)
class Fault:
    """Why one row is not published: one of the ledger's words, a code, OneRoster's column, words for a person."""

    row: int
    ended_as: str
    code: str
    column: str
    words: str


@dataclass(frozen=True)
class Record:
    """A row: its number (1 = first after the header) and its trimmed cells under lower-cased column names."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A file's header as received, its sound records, what is wrong with the others, and what was found on the way."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    # What stands under ids that this table's own rows tell anew: it comes back where such a row can't be used.
    under: Mapping[str, Record] = field(default_factory=dict)

    def without(self, rows: Collection[int]) -> Table:
        """The table less these rows, with what stands under their ids back in their place."""
        ids = {record.cells.get("sourcedid", "") for record in self.records if record.number in rows}
        records = [record for record in self.records if record.number not in rows]
        left = {record.cells.get("sourcedid", "") for record in records}
        back = [self.under[one] for one in sorted(ids - left) if one in self.under]
        faults = tuple(fault for fault in self.faults if fault.row not in rows)
        return replace(self, records=(*back, *records), faults=faults)

    @property
    def rows_in(self) -> int:
        return len(self.records) + len(self.faults)

    @property
    def is_whole(self) -> bool:
        """Whether it has rows, and none that can't be read. A row that was passed over on purpose can."""
        return bool(self.records) and all(fault.ended_as == "ignored" for fault in self.faults)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.columns)


def read_table(name: str, path: Path, workshop: Path) -> Table:
    """Read `path`, shown to people as `name`. Raises IntakeError where it is no text, is empty or has a bad header."""
    decoded = as_utf8(path, workshop, name)
    csv.field_size_limit(1 << 30)
    with decoded.path.open(encoding="utf-8", newline="", errors="surrogateescape") as file:
        rows = _rows(file.readlines(), name)
    columns = _header(next(rows, None), name)
    keys = [column.lower() for column in columns]
    records, faults = [], []
    gone, kept_out = set(ledger.erased_rows(path.name).tolist()), KeptOut(keys)
    for number, row in enumerate(rows, start=1):
        wrong = _wrong(row, len(keys))
        if number in gone or kept_out.names(row):
            faults.append(Fault(number, ledger.ERASED, "erased", "", STILL_SENT))
            continue
        if row is None or wrong:
            faults.append(Fault(number, "quarantined", *wrong))
        else:
            cells = dict(zip(keys, (cell.strip() for cell in row), strict=False))
            records.append(Record(number, kept_out.without_mentions(cells)))
    return Table(columns, tuple(records), tuple(faults), decoded.notes)


class KeptOut:
    """Rows of a roster that name an erased child, by any column that holds one id."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._keys = keys_kept_out()
        self._places = [at for at, name in enumerate(columns) if name.replace(" ", "").endswith(("id", "number"))]
        self._known: dict[str, bool] = {}

    def names(self, row: Sequence[str] | None) -> bool:
        if not self._keys or row is None:
            return False
        return any(self._kept_out(row[at].strip()) for at in self._places if at < len(row))

    def without_mentions(self, cells: dict[str, str]) -> dict[str, str]:
        """The cells less erased children's ids in lists of relatives."""
        return {name: self.listed(cell) if name in AGENTS else cell for name, cell in cells.items()}

    def listed(self, cell: str) -> str:
        if not self._keys or not cell:
            return cell
        return ",".join(one for one in cell.split(",") if not self._kept_out(one.strip()))

    def _kept_out(self, text: str) -> bool:
        if text and text not in self._known:
            out = is_kept_out(text, self._keys)
            self._known[text] = out and not _is_somebody(text)
        return bool(text) and self._known[text]


def _is_somebody(sourced_id: str) -> bool:
    """An id that was given anew is the new child's."""
    return any(model._default_manager.filter(sourced_id=sourced_id).exists() for model in (Student, Contact))


def _rows(lines: Sequence[str], name: str) -> Iterator[list[str] | None]:
    """Each row's cells; None for a line whose quotes are broken. Reading goes on with the line after that one.

    Without this, one quote that is never closed would swallow the rest of the file.
    """
    start, broken = 0, 0
    while start < len(lines):
        reader, done = csv.reader(islice(lines, start, None), strict=True), 0
        try:
            for row in reader:
                done = reader.line_num
                if row:
                    yield row
            return
        except csv.Error:
            broken += 1
            if broken > MOST_BROKEN:
                raise IntakeError(
                    gettext_noop("%(name)s: more than %(most_broken)s rows have broken quotes. Export it again.")
                    % {"name": name, "most_broken": MOST_BROKEN}
                ) from None
            yield None
            start += done + 1


def _header(row: list[str] | None, name: str) -> tuple[str, ...]:
    if row is None:
        raise IntakeError(
            gettext_noop("%(name)s: the file is empty or its first line can't be read. Export it again.")
            % {"name": name}
        )
    columns = tuple(cell.strip().lstrip("\ufeff") or f"column {place}" for place, cell in enumerate(row, start=1))
    if not all(map(_is_text, columns)):
        raise IntakeError(
            gettext_noop("%(name)s: the header holds bytes that are no UTF-8. Export it again, as UTF-8.")
            % {"name": name}
        )
    seen: set[str] = set()
    twice = sorted({c for c in columns if c.lower() in seen or seen.add(c.lower())})  # type: ignore[func-returns-value]
    if twice:
        raise IntakeError(
            gettext_noop("%(name)s: the header names %(columns)s twice. Remove one of the two columns.")
            % {"name": name, "columns": ", ".join(twice)}
        )
    return columns


def _wrong(row: list[str] | None, width: int) -> tuple[str, str, str] | tuple[()]:
    if row is None:
        return (
            "broken_quote",
            "",
            gettext_noop("a quotation mark is not closed, or stands inside a cell without being doubled"),
        )
    if len(row) != width and (len(row) < width or any(cell.strip() for cell in row[width:])):
        return (
            "ragged_row",
            "",
            gettext_noop("the row has not as many cells as the header, which has %(width)s") % {"width": width},
        )
    if not all(map(_is_text, row)):
        return (
            "broken_text",
            "",
            gettext_noop("the row holds bytes of another encoding than the rest of the file"),
        )
    if any(len(cell) > LONGEST_CELL for cell in row):
        return (
            "too_long",
            "",
            gettext_noop("a cell is longer than %(longest_cell)s characters") % {"longest_cell": f"{LONGEST_CELL:,}"},
        )
    return ()


def _is_text(cell: str) -> bool:
    """Whether every byte of it could be read; one that could not stands as a lone surrogate."""
    return not any("\udc80" <= sign <= "\udcff" for sign in cell)
