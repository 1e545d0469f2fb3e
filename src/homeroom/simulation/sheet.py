"""One export as it is being made: its columns by their declared names, what is wrong in them, how it is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from homeroom.programs.declaration import Layout, load_all
from homeroom.simulation.errors import SimulationError

UTF8_MARK = "utf-8-sig"


@dataclass(frozen=True)
class Style:
    """How a vendor writes its files."""

    encoding: str = "utf-8"
    newline: str = "\n"
    quote_all: bool = False


@dataclass(frozen=True)
class Noted:
    """A row that is not as it should be, or was put right. `row` 1 is the first after the header, 0 the whole file.

    `was` is the right value, where there is one.
    """

    file: str
    row: int
    kind: str
    column: str
    was: str
    sourced_id: str


PLAIN = Style()


@cache
def layout_of(program: str, report: str, layout: str) -> Layout:
    """A declared layout. Raises SimulationError where homeroom's programs do not declare it."""
    for declared in load_all():
        for each in declared.reports:
            for one in each.layouts:
                if (declared.slug, each.slug, one.slug) == (program, report, layout):
                    return one
    raise SimulationError(f"{program}: no report {report} with a layout {layout} is declared")


class Sheet:
    """A file of one declared layout. Columns that are not given stay blank; `left_out` names optional ones to drop."""

    def __init__(
        self,
        file: str,
        arrives: date,
        layout: Layout,
        columns: Mapping[str, Sequence[str]],
        sourced_ids: Sequence[str],
        style: Style,
        left_out: frozenset[str] = frozenset(),
    ):
        unknown = [name for name in columns if name not in layout.columns]
        if unknown or left_out - layout.optional:
            strange = ", ".join([*unknown, *sorted(left_out - layout.optional)])
            raise SimulationError(f"{file}: the layout {layout.slug} declares no (optional) column {strange}")
        self.file, self.arrives, self.style = file, arrives, style
        self.header = tuple(name for name in layout.columns if name not in left_out)
        self._columns = {name: list(values) for name, values in columns.items()}
        self._who = list(sourced_ids)
        self.noted: list[Noted] = []

    @property
    def path(self) -> str:
        """Where it lies below `exports/`: in the folder of the day it came."""
        return f"{self.arrives.isoformat()}/{self.file}"

    @property
    def rows(self) -> int:
        return len(self._who)

    def column(self, name: str) -> Sequence[str]:
        return self._columns[name]

    def spoil(self, place: int, name: str, value: str, kind: str) -> None:
        """Put a wrong value into a row, and remember the right one."""
        self.note(place, kind, name, self._columns[name][place])
        self._columns[name][place] = value

    def repeat(self, place: int) -> None:
        """Say a row once more, at the file's end."""
        for values in self._columns.values():
            values.append(values[place])
        self._who.append(self._who[place])
        self.note(self.rows - 1, "repeated row")

    def note(self, place: int, kind: str, column: str = "", was: str = "") -> None:
        self.noted.append(Noted(self.path, place + 1, kind, column, was, self._who[place]))

    def late(self, due: date) -> None:
        """Note that the whole file came late. Row 0 means the file."""
        self.noted.append(Noted(self.path, 0, "late file", "", due.isoformat(), ""))

    def text(self) -> str:
        blank = [""] * self.rows
        columns = [self._columns.get(name, blank) for name in self.header]
        return written(self.header, zip(*columns, strict=True), self.style)

    def bytes(self) -> bytes:
        return self.text().encode(self.style.encoding)


def written(header: Sequence[str], rows: Iterable[Sequence[str]], style: Style = PLAIN) -> str:
    """A CSV file's text."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, lineterminator=style.newline, quoting=csv.QUOTE_ALL if style.quote_all else csv.QUOTE_MINIMAL
    )
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
