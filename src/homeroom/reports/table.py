"""The form that every file of a report is written from: tables of cells, and what must be known to read them.

CSV, Excel, JSON and PDF are writers over it. None of them queries, rounds or decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from homeroom.reports.freshness import Freshness
from homeroom.reports.rules import VERSION, Rule
from homeroom.reports.values import State, Value, day, written

Cell = Value | str | date
# What stands in a file where there is no number. Never nought, and never blank: a blank cell is one that has no place.
NOT_KNOWN: Mapping[State, str] = {State.NO_EVIDENCE: "no evidence", State.FEW: "few", State.LATE: "late"}


@dataclass(frozen=True)
class Column:
    """`words` are the header for people; `name` is the machine's: it stays the same in every language and release."""

    words: str
    name: str
    unit: str = ""
    definition: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells beside their columns. `name` is the machine's, `caption` says what one row is."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name}: a row has more or fewer cells than there are columns")


@dataclass(frozen=True)
class Report:
    """A report as its files hold it. The CSV has the first of `tables` unless another is asked for by its name.

    `file_name` has no ending; `drawn_from` names the versions of everything that the numbers rest on.
    """

    name: str
    title: str
    file_name: str
    tables: tuple[Table, ...]
    period: str = ""
    lead: str = ""
    freshness: tuple[Freshness, ...] = ()
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    drawn_from: Mapping[str, int | str] = field(default_factory=dict)
    rules_version: int = VERSION
    made_at: datetime = field(default_factory=timezone.now)

    @property
    def foot(self) -> str:
        """What stands below each page on paper, where a sheet may come loose from the others."""
        versions = ", ".join(f"{name} {version}" for name, version in self.drawn_from.items())
        made = f"made {day(timezone.localtime(self.made_at).date())}"
        return " · ".join(part for part in (self.title, made, f"drawn from {versions}" if versions else "") if part)

    def table(self, name: str = "") -> Table:
        """The table of this name, the first one for none. Raises KeyError for a name that none has."""
        return {"": self.tables[0], **{one.name: one for one in self.tables}}[name]


def text(cell: Cell) -> str:
    """A cell as files carry it: numbers rounded like the page's and without commas, days as ISO 8601 writes them."""
    if isinstance(cell, Value):
        return written(cell) if cell.state is State.KNOWN else NOT_KNOWN[cell.state]
    return cell.isoformat() if isinstance(cell, date) else cell


def header(table: Table, *, machine: bool = False) -> list[str]:
    return [column.name if machine else column.words for column in table.columns]
