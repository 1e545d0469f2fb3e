"""Finds everything that is wrong in a list of levels or in a cap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from homeroom.facts.schema import Table
from homeroom.programs.shape import Kinds, misshapen, unknown

LEVEL: Kinds = {"word": str, "order": int, "met": bool}
CAP: Kinds = {"at": (int, float), "rule": str}
BESIDE_CAPPED = {"minutes": ("minutes_raw", "minutes_rule"), "value": ("value_raw", "rule")}
"""Which fact columns keep what a capped one was, and why it differs."""


def level_mistakes(listed: Any) -> Iterator[str]:
    if not isinstance(listed, list) or not listed:
        yield "levels must be a list of { word, order, met }, or a name out of [program.levels]"
        return
    faults = [fault for one in listed for fault in (*unknown(one, LEVEL), *misshapen(one, LEVEL, ("word",)))]
    yield from faults
    if faults:
        return
    for word, count in Counter(one["word"] for one in listed).items():
        if count > 1:
            yield f"the level {word!r} is listed {count} times"
    if any(one.get("order", 1) < 1 for one in listed):
        yield "levels begin with the order 1"


def cap_mistakes(cap: Any, column: str, table: Table) -> Iterator[str]:
    """A cap needs a rule in words, and somewhere to keep the number as received."""
    yield from unknown(cap, CAP, "cap")
    yield from misshapen(cap, CAP, ("at", "rule"), "cap")
    if not set(BESIDE_CAPPED.get(column, ("",))) <= set(table.names):
        yield f"cap: {table.name} can't keep what {column} was before it"
