"""The form that every file of a report is written from: tables of cells, and what must be known to read them.

CSV, Excel, JSON and PDF are writers over it. None of them queries, rounds or decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.freshness import Freshness
from homeroom.reports.rules import VERSION, Rule
from homeroom.reports.values import State, Value, day, written


@dataclass(frozen=True)
class Word:
    """One of our own fixed words. `code` is the machine's, the same in every language; `words` are for people."""

    code: str
    words: str | Promise


Cell = Value | Word | str | date
YES, NO = Word("yes", gettext_lazy("yes")), Word("no", gettext_lazy("no"))
# What stands in a file where there is no number. Never nought, and never blank: a blank cell is one that has no place.
NOT_KNOWN: Mapping[State, Word] = {
    State.NO_EVIDENCE: Word("no evidence", gettext_lazy("no evidence")),
    State.FEW: Word("few", gettext_lazy("few")),
    State.LATE: Word("late", gettext_lazy("late")),
}
# What is counted in a column, and out of what a report is drawn: machines are told these names as they stand here.
UNITS: Mapping[str, str | Promise] = {
    "answers": gettext_lazy("answers"),
    "chance": gettext_lazy("chance"),
    "children": gettext_lazy("children"),
    "classes": gettext_lazy("classes"),
    "children × standards": gettext_lazy("children × standards"),
    "correlation": gettext_lazy("correlation"),
    "day": gettext_lazy("day"),
    "days": gettext_lazy("days"),
    "degrees of freedom": gettext_lazy("degrees of freedom"),
    "groups": gettext_lazy("groups"),
    "lessons": gettext_lazy("lessons"),
    "minutes": gettext_lazy("minutes"),
    "ordinary items": gettext_lazy("ordinary items"),
    "percent": gettext_lazy("percent"),
    "percent of the assigned": gettext_lazy("percent of the assigned"),
    "points": gettext_lazy("points"),
    "points of the measure": gettext_lazy("points of the measure"),
    "share": gettext_lazy("share"),
    "standard deviations": gettext_lazy("standard deviations"),
    "standards": gettext_lazy("standards"),
    "tries of lessons": gettext_lazy("tries of lessons"),
    "week": gettext_lazy("week"),
}
SOURCES: Mapping[str, str | Promise] = {
    "constants": gettext_lazy("constants"),
    "facts": gettext_lazy("facts"),
    "plan": gettext_lazy("plan"),
    "rules": gettext_lazy("rules"),
    "teachers' words": gettext_lazy("teachers' words"),
}


@dataclass(frozen=True)
class Column:
    """`words` are the header for people; `name` is the machine's: it stays the same in every language and release."""

    words: str | Promise
    name: str
    unit: str = ""
    definition: str | Promise = ""

    @property
    def unit_words(self) -> str:
        return str(UNITS.get(self.unit, self.unit))


@dataclass(frozen=True)
class Table:
    """Rows of cells beside their columns. `name` is the machine's, `caption` says what one row is."""

    name: str
    caption: str | Promise
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
        versions = ", ".join(f"{source_words(name)} {version}" for name, version in self.drawn_from.items())
        made = gettext("made %(day)s") % {"day": day(timezone.localtime(self.made_at).date())}
        drawn = gettext("drawn from %(versions)s") % {"versions": versions} if versions else ""
        return " · ".join(part for part in (self.title, made, drawn) if part)

    def table(self, name: str = "") -> Table:
        """The table of this name, the first one for none. Raises KeyError for a name that none has."""
        return {"": self.tables[0], **{one.name: one for one in self.tables}}[name]


def source_words(name: str) -> str:
    return str(SOURCES.get(name, name))


def text(cell: Cell, *, machine: bool = False) -> str:
    """A cell as files carry it: numbers rounded like the page's and without commas, days as ISO 8601 writes them."""
    if isinstance(cell, Value):
        return written(cell) if cell.state is State.KNOWN else text(NOT_KNOWN[cell.state], machine=machine)
    if isinstance(cell, Word):
        return cell.code if machine else str(cell.words)
    return cell.isoformat() if isinstance(cell, date) else cell


def rows(table: Table, *, machine: bool = False) -> list[list[str]]:
    return [[text(cell, machine=machine) for cell in row] for row in table.rows]


def header(table: Table, *, machine: bool = False) -> list[str]:
    return [column.name if machine else str(column.words) for column in table.columns]
