"""Header names as they are compared: two exports have the same layout when their signatures are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

BYTE_ORDER_MARK = "\ufeff"


@lru_cache(maxsize=1 << 16)
def normalised(name: str) -> str:
    """A header name as signatures compare it: no BOM, trimmed, case-folded, other characters as one underscore.

    A percent sign is a word: "% Lessons Passed" is another column than "Lessons Passed".
    """
    plain = unicodedata.normalize("NFKC", name.replace(BYTE_ORDER_MARK, "")).casefold().replace("%", " percent ")
    return re.sub(r"[^0-9a-z]+", "_", plain).strip("_")


def signature(names: Sequence[str]) -> tuple[str, ...]:
    """The ordered normalised names of a header, a repeated one numbered: `score`, `score_2`. No two are alike."""
    counts: dict[str, int] = {}
    out: dict[str, None] = {}
    for name in map(normalised, names):
        number = counts.get(name, 0) + 1
        while (numbered := name if number == 1 else f"{name}_{number}") in out:
            number += 1
        counts[name] = number
        out[numbered] = None
    return tuple(out)
