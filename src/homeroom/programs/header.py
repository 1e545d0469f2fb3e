"""Header names as they are compared: two exports have the same layout when their signatures are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BYTE_ORDER_MARK = "\ufeff"


def normalised(name: str) -> str:
    """A header name as signatures compare it: trimmed, case-folded, what is no letter or digit as one underscore.

    Marks that nobody sees are left out. Letters of every alphabet stay: one that only looks like an "a" is none. A
    percent sign is a word: "% Lessons Passed" is another column than "Lessons Passed".
    """
    name = name.replace("%", " percent ")
    if name.isascii():
        return re.sub(r"[\W_]+", "_", name.lower()).strip("_")
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return re.sub(r"[\W_]+", "_", plain).strip("_")


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
