"""Finds everything that is wrong in one layout: its columns, what fills which fact column, its key, its as-of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from homeroom.facts.schema import Table
from homeroom.programs.field_checks import field_mistakes, known_zone
from homeroom.programs.header import normalised
from homeroom.programs.layout_shape import unknown_keys, wrong_kinds

IDENTITY = ("ids", "given_name", "family_name", "username", "email", "school", "grade")
CONTENT = ("kind", "external_id", "title", "words", "domain", "grade", "language")
CONTENT_KINDS = ("lesson", "item", "unit")
OURS = ("student", "report", "as_of", "delivery", "row")
ALWAYS = ("student", "program", "school_year", "occurred_on")
"""Fact columns that are filled even where a layout doesn't name them."""

type Raw = Mapping[str, Any]


def layout_mistakes(layout: Any, table: Table, report: str) -> Iterator[str]:
    """Every mistake of a layout, each with its place."""
    if not isinstance(layout, Mapping):
        yield f"{report}: a layout must be a table: write [[report.layout]]"
        return
    place = f"{report}, layout {layout.get('slug', '?')}"
    faults = list(wrong_kinds(layout))
    yield from (f"{place}: {mistake}" for mistake in (*unknown_keys(layout), *faults))
    if faults:
        return
    for rule in (_names, _used, _identity, _content, _columns_filled, _fields, _key, _not_taken, _optional, _as_of):
        yield from (f"{place}: {mistake}" for mistake in rule(layout, table))
    if len(layout.get("delimiter", ",")) != 1:
        yield f"{place}: delimiter must be one character"
    if not known_zone(layout.get("zone", "school")):
        yield f"{place}: zone {layout['zone']!r} is no time zone; write an IANA name or school"


def _names(layout: Raw, table: Table) -> Iterator[str]:
    for name, count in Counter(map(normalised, layout["columns"])).items():
        if not name:
            yield "a column has no name"
        elif count > 1:
            yield f"{count} columns have the same name ({name})"


def _used(layout: Raw, table: Table) -> Iterator[str]:
    named = [(name, column) for name in ("not_taken", "optional") for column in layout.get(name, ())]
    for user, column in (*_takes(layout), *named):
        if column not in layout["columns"]:
            yield f"{user}: column {column!r} is not among its columns"


def _takes(layout: Raw) -> Iterator[tuple[str, str]]:
    """Which columns of the file are read, and what for."""
    for name, value in layout["identity"].items():
        yield from ((f"identity {name}", column) for column in ([value] if isinstance(value, str) else value))
    for name, value in _fields_of(layout):
        yield from ((f"field {name}", value[key]) for key in ("column", "under") if value.get(key))
    for entry in layout.get("each", ()):
        yield from (("each", entry[key]) for key in ("column", "under") if entry.get(key))
        yield from ((f"beside {name}", column) for name, column in entry.get("beside", {}).items())
    yield from ((f"content {name}", column) for name, column in layout.get("content", {}).items() if name != "kind")
    if layout.get("as_of", {}).get("column"):
        yield "as_of", layout["as_of"]["column"]


def _fields_of(layout: Raw) -> Iterator[tuple[str, Raw]]:
    """The layout's fields by fact column; a bare text is a column's name."""
    for name, value in layout.get("fields", {}).items():
        yield name, {"column": value} if isinstance(value, str) else value


def _identity(layout: Raw, table: Table) -> Iterator[str]:
    yield from (f"identity {name} is unknown" for name in layout["identity"] if name not in IDENTITY)
    if not {"ids", "username", "email", "family_name"} & set(layout["identity"]):
        yield "identity needs ids, username, email or a name: without one no row can be matched to a child"


def _content(layout: Raw, table: Table) -> Iterator[str]:
    content = layout.get("content", {})
    yield from (f"content {name} is unknown" for name in content if name not in CONTENT)
    if content and content.get("kind") not in CONTENT_KINDS:
        yield f"content: kind must be one of {', '.join(CONTENT_KINDS)}"
    if content and not content.get("external_id"):
        yield "content: external_id is lacking"


def _columns_filled(layout: Raw, table: Table) -> Iterator[str]:
    """Each fact column named exists and isn't homeroom's own to fill; a day or a moment is among them."""
    for how, name in _fact_columns(layout):
        if name not in table.names:
            yield f"{how}: {table.name} has no column {name}"
        elif name in OURS:
            yield f"{how}: {name} is filled by homeroom itself"
    if bool(layout.get("each")) != bool(layout.get("into")):
        yield f"each and into go together: into names the column of {table.name} that the values fill"
    if not {"occurred_on", "occurred_at"} & set(layout.get("fields", {})):
        yield "fields needs occurred_on or occurred_at: a fact without a day can't be kept"


def _fact_columns(layout: Raw) -> Iterator[tuple[str, str]]:
    yield from (("fields", name) for name in layout.get("fields", {}))
    for entry in layout.get("each", ()):
        yield from ((how, name) for how in ("set", "beside") for name in entry.get(how, {}))
    if layout.get("into"):
        yield "into", layout["into"]


def _fields(layout: Raw, table: Table) -> Iterator[str]:
    columns = {column.name: column for column in table.columns}
    for name, value in _fields_of(layout):
        yield from (f"field {name}: {mistake}" for mistake in field_mistakes(value, columns.get(name)))
    for entry in layout.get("each", ()):
        found = field_mistakes(entry, columns.get(layout.get("into", "")))
        yield from (f"each {entry['column']!r}: {mistake}" for mistake in found)


def _key(layout: Raw, table: Table) -> Iterator[str]:
    """The key names the row, so only what holds for the whole row can be in it."""
    for name in layout["key"]:
        if name not in table.names:
            yield f"key column {name} is not in {table.name}"
        elif name not in ALWAYS and name not in layout.get("fields", {}):
            yield f"key column {name} is filled by no field"
    varying = {name for entry in layout.get("each", ()) for how in ("set", "beside") for name in entry.get(how, {})}
    for name in layout["key"]:
        if name in varying or name == layout.get("into"):
            yield f"key column {name} differs within a row: each fills it"
    if "student" not in layout["key"]:
        yield "key lacks student"


def _not_taken(layout: Raw, table: Table) -> Iterator[str]:
    refused = layout.get("not_taken", {})
    yield from (f"not_taken {column}: say why" for column, why in refused.items() if not why.strip())
    for user, column in _takes(layout):
        if column in refused:
            yield f"{user}: column {column!r} is not taken, so nothing may use it"


def _optional(layout: Raw, table: Table) -> Iterator[str]:
    for name, value in _fields_of(layout):
        if value.get("required") and value.get("column") in layout.get("optional", ()):
            yield f"field {name} is required, but its column {value['column']!r} is optional"


def _as_of(layout: Raw, table: Table) -> Iterator[str]:
    as_of = layout.get("as_of", {})
    if as_of.get("column") and not as_of.get("format"):
        yield "as_of: column needs a format, such as iso or %m/%d/%Y"
    try:
        groups = set(re.compile(as_of.get("file", "")).groupindex)
    except re.error as error:
        yield f"as_of: file is no regular expression: {error}"
        return
    if as_of.get("file") and not {"y", "m", "d"} <= groups:
        yield "as_of: file needs the groups (?P<y>…), (?P<m>…) and (?P<d>…)"
