"""Whether a layout's tables have the keys they need and values of the right kind, before anything looks deeper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from homeroom.programs.shape import Kinds, misshapen, unknown

LAYOUT: Kinds = {
    "slug": str,
    "columns": list,
    "optional": list,
    "not_taken": dict,
    "identity": dict,
    "fields": dict,
    "each": list,
    "into": str,
    "content": dict,
    "key": list,
    "repeats": bool,
    "as_of": dict,
    "delimiter": str,
    "width": str,
    "positions": list,
    "line_length": int,
    "known_by": dict,
    "zone": str,
    "since": date,
}
KNOWN_BY: Kinds = {"file": str, "marks": dict}
AS_OF: Kinds = {"column": str, "format": str, "file": str}
ANY: Kinds = {
    "column": str,
    "cast": str,
    "format": str,
    "zone": str,
    "low": (int, float),
    "high": (int, float),
    "words": dict,
    "blank": list,
    "under": str,
    "plus_days": int,
    "levels": list,
    "cap": dict,
}
FIELD: Kinds = {**ANY, "value": (str, int, float, bool), "required": bool, "as_of": bool}
EACH: Kinds = {**ANY, "set": dict, "beside": dict, "month": str}
BESIDE: Kinds = {name: kind for name, kind in ANY.items() if name not in ("under", "cap", "levels")}
WRITTEN_OUT = ("groups", "header", "cumulative")
"""Keys of a layout, or of an entry of `each`, that are gone when the declaration has been written out."""


def unknown_keys(layout: Mapping[str, Any]) -> Iterator[str]:
    """Keys the format doesn't know: most often a slip of the pen, so none is passed over."""
    yield from unknown(layout, LAYOUT)
    yield from unknown(layout.get("as_of"), AS_OF, "as_of")
    yield from unknown(layout.get("known_by"), KNOWN_BY, "known_by")
    for name, value in _items(layout.get("fields")):
        yield from unknown(value, FIELD, f"field {name}")
    for entry in _values(layout.get("each")):
        yield from unknown(entry, EACH, "each")
        for name, value in _items(entry.get("beside") if isinstance(entry, Mapping) else None):
            yield from unknown(value, BESIDE, f"each, beside {name}")


def wrong_kinds(layout: Mapping[str, Any]) -> Iterator[str]:
    yield from misshapen(layout, LAYOUT, ("slug", "columns", "identity", "key"))
    yield from misshapen(layout.get("as_of", {}), AS_OF, (), "as_of")
    yield from misshapen(layout.get("known_by", {}), KNOWN_BY, (), "known_by")
    for name in ("columns", "optional", "key"):
        yield from _all_text(name, _values(layout.get(name)))
    for name in ("not_taken", "content"):
        yield from _all_text(name, _texts(layout.get(name)))
    known_by = layout.get("known_by")
    yield from _all_text("known_by, marks", _texts(known_by.get("marks") if isinstance(known_by, Mapping) else None))
    for name, value in _items(layout.get("identity")):
        yield from _all_text(f"identity {name}", value if isinstance(value, list) else [value])
    for name, value in _items(layout.get("fields")):
        if not isinstance(value, str):
            yield from _field(value, FIELD, (), f"field {name}")
    for entry in _values(layout.get("each")):
        yield from _field(entry, EACH, ("column", "set"), "each")
        for name, value in _items(entry.get("beside") if isinstance(entry, Mapping) else None):
            if not isinstance(value, str):
                yield from _field(value, BESIDE, ("column",), f"each, beside {name}")


def _field(raw: Any, kinds: Kinds, needed: tuple[str, ...], place: str) -> Iterator[str]:
    yield from misshapen(raw, kinds, needed, place)
    if isinstance(raw, Mapping):
        for name in ("words", "set"):
            yield from _all_text(f"{place}, {name}", _texts(raw.get(name)))
        yield from _all_text(f"{place}, blank", _values(raw.get("blank")))


def _all_text(place: str, values: Iterable[Any]) -> Iterator[str]:
    yield from (f"{place}: {value!r} must be text" for value in values if not isinstance(value, str))


def _values(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _texts(raw: Any) -> list[Any]:
    return [value for _, value in _items(raw)]


def _items(raw: Any) -> list[tuple[str, Any]]:
    return list(raw.items()) if isinstance(raw, Mapping) else []
