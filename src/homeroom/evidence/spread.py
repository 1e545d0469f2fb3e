"""How results of the school's own children vary: between classes, inside them, and how much an earlier result tells.

The share between classes and its interval by one-way analysis of variance (Searle 1971, "Topics in variance component
estimation", with the average class size of Donner 1979); shares explained by correlation, with Fisher's z for its ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, ndtri  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.estimate import ALPHA

LEAST_CLASSES, LEAST_CHILDREN = 4, 40
MOST = 0.99  # a share of all there is would leave nothing to measure
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Between:
    """A share and the ends of its 95 % interval."""

    at: float
    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """`icc` is the share of variance between classes; `r2_child` and `r2_class` what an earlier result explains."""

    classes: int
    children: int
    icc: Between
    r2_child: Between
    r2_class: Between


def spread(classes: Sequence[str], before: Sequence[float], latest: Sequence[float]) -> Spread | None:
    """Of children with two results each; None where there are too few, or all are alike."""
    names, at = np.unique(np.asarray(classes), return_inverse=True)
    first, last = np.asarray(before, np.float64), np.asarray(latest, np.float64)
    sizes = np.bincount(at, minlength=len(names)).astype(np.float64)
    freedom = len(last) - len(names)
    if len(names) < LEAST_CLASSES or len(last) < LEAST_CHILDREN or freedom < len(names):
        return None
    means_first, means_last = (np.bincount(at, one) / sizes for one in (first, last))
    inside_first, inside_last = first - means_first[at], last - means_last[at]
    if min((inside_first**2).sum(), (inside_last**2).sum(), np.ptp(means_first), np.ptp(means_last)) <= 0:
        return None
    return Spread(
        len(names),
        len(last),
        _icc(sizes, means_last, float((inside_last**2).sum())),
        _explained(_correlation(inside_first, inside_last), freedom + 1),
        _explained(_correlation(means_first - means_first.mean(), means_last - means_last.mean()), len(names)),
    )


def _icc(sizes: Real, means: Real, within: float) -> Between:
    groups, children = len(sizes), float(sizes.sum())
    each = (children - float((sizes**2).sum()) / children) / (groups - 1)
    overall = float((sizes * means).sum()) / children
    between = float((sizes * (means - overall) ** 2).sum()) / (groups - 1)
    ratio = between / (within / (children - groups))
    # The larger the critical value, the smaller the share.
    ends = (ratio / float(fdtri(groups - 1, children - groups, at)) for at in (1 - ALPHA / 2, ALPHA / 2))
    low, high = (_share((end - 1) / (end - 1 + each)) for end in ends)
    return Between(_share((ratio - 1) / (ratio - 1 + each)), low, high)


def _explained(correlation: float, pairs: int) -> Between:
    """The square of the correlation: so many pairs, and its ends by Fisher's z."""
    reach = float(ndtri(1 - ALPHA / 2)) / sqrt(pairs - 3)
    middle = atanh(max(-MOST, min(MOST, correlation)))
    low, high = tanh(middle - reach), tanh(middle + reach)
    ends = sorted((low**2, high**2))
    return Between(_share(correlation**2), 0.0 if low * high < 0 else _share(ends[0]), _share(ends[1]))


def _correlation(one: Real, other: Real) -> float:
    return float((one * other).sum() / sqrt(float((one**2).sum() * (other**2).sum())))


def _share(value: float) -> float:
    return max(0.0, min(MOST, value))
