"""What a file says and we don't carry, or the other way round: always told, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

NO_WORDS = "FET has no words for it."


class LeftOut(msgspec.Struct, frozen=True, order=True):
    """`what` is the name that the format has for it."""

    what: str
    why: str
    count: int = 1


def added_up(noted: Iterable[tuple[str, str]]) -> tuple[LeftOut, ...]:
    """What and why of each case."""
    return tuple(LeftOut(what, why, count) for (what, why), count in sorted(Counter(noted).items()))
