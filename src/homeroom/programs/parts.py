"""The parts of a declaration: programs have reports, reports have layouts, layouts say what fills a fact column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from homeroom.facts.schema import Table
from homeroom.programs.assign import Assign


@dataclass(frozen=True)
class Cap:
    """A number above `at` is written as `at`, with the `rule` in words; what was received stays beside it."""

    at: float
    rule: str


@dataclass(frozen=True)
class Level:
    """A word of a closed list of levels, its place among them (1 is the lowest), and whether it meets expectations."""

    word: str
    order: int | None = None
    met: bool | None = None


@dataclass(frozen=True)
class Field:
    """How one fact column is filled: from `column` through `cast`, with a fixed `value`, or from the file's as-of.

    `words` is a closed map: a word that is not in it is never guessed. `low` and `high` are inclusive.
    `format` is strptime's, or "iso". `zone` is an IANA name, "school", or blank where the text carries an offset.
    `blank` lists words that stand for no value. The text of column `under` goes before this one's, with " / " between.
    `plus_days` moves a date. `levels`, where there are any, are the only words there can be.
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
    as_of: bool = False
    plus_days: int = 0
    cap: Cap | None = None
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True)
class Each:
    """One fact out of one column of a wide row: `column` gives the value, `set` the fields that say what it is.

    `set` fills the fact column `method` with the column's own name where it says nothing else. `beside` names other
    columns of the row that belong to this value alone, such as its confidence or its own day. Both override the
    layout's fields. `month`, 1 to 12, says that the value is of that month of the row's school year; 0 says nothing.
    """

    column: str
    field: Field
    set: Mapping[str, str]
    beside: Mapping[str, Field]
    month: int = 0


@dataclass(frozen=True)
class AsOf:
    """Where the moment a file speaks of is told: in a column, or in the file's name (a pattern with y, m, d groups)."""

    column: str = ""
    format: str = ""
    file: str = ""


@dataclass(frozen=True)
class FixedWidth:
    """A file without delimiters or header: each column from `start` to `end` of a line, counted from 1, both included.

    `unit` is "characters" or "bytes". A line has `length` of them; a file is known by that, by `file`, a pattern its
    name must hold, and by `marks`, the texts that its lines have in some columns.
    """

    unit: str
    positions: tuple[tuple[str, int, int], ...]
    length: int
    file: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """One shape of one report's file.

    `key` names the fact columns that make a business row; a later export of the same key supersedes it.
    `repeats` says that one key may rightly stand several times in one export (two tries on one day).
    `prefixes` stand before ids in this file and not in the roster: left off for matching only.
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
    prefixes: tuple[str, ...] = ()
    fixed: FixedWidth | None = None
    since: date | None = None

    @property
    def needs_as_of(self) -> bool:
        """Whether facts can't be dated before the day is known that the file speaks of."""
        return any(field.as_of for field in self.fields.values())


@dataclass(frozen=True)
class Feed:
    """How often a report is expected: "day", "week" or "term", and how many school days it may lag."""

    every: str = "day"
    lag_days: int = 1


@dataclass(frozen=True)
class Report:
    """One kind of file of one program, in one or more layouts, all filling one fact table.

    `seen` is "rows" where files of the program's own were read with it, "columns" where only their names are known.
    `caveat` says in words what is not known of it.
    """

    slug: str
    name: str
    fact: Table
    grain: str
    feed: Feed
    layouts: tuple[Layout, ...]
    seen: str = "columns"
    caveat: str = ""

    @property
    def tried(self) -> str:
        """In words, whether the declaration has read rows that the program wrote, or only its columns are known."""
        return "tried on real rows" if self.seen == "rows" else "not yet tried on a real file"


@dataclass(frozen=True)
class Program:
    """A learning program: its words, its clock, what it can be told, and its reports.

    `assign` is none where the declaration doesn't say what can be asked of the program.
    """

    slug: str
    name: str
    minutes_definition: str
    reports: tuple[Report, ...]
    folder: Path
    assign: Assign | None = None

    def report(self, slug: str) -> Report:
        return next(report for report in self.reports if report.slug == slug)
