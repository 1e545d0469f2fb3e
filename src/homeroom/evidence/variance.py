"""How classes and children differ, by the analysis of variance; and how sure that is.

Searle, Casella and McCulloch (1992), "Variance components", chapters 2 and 3: the share of variance between classes,
with its interval by F, exact where classes are of one size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.design_matrix import Real, Whole
from homeroom.evidence.errors import EvidenceError

OUTSIDE = 0.025


@dataclass(frozen=True)
class Components:
    """Variances between and within clusters of `each` children, and the interval of the share between."""

    between: float
    within: float
    each: float
    low: float
    high: float

    @property
    def icc(self) -> float:
        total = self.between + self.within
        return self.between / total if total > 0 else 0.0


def components(values: Real, place: Whole, lost: int = 1) -> Components:
    """`lost` degrees of freedom between clusters went into what was taken out of the values before."""
    sizes = np.bincount(place)
    among, inside = len(sizes) - lost, len(values) - len(sizes)
    if among < 1 or inside < 1:
        raise EvidenceError(f"{len(values)} children of {len(sizes)} classes can't tell how classes differ")
    means = np.bincount(place, values) / sizes
    within = float(((values - means[place]) ** 2).sum()) / inside
    each = float((sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1))
    square = float((sizes * (means - values.mean()) ** 2).sum()) / among
    between = max(0.0, (square - within) / each)
    if within <= 0:
        return Components(between, 0.0, each, float(between > 0), float(between > 0))
    ratio = square / within
    ends = (ratio / float(fdtri(among, inside, 1 - OUTSIDE)), ratio / float(fdtri(among, inside, OUTSIDE)))
    low, high = (float(np.clip((one - 1) / (one + each - 1), 0, 1)) for one in ends)
    return Components(between, within, each, low, high)
