"""How good predictions of right and wrong are: AUC, RMSE and the calibration error."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery.columns import Codes, Numbers

BINS = 20


def auc(result: Numbers, predicted: Numbers) -> float:
    """The chance that a right answer was given a higher probability than a wrong one; NaN where all are alike."""
    right = result > 0.5
    many, others = int(right.sum()), int((~right).sum())
    if not many or not others:
        return float("nan")
    ranks = rankdata(predicted)
    return float((ranks[right].sum() - many * (many + 1) / 2) / (many * others))


def rmse(result: Numbers, predicted: Numbers) -> float:
    return float(np.sqrt(np.mean((result - predicted) ** 2)))


def ece(result: Numbers, predicted: Numbers, bins: int = BINS) -> float:
    """The expected calibration error: |share right - mean probability| in equally wide bins, weighed by their rows."""
    bin_of = np.minimum((predicted * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(bin_of, weights=result - predicted, minlength=bins)
    return float(np.abs(gaps).sum() / len(result))


def in_folds(students: int, folds: int) -> Codes:
    """The fold of each of so many children, in the order of their ids; always the same."""
    fold = np.empty(students, dtype=np.int64)
    fold[np.random.RandomState(0).permutation(students)] = np.arange(students) % folds
    return fold
