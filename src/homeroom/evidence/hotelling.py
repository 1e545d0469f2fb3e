"""Several coefficients tested together with clustered errors: approximate Hotelling's T², and the usual F beside it.

AHT of Pustejovsky and Tipton (2018), "Small-sample methods for cluster-robust variance estimation and hypothesis
testing in fixed effects models", section 3.2: the robust covariance is taken for a Wishart with η degrees of freedom,
chosen to match the total variance of its entries under the working model.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import fdtrc  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.design_matrix import Real
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.robust import Clustered, Robust


@dataclass(frozen=True)
class Joint:
    """An F test that all restrictions hold: no coefficient of them differs from 0."""

    restrictions: int
    f: float
    freedom: float

    @property
    def p(self) -> float:
        return float(fdtrc(self.restrictions, self.freedom, self.f))


def joint(robust: Robust, contrasts: Real) -> Joint:
    """Rows of `contrasts` are restrictions Cb = 0. AHT for CR2; for CR1 the usual F on J − 1 degrees of freedom.

    Raises EvidenceError where the restrictions say the same, or the clusters are too few for them.
    """
    count = len(contrasts)
    along = contrasts @ robust.fit.back
    if np.linalg.matrix_rank(along) < count:
        raise EvidenceError("some of the restrictions follow from others: give each once")
    estimates = contrasts @ robust.fit.coefficients
    half = robust.scores @ along.T
    if np.linalg.matrix_rank(half) < count:
        raise EvidenceError(f"{robust.clusters} clusters can't test {count} restrictions together")
    wald = float(estimates @ np.linalg.solve(half.T @ half, estimates))
    if robust.kind is not Clustered.CR2:
        return Joint(count, wald / count, robust.clusters - 1)
    eta = _eta(robust, along)
    freedom = eta - count + 1
    if freedom <= 0:
        raise EvidenceError(f"{robust.clusters} clusters can't test {count} restrictions together")
    return Joint(count, freedom / (eta * count) * wald, freedom)


def _eta(robust: Robust, along: Real) -> float:
    """q(q+1) over the total variance of the entries of the covariance, standardised to be I in expectation."""
    rows = range(len(along))
    totals = np.array([[np.trace(robust.expected(along[one], along[other])) for other in rows] for one in rows])
    values, vectors = np.linalg.eigh(totals)
    straight = (vectors / np.sqrt(values)) @ vectors.T @ along
    variance = 0.0
    for one, other in product(rows, rows):
        across = robust.expected(straight[one], straight[other])
        apart = robust.expected(straight[one], straight[one]) * robust.expected(straight[other], straight[other])
        variance += float(apart.sum() + (across * across.T).sum())
    return len(along) * (len(along) + 1) / variance
