"""The parts of a declaration: programs have reports, reports have layouts, layouts say what fills a fact column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from homeroom.facts.schema import Table


@dataclass(frozen=True)
class Field:
    """How one fact column is filled: from `column` through `cast`, or with a fixed `value`.

    `words` is a closed map: a word that is not in it is never guessed. `low` and `high` are inclusive.
    `format` is strptime's, or "iso". `zone` is an IANA name, "school", or blank where the text carries an offset.
    `blank` lists words that stand for no value. The text of column `under` goes before this one's, with " / " between.
    """

    column: str = ""
    value: str | float | bool | None = None
    cast: str = "text"
    format: str = ""
    zone: str = "school"
    required: bool = False
    low: float | None = None
    high: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    under: str = ""


@dataclass(frozen=True)
class Each:
    """One fact out of one column of a wide row: `column` gives the value, `set` the fields that say what it is.

    `set` fills the fact column `method` with the column's own name where it says nothing else. `beside` names other
    columns of the row that belong to this value alone, such as its confidence: fact column → file column. Both
    override the layout's fields.
    """

    column: str
    field: Field
    set: Mapping[str, str]
    beside: Mapping[str, str]


@dataclass(frozen=True)
class AsOf:
    """Where the moment a file speaks of is told: in a column, or in the file's name (a pattern with y, m, d groups)."""

    column: str = ""
    format: str = ""
    file: str = ""


@dataclass(frozen=True)
class Layout:
    """One shape of one report's file.

    `key` names the fact columns that make a business row; a later export of the same key supersedes it.
    `repeats` says that one key may rightly stand several times in one export (two tries on one day).
    `since` is the day the layout began to be used: where a file fits two equally well, the later one is meant.
    """

    slug: str
    columns: tuple[str, ...]
    optional: frozenset[str]
    not_taken: Mapping[str, str]
    identity: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, Field]
    each: tuple[Each, ...]
    into: str
    content: Mapping[str, str]
    key: tuple[str, ...]
    repeats: bool
    as_of: AsOf
    delimiter: str = ","
    since: date | None = None


@dataclass(frozen=True)
class Feed:
    """How often a report is expected: "day", "week" or "term", and how many school days it may lag."""

    every: str = "day"
    lag_days: int = 1


@dataclass(frozen=True)
class Report:
    """One kind of file of one program, in one or more layouts, all filling one fact table."""

    slug: str
    name: str
    fact: Table
    grain: str
    feed: Feed
    layouts: tuple[Layout, ...]


@dataclass(frozen=True)
class Program:
    """A learning program: its words, its clock, what it can be told, and its reports."""

    slug: str
    name: str
    minutes_definition: str
    channels: tuple[str, ...]
    reports: tuple[Report, ...]
    folder: Path

    def report(self, slug: str) -> Report:
        return next(report for report in self.reports if report.slug == slug)
