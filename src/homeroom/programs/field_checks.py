"""Finds everything that is wrong in how one fact column is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from homeroom.facts.schema import Column

CASTS = (
    "text",
    "slug",
    "date",
    "instant",
    "whole",
    "number",
    "yes_no",
    "school_year",
    "percent",
    "thousands",
    "duration",
)
DURATIONS = ("h:mm:ss", "h:mm", "m:ss", "hours", "seconds")
NUMBERS = ("whole", "number", "percent", "thousands", "duration")
CASTS_OF = {
    "DATE": ("date",),
    "TIMESTAMP_MS": ("instant",),
    "BOOLEAN": ("yes_no",),
    "SMALLINT": ("whole", "school_year"),
    "INTEGER": ("whole",),
    "DOUBLE": ("number", "whole", "percent", "thousands", "duration"),
    "VARCHAR": CASTS,
}
"""Which casts a fact column can hold. In a text column a cast only checks: the text stays as received."""

VALUES_OF: Mapping[str, type | tuple[type, ...]] = {
    "BOOLEAN": bool,
    "SMALLINT": int,
    "INTEGER": int,
    "DOUBLE": (int, float),
    "VARCHAR": str,
}


def field_mistakes(raw: Mapping[str, Any], column: Column | None) -> Iterator[str]:
    """Every mistake of a field or of an entry of `each`. `column` is the fact column it fills, where there is one."""
    if [bool(raw.get("column")), "value" in raw, bool(raw.get("as_of"))].count(True) != 1:
        yield "needs either a column or a value, or as_of = true"
    if raw.get("as_of"):
        yield from _from_as_of(raw, column)
    else:
        yield from _fixed(raw, column) if "value" in raw else _cast(raw, column)
    yield from _limits(raw)
    if not known_zone(raw.get("zone", "school")):
        yield f'zone {raw["zone"]!r} is no time zone; write an IANA name, school, or "" where texts carry an offset'


def known_zone(zone: object) -> bool:
    """An IANA name, "school", or blank where each text carries its offset."""
    return isinstance(zone, str) and (zone in ("", "school") or zone in available_timezones())


def _fixed(raw: Mapping[str, Any], column: Column | None) -> Iterator[str]:
    """A value is written in TOML's own kinds; a day or a moment is never the same for a whole export."""
    value = raw["value"]
    if column is None:
        return
    kind = VALUES_OF.get(column.type, ())
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        yield f"{column.name} holds {column.type}: the value {value!r} doesn't fit"


def _cast(raw: Mapping[str, Any], column: Column | None) -> Iterator[str]:
    cast = raw.get("cast", "text")
    if cast not in CASTS:
        yield f"cast must be one of {', '.join(CASTS)}"
    elif column and cast not in CASTS_OF[column.type]:
        yield f"{column.name} holds {column.type}: cast must be one of {', '.join(CASTS_OF[column.type])}"
    if cast in ("date", "instant") and not raw.get("format"):
        yield f"the cast {cast} needs a format, such as iso or %m/%d/%Y: it is never guessed"
    if cast == "duration" and raw.get("format") not in DURATIONS:
        yield f"the cast duration needs a format, one of {', '.join(DURATIONS)}: 12:30 may be either"
    if raw.get("plus_days") and cast != "date":
        yield "plus_days needs the cast date"
    if "cap" in raw and cast not in NUMBERS:
        yield f"cap needs a cast of numbers: {', '.join(NUMBERS)}"
    if cast == "yes_no" and not set(raw.get("words", {}).values()) <= {"true", "false"}:
        yield "words of a yes_no must lead to true or false"
    if cast in NUMBERS and not all(map(_is_number, raw.get("words", {}).values())):
        yield f"words of a {cast} must lead to numbers"


def _is_number(text: Any) -> bool:
    return isinstance(text, str) and re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _from_as_of(raw: Mapping[str, Any], column: Column | None) -> Iterator[str]:
    if column and not (column.type == "DATE" or column.name == "school_year"):
        yield f"as_of tells a day or a school year, not {column.name}"
    if set(raw) - {"as_of", "plus_days"}:
        yield "as_of goes with plus_days alone"


def _limits(raw: Mapping[str, Any]) -> Iterator[str]:
    low, high = raw.get("low"), raw.get("high")
    if low is not None and high is not None and low > high:
        yield f"low {low} is above high {high}"
    if (low is not None or high is not None) and raw.get("cast") not in NUMBERS:
        yield "low and high need the cast whole or number"
