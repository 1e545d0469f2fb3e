"""Whether a table of a declaration has the keys it needs, no others, and values of the right kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

type Kind = type | tuple[type, ...]
type Kinds = Mapping[str, Kind]
WORDS: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a day, such as 2026-08-01",
}


def unknown(table: Any, kinds: Kinds, place: str = "") -> Iterator[str]:
    for key in table if isinstance(table, Mapping) else ():
        if key not in kinds:
            yield f"{_at(place)}{key} is unknown; known are {', '.join(kinds)}"


def misshapen(table: Any, kinds: Kinds, needed: Sequence[str], place: str = "") -> Iterator[str]:
    """What lacks or is of the wrong kind: a table where a list is due can't be looked into any further."""
    if not isinstance(table, Mapping):
        yield f"{_at(place)}{table!r} must be a table"
        return
    for key in needed:
        if table.get(key) in (None, "", [], {}):
            yield f"{_at(place)}{key} is lacking"
    for key, kind in kinds.items():
        if key in table and not _is(table[key], kind):
            yield f"{_at(place)}{key} must be {_word(kind)}"


def _at(place: str) -> str:
    return f"{place}: " if place else ""


def _is(value: Any, kind: Kind) -> bool:
    """`true` is no number here, though Python counts it among the whole ones."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)


def _word(kind: Kind) -> str:
    """The kinds in words; where any number will do, "a whole number" goes without saying."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(WORDS[one] for one in kinds if one is not int or float not in kinds)
