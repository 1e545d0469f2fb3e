"""Learn to read a scale score: score = middle + spread · logit + error, by marginal likelihood."""

from __future__ import annotations

import numpy as np

from homeroom.mastery.columns import Numbers
from homeroom.mastery.worths import Scale

FEW = 30  # children, below which a scale is not read at all
EVALUATIONS = 200


def fitted(score: Numbers, mean: Numbers, variance: Numbers) -> Scale | None:
    """One entry a child: the score, and what other evidence says of the child's logit.

    The logit is not known exactly, so a line of least squares through it would be too flat; here its variance is part
    of the model (Fuller 1987, "Measurement error models"). Nothing of fewer than 30 children, or of equal scores.
    """
    if len(score) < FEW or float(np.std(score)) == 0.0:
        return None
    unit = float(np.std(score))
    scaled, logs = score / unit, _smallest(score / unit, mean, variance)
    spread, error = np.exp(logs)
    middle, _ = _middle(scaled, mean, variance, spread, error)
    return Scale(float(middle * unit), float(spread * unit), float((spread / error) ** 2))


def _smallest(score: Numbers, mean: Numbers, variance: Numbers) -> Numbers:
    """Logarithms of spread and error, in standard deviations of the score."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types; slow to import

    def cost(point: Numbers) -> float:
        spread, error = np.exp(np.clip(point, -8, 8))
        _, loss = _middle(score, mean, variance, spread, error)
        # One child's worth of expectation: half of the scores' variance is error.
        return loss + 0.5 * float(np.sum((point - np.log(0.7)) ** 2))

    start = np.log([0.7, 0.7])
    found = minimize(cost, start, method="Nelder-Mead", options={"maxfev": EVALUATIONS, "xatol": 1e-6, "fatol": 1e-8})
    told: Numbers = np.clip(found.x, -8, 8)
    return told


def _middle(score: Numbers, mean: Numbers, variance: Numbers, spread: float, error: float) -> tuple[float, float]:
    """The best middle at this spread and error, and minus the log likelihood there."""
    doubt = spread**2 * variance + error**2
    rest = score - spread * mean
    middle = float(np.sum(rest / doubt) / np.sum(1 / doubt))
    return middle, float(0.5 * np.sum((rest - middle) ** 2 / doubt + np.log(doubt)))
