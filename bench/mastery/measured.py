"""What work costs, and how far probabilities are from the truth."""

from __future__ import annotations

import time
from collections.abc import Callable

from homeroom.mastery.columns import Numbers


def brier(truth: Numbers, predicted: Numbers) -> float:
    return float(((truth - predicted) ** 2).mean())


def cpu[Given](work: Callable[[], Given], turns: int = 3) -> tuple[Given, float]:
    """What `work` gives and its CPU seconds: the best of some turns, after one that warms up what is compiled."""
    given = work()
    best = float("inf")
    for _ in range(turns):
        begun = time.process_time()
        given = work()
        best = min(best, time.process_time() - begun)
    return given, best
