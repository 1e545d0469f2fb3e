"""Header names as they are compared: two exports have the same layout when their signatures are equal."""

from __future__ import annotations

import re
from collections.abc import Sequence

BYTE_ORDER_MARK = "\ufeff"


def normalised(name: str) -> str:
    """A header name as signatures compare it: no BOM, trimmed, case-folded, other characters as one underscore."""
    return re.sub(r"[^0-9a-z]+", "_", name.replace(BYTE_ORDER_MARK, "").strip().casefold()).strip("_")


def signature(names: Sequence[str]) -> tuple[str, ...]:
    """The ordered normalised names of a header, a repeated one numbered: `score`, `score_2`."""
    seen: dict[str, int] = {}
    out = []
    for name in map(normalised, names):
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(out)
