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
from homeroom.programs.level_checks import cap_mistakes, level_mistakes
from homeroom.programs.positions import position_mistakes

WIDTHS = ("characters", "bytes")
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
    for rule in RULES:
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
    there = set(layout["columns"])
    for user, column in (*_takes(layout), *named):
        if column not in there:
            yield f"{user}: column {column!r} is not among its columns"


def _takes(layout: Raw) -> Iterator[tuple[str, str]]:
    """Which columns of the file are read, and what for."""
    for name, value in layout["identity"].items():
        if name == "prefix":
            continue
        yield from ((f"identity {name}", column) for column in ([value] if isinstance(value, str) else value))
    for name, value in _fields_of(layout):
        yield from ((f"field {name}", value[key]) for key in ("column", "under") if value.get(key))
    for entry in layout.get("each", ()):
        yield from (("each", entry[key]) for key in ("column", "under") if entry.get(key))
        yield from ((f"beside {name}", _column(value)) for name, value in entry.get("beside", {}).items())
    yield from ((f"content {name}", column) for name, column in layout.get("content", {}).items() if name != "kind")
    if layout.get("as_of", {}).get("column"):
        yield "as_of", layout["as_of"]["column"]


def _fields_of(layout: Raw) -> Iterator[tuple[str, Raw]]:
    """The layout's fields by fact column; a bare text is a column's name."""
    for name, value in layout.get("fields", {}).items():
        yield name, {"column": value} if isinstance(value, str) else value


def _column(value: Any) -> str:
    return value if isinstance(value, str) else str(value["column"])


def _identity(layout: Raw, table: Table) -> Iterator[str]:
    known = (*IDENTITY, "prefix")
    yield from (f"identity {name} is unknown" for name in layout["identity"] if name not in known)
    if "prefix" in layout["identity"] and "ids" not in layout["identity"]:
        yield "identity prefix stands before ids, and there are none"
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
    if not (_has_day(layout) or _each_has_day(layout)):
        yield "fields needs occurred_on or occurred_at: a fact without a day can't be kept"


def _has_day(layout: Raw) -> bool:
    """Whether the whole row is of one day or moment."""
    return bool({"occurred_on", "occurred_at"} & set(layout.get("fields", {})))


def _each_has_day(layout: Raw) -> bool:
    return bool(layout.get("each")) and all(map(_own_day, layout["each"]))


def _own_day(entry: Raw) -> bool:
    return "month" in entry or "occurred_on" in entry.get("beside", {})


def _months(layout: Raw, table: Table) -> Iterator[str]:
    for entry in layout.get("each", ()):
        if "month" not in entry:
            continue
        if not (entry["month"].isdigit() and 1 <= int(entry["month"]) <= 12):
            yield f"each {entry['column']!r}: month must be 1 to 12, or a group of months, not {entry['month']!r}"
        if "school_year" not in layout.get("fields", {}):
            yield (
                f"each {entry['column']!r}: a month is of no year until fields tells school_year: from a column, or"
                " { as_of = true }"
            )


def _fact_columns(layout: Raw) -> Iterator[tuple[str, str]]:
    yield from (("fields", name) for name in layout.get("fields", {}))
    for entry in layout.get("each", ()):
        yield from ((how, name) for how in ("set", "beside") for name in entry.get(how, {}))
        if entry.get("levels"):
            yield from (("levels", name) for name in ("level_order", "met"))
    if layout.get("into"):
        yield "into", layout["into"]


def _fields(layout: Raw, table: Table) -> Iterator[str]:
    columns = {column.name: column for column in table.columns}
    for name, value in _fields_of(layout):
        yield from (f"field {name}: {mistake}" for mistake in field_mistakes(value, columns.get(name)))
        yield from (f"field {name}: {mistake}" for mistake in _measure(value, name, table))
    into = layout.get("into", "")
    for entry in layout.get("each", ()):
        found = [*field_mistakes(entry, columns.get(into)), *_measure(entry, into, table)]
        yield from (f"each {entry['column']!r}: {mistake}" for mistake in found)
        for name, value in entry.get("beside", {}).items():
            told = field_mistakes({"column": value} if isinstance(value, str) else value, columns.get(name))
            yield from (f"each {entry['column']!r}, beside {name}: {mistake}" for mistake in told)


def _measure(value: Raw, name: str, table: Table) -> Iterator[str]:
    """Caps and levels, which fill columns of their own."""
    if "cap" in value:
        yield from cap_mistakes(value["cap"], name, table)
    if "levels" in value:
        yield from level_mistakes(value["levels"])
        if name != "result" or "level_order" not in table.names:
            yield f"levels are of results; {table.name} can't keep them with {name}"
        if value.get("words"):
            yield "levels and words: say the words once, as levels"


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
    days_differ = any(map(_own_day, layout.get("each", ())))
    if days_differ and "occurred_on" in layout["key"]:
        yield "key column occurred_on differs within a row: each tells its own day"
    told = dict(_fields_of(layout)).get("school_year", {})
    if told.get("column") and not told.get("required") and not _has_day(layout):
        yield "field school_year needs required = true: no day of the row could stand in for it"
    untold = "school_year" not in layout.get("fields", {}) and not _has_day(layout)
    if "school_year" in layout["key"] and untold:
        yield "key column school_year is told by no field: a column, or { as_of = true }"
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
    if as_of.get("column") and any(value.get("as_of") for _, value in _fields_of(layout)):
        yield f"as_of: its column {as_of['column']!r} differs by row; name it where a field says as_of = true"
    if as_of.get("column") and not as_of.get("format"):
        yield "as_of: column needs a format, such as iso or %m/%d/%Y"
    try:
        groups = set(re.compile(as_of.get("file", "")).groupindex)
    except re.error as error:
        yield f"as_of: file is no regular expression: {error}"
        return
    if as_of.get("file") and not {"y", "m", "d"} <= groups:
        yield "as_of: file needs the groups (?P<y>…), (?P<m>…) and (?P<d>…)"


def _fixed(layout: Raw, table: Table) -> Iterator[str]:
    """A fixed-width file needs a unit and positions, and its marks name columns."""
    if ("width" in layout) != ("positions" in layout):
        yield "width and positions go together: where each column stands, and whether characters or bytes are counted"
        return
    if "width" not in layout:
        yield from (f"{name} is for fixed width alone" for name in ("line_length", "known_by") if name in layout)
        return
    if layout["width"] not in WIDTHS:
        yield f"width must be one of {', '.join(WIDTHS)}"
    yield from position_mistakes(layout["positions"], layout.get("line_length", 0))
    known_by = layout.get("known_by", {})
    if not (known_by.get("file") or known_by.get("marks")):
        yield "known_by needs marks or file: the length of a line alone is a guess"
    for column in known_by.get("marks", {}):
        if column not in layout["columns"]:
            yield f"known_by: column {column!r} is not among its columns"
    try:
        re.compile(known_by.get("file", ""))
    except re.error as error:
        yield f"known_by: file is no regular expression: {error}"


RULES = (
    _names,
    _used,
    _identity,
    _content,
    _columns_filled,
    _months,
    _fields,
    _key,
    _not_taken,
    _optional,
    _as_of,
    _fixed,
)
