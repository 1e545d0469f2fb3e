"""Effects in standard deviations of children: Hedges' g with its corrections, odds, and the improvement index.

Hedges (1981), "Distribution theory for Glass's estimator of effect size"; Hedges (2007), "Effect sizes in
cluster-randomized designs", equations 15 and 16; Cox (1970), "Analysis of binary data", for yes and no; the improvement
index as the What Works Clearinghouse tells it. The standard deviation is of all children pooled over the arms, never
that within classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.errors import EvidenceError

COX = 1.65


@dataclass(frozen=True)
class EffectSize:
    """g and its standard error on `freedom` degrees of freedom."""

    g: float
    error: float
    freedom: float

    @property
    def improvement(self) -> float:
        return improvement(self.g)


def small_sample(freedom: float) -> float:
    """Hedges' correction ω = 1 − 3/(4·df − 1); with df = N − 2 it is 1 − 3/(4N − 9)."""
    return 1 - 3 / (4 * freedom - 1)


def pooled_deviation(new: ArrayLike, old: ArrayLike) -> float:
    """The total standard deviation of children, pooled over two arms. Raises EvidenceError where there is none."""
    one, other = np.asarray(new, np.float64), np.asarray(old, np.float64)
    if min(len(one), len(other)) < 2:
        raise EvidenceError("an arm has fewer than two children: how children differ can't be told")
    squares = float(((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum())
    if squares <= 0:
        raise EvidenceError("all children of an arm have the same score: there is no standard deviation to divide by")
    return sqrt(squares / (len(one) + len(other) - 2))


def hedges(difference: float, error: float, deviation: float, children: int) -> EffectSize:
    """g of an adjusted difference and its standard error, for children assigned one by one."""
    times = small_sample(children - 2) / deviation
    return EffectSize(difference * times, error * times, children - 2)


def of_clusters(
    difference: float, error: float, deviation: float, children: int, each: float, icc: float
) -> EffectSize:
    """g where whole clusters of `each` children were assigned: the total deviation is larger than it looks."""
    freedom = cluster_freedom(children, each, icc)
    times = small_sample(freedom) * sqrt(1 - 2 * (each - 1) * icc / (children - 2)) / deviation
    return EffectSize(difference * times, error * times, freedom)


def cluster_freedom(children: int, each: float, icc: float) -> float:
    """Hedges' h: N − 2 without any correlation in clusters, fewer with it."""
    if not 0 <= icc <= 1 or not 1 <= each < children:
        raise EvidenceError(f"clusters of {each:g} among {children} children with a correlation of {icc:g} can't be")
    rest = children - 2 * each
    top = ((children - 2) - 2 * (each - 1) * icc) ** 2
    bottom = (children - 2) * (1 - icc) ** 2 + each * rest * icc**2 + 2 * rest * icc * (1 - icc)
    if top <= 0 or bottom <= 0:
        raise EvidenceError(f"{children} children in clusters of {each:g} are too few for an effect size")
    return top / bottom


def of_odds(new: float, old: float, children: int) -> float:
    """Cox's index of two shares, ln(odds ratio)/1.65, with the small-sample correction."""
    for share in (new, old):
        if not 0 < share < 1:
            raise EvidenceError(f"a share of {share:g} has no odds: nobody or everybody is in it")
    return small_sample(children - 2) * log(new * (1 - old) / (old * (1 - new))) / COX


def improvement(g: float) -> float:
    """By how many percentile points the middle child would move: 100(Φ(g) − ½)."""
    return 100 * (float(ndtr(g)) - 0.5)
