"""What the reading tests measure: a child's reading, as a standard score, and words for levels."""

from __future__ import annotations

import math

CUTS = (-1.2, -0.5, 0.25)  # urgent, below, near; above the last: at or above


def percentile(reading: float) -> int:
    share = 0.5 * (1 + math.erf(reading / math.sqrt(2)))
    return min(99, max(1, round(100 * share)))


def level(reading: float, words: tuple[str, str, str, str]) -> str:
    """One of four words, from the lowest to the highest."""
    return words[sum(reading >= cut for cut in CUTS)]
