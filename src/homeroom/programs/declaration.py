"""What a program's export looks like, read from its `program.toml`.

A declaration says where each column goes; it holds no code. `load` checks it whole and names every mistake at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from homeroom.facts.schema import BASE, Table

CASTS = ("text", "slug", "date", "instant", "whole", "number", "yes_no", "school_year")
IDENTITY = ("ids", "given_name", "family_name", "username", "email", "school", "grade")
CONTENT = ("kind", "external_id", "title", "words", "domain", "grade", "language")


class DeclarationError(Exception):
    """A `program.toml` that can't be used; the message lists every mistake with its place."""


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

    `set` fills the fact column `method` with the column's own name where it says nothing else. `beside` names further
    columns of the row that belong to this value alone, such as its confidence: fact column → file column. Both go before
    the layout's fields.
    """

    column: str
    field: Field
    set: Mapping[str, str]
    beside: Mapping[str, str] = field(default_factory=dict)


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


def load(folder: Path) -> Program:
    """Read `folder/program.toml`. Raises DeclarationError with every mistake found."""
    path = folder / "program.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DeclarationError(f"{path}: there is no program.toml in this folder") from None
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{path}: not valid TOML: {error}") from None
    mistakes = list(_mistakes(raw))
    if mistakes:
        raise DeclarationError("\n".join(f"{path}: {mistake}" for mistake in mistakes))
    return _program(raw, folder)


def load_all(folders: Path | None = None) -> tuple[Program, ...]:
    """Every program that ships with homeroom, or every program folder below `folders`, by slug."""
    root = folders or Path(__file__).parent
    programs = [load(path.parent) for path in sorted(root.glob("*/program.toml"))]
    return tuple(sorted(programs, key=lambda program: program.slug))


def normalised(name: str) -> str:
    """A header name as signatures compare it: no BOM, trimmed, case-folded, other characters as one underscore."""
    return re.sub(r"[^0-9a-z]+", "_", name.replace("﻿", "").strip().casefold()).strip("_")


def signature(names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The ordered normalised names of a header, a repeated one numbered: `score`, `score_2`."""
    seen: dict[str, int] = {}
    out = []
    for name in map(normalised, names):
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(out)


def _program(raw: Mapping[str, Any], folder: Path) -> Program:
    program = raw["program"]
    return Program(
        slug=program["slug"],
        name=program["name"],
        minutes_definition=program.get("minutes_definition", ""),
        channels=tuple(program.get("channels", ["work-list"])),
        reports=tuple(_report(report, program) for report in raw["report"]),
        folder=folder,
    )


def _report(raw: Mapping[str, Any], program: Mapping[str, Any]) -> Report:
    return Report(
        slug=raw["slug"],
        name=raw["name"],
        fact=BASE[raw["fact"]],
        grain=raw["grain"],
        feed=Feed(**raw.get("feed", {})),
        layouts=tuple(_layout(layout, program, BASE[raw["fact"]]) for layout in raw["layout"]),
    )


def _layout(raw: Mapping[str, Any], program: Mapping[str, Any], fact: Table) -> Layout:
    zone = raw.get("zone", program.get("zone", "school"))
    return Layout(
        slug=raw["slug"],
        columns=tuple(raw["columns"]),
        optional=frozenset(raw.get("optional", [])),
        not_taken=raw.get("not_taken", {}),
        identity={k: tuple([v] if isinstance(v, str) else v) for k, v in raw["identity"].items()},
        fields={name: _field(value, zone) for name, value in raw.get("fields", {}).items()},
        each=tuple(_each(value, zone, fact) for value in raw.get("each", [])),
        into=raw.get("into", ""),
        content=raw.get("content", {}),
        key=tuple(raw["key"]),
        repeats=raw.get("repeats", False),
        as_of=AsOf(**raw.get("as_of", {})),
        delimiter=raw.get("delimiter", ","),
    )


def _field(raw: Any, zone: str) -> Field:
    """A bare string is a text column's name; a table says more."""
    if isinstance(raw, str):
        return Field(column=raw, zone=zone)
    return Field(**{"zone": zone, **raw, "blank": tuple(raw.get("blank", ()))})


def _each(raw: Mapping[str, Any], zone: str, fact: Table) -> Each:
    options = {key: value for key, value in raw.items() if key not in ("set", "beside")}
    method = {"method": raw["column"]} if "method" in fact.names else {}
    return Each(raw["column"], _field(options, zone), {**method, **raw["set"]}, raw.get("beside", {}))


def _mistakes(raw: Mapping[str, Any]) -> Iterator[str]:
    program = raw.get("program", {})
    yield from (f"[program] lacks {name}" for name in ("slug", "name") if not program.get(name))
    if not raw.get("report"):
        yield "no [[report]]"
    for report in raw.get("report", []):
        place = f"report {report.get('slug', '?')}"
        yield from (f"{place} lacks {n}" for n in ("slug", "name", "fact", "grain", "layout") if not report.get(n))
        if report.get("fact") not in BASE:
            yield f"{place}: fact must be one of {', '.join(BASE)}"
            continue
        for layout in report.get("layout", []):
            yield from _layout_mistakes(layout, BASE[report["fact"]], f"{place}, layout {layout.get('slug', '?')}")


def _layout_mistakes(layout: Mapping[str, Any], table: Table, place: str) -> Iterator[str]:
    missing = [name for name in ("slug", "columns", "identity", "key") if not layout.get(name)]
    yield from (f"{place} lacks {name}" for name in missing)
    if missing:
        return
    columns = set(layout["columns"])
    if len(signature(layout["columns"])) != len(set(signature(layout["columns"]))):
        yield f"{place}: two columns have the same name"
    yield from (f"{place}: identity {n} is unknown" for n in layout["identity"] if n not in IDENTITY)
    yield from (f"{place}: content {n} is unknown" for n in layout.get("content", {}) if n not in CONTENT)
    yield from (f"{place}: {table.name} has no column {n}" for n in layout.get("fields", {}) if n not in table.names)
    yield from (f"{place}: key column {n} is not in {table.name}" for n in layout["key"] if n not in table.names)
    if layout.get("each") and layout.get("into") not in table.names:
        yield f"{place}: [[each]] needs `into`, a column of {table.name}"
    for used in _columns_used(layout):
        if used not in columns:
            yield f"{place}: column {used!r} is not among its columns"
    for name, value in layout.get("fields", {}).items():
        if isinstance(value, Mapping) and value.get("cast", "text") not in CASTS:
            yield f"{place}: field {name}: cast must be one of {', '.join(CASTS)}"


def _columns_used(layout: Mapping[str, Any]) -> Iterator[str]:
    for value in layout["identity"].values():
        yield from [value] if isinstance(value, str) else value
    for value in layout.get("fields", {}).values():
        column = value if isinstance(value, str) else value.get("column")
        if column:
            yield column
    for value in layout.get("each", []):
        yield value["column"]
    yield from (value for name, value in layout.get("content", {}).items() if name != "kind")
    yield from layout.get("not_taken", {})
    yield from layout.get("optional", [])
    if layout.get("as_of", {}).get("column"):
        yield layout["as_of"]["column"]
