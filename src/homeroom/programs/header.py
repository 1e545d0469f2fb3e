"""Header names as they are compared: two exports have the same layout when their signatures are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

BYTE_ORDER_MARK = "\ufeff"


@lru_cache(maxsize=1 << 16)
def normalised(name: str) -> str:
    """A header name as signatures compare it: trimmed, case-folded, what is no letter or digit as one underscore.

    A percent sign is a word: "% Lessons Passed" is another column than "Lessons Passed". Marks that nobody sees are
    left out. Letters of every alphabet stay: one that only looks like an "a" is none.
    """
    return re.sub(r"[\W_]+", "_", _folded(name).replace("%", " percent ")).strip("_")


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


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
