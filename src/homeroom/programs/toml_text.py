"""A declaration as TOML text, in the order and shape in which a person would write it.

Python reads TOML but does not write it. What a `program.toml` may hold is few: texts, numbers, days, lists and tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
LINE = 116
# Tables of a layout that read better under a heading of their own.
HEADED = ("identity", "fields", "content", "as_of", "not_taken")


def declaration_text(raw: Mapping[str, Any], says: str = "") -> str:
    """A whole `program.toml` out of what one would be read as; `says` stands on top as a comment."""
    lines = [f"# {line}" for line in says.splitlines()]
    lines += ["", "[program]", *_pairs(raw["program"])]
    for report in raw["report"]:
        plain = {key: value for key, value in report.items() if key != "layout"}
        lines += ["", "[[report]]", *_pairs(plain)]
        for layout in report["layout"]:
            lines += ["", "[[report.layout]]", *_layout(layout)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _layout(layout: Mapping[str, Any]) -> Iterator[str]:
    yield from _pairs({key: value for key, value in layout.items() if key not in HEADED})
    for name in HEADED:
        if layout.get(name):
            yield from ("", f"[report.layout.{name}]", *_pairs(layout[name]))


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        line = f"{_key(key)} = {_value(value)}"
        if isinstance(value, list) and len(line) > LINE:
            yield f"{_key(key)} = ["
            yield from _wrapped([_value(one) for one in value])
            yield "]"
        else:
            yield line


def _wrapped(values: Sequence[str]) -> Iterator[str]:
    """Values of a long list, as many a line as there is room for."""
    line = " "
    for value in values:
        if len(line) + len(value) + 2 > LINE and line.strip():
            yield line
            line = " "
        line += f" {value},"
    yield line


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
        case _:
            return f"[{', '.join(map(_value, value))}]"


def _text(value: str) -> str:
    """JSON's escapes are TOML's, but for one sign that JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _text(key)
