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
    "zone": str,
    "since": date,
}
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
}
FIELD: Kinds = {**ANY, "value": (str, int, float, bool), "required": bool}
EACH: Kinds = {**ANY, "set": dict, "beside": dict}


def unknown_keys(layout: Mapping[str, Any]) -> Iterator[str]:
    """Keys the format doesn't know: most often a slip of the pen, so none is passed over."""
    yield from unknown(layout, LAYOUT)
    yield from unknown(layout.get("as_of"), AS_OF, "as_of")
    for name, value in _items(layout.get("fields")):
        yield from unknown(value, FIELD, f"field {name}")
    for entry in _values(layout.get("each")):
        yield from unknown(entry, EACH, "each")


def wrong_kinds(layout: Mapping[str, Any]) -> Iterator[str]:
    yield from misshapen(layout, LAYOUT, ("slug", "columns", "identity", "key"))
    yield from misshapen(layout.get("as_of", {}), AS_OF, (), "as_of")
    for name in ("columns", "optional", "key"):
        yield from _all_text(name, _values(layout.get(name)))
    for name in ("not_taken", "content"):
        yield from _all_text(name, _texts(layout.get(name)))
    for name, value in _items(layout.get("identity")):
        yield from _all_text(f"identity {name}", value if isinstance(value, list) else [value])
    for name, value in _items(layout.get("fields")):
        if not isinstance(value, str):
            yield from _field(value, FIELD, (), f"field {name}")
    for entry in _values(layout.get("each")):
        yield from _field(entry, EACH, ("column", "set"), "each")


def _field(raw: Any, kinds: Kinds, needed: tuple[str, ...], place: str) -> Iterator[str]:
    yield from misshapen(raw, kinds, needed, place)
    if isinstance(raw, Mapping):
        for name in ("words", "set", "beside"):
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
