"""How good predictions are, and what work costs."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Numbers = NDArray[np.float64]
BINS = 20


def auc(truth: Numbers, predicted: Numbers) -> float:
    """The chance that a right one was thought likelier than a wrong one; ties count half."""
    right = truth == 1
    ones, zeros = int(right.sum()), int((~right).sum())
    return float((rankdata(predicted)[right].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def brier(truth: Numbers, predicted: Numbers) -> float:
    return float(((truth - predicted) ** 2).mean())


def ece(truth: Numbers, predicted: Numbers) -> float:
    """Expected calibration error over 20 equal bins."""
    bins = np.minimum((predicted * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(bins, truth - predicted, BINS)).sum() / len(truth))


def cpu[Given](work: Callable[[], Given], turns: int = 3) -> tuple[Given, float]:
    """What `work` gives and its CPU seconds: the best of some turns, after one that warms up what is compiled."""
    given = work()
    best = float("inf")
    for _ in range(turns):
        begun = time.process_time()
        given = work()
        best = min(best, time.process_time() - begun)
    return given, best
