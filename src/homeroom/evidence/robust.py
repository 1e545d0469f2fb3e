"""Standard errors where children of a cluster (a class, a school) hang together: CR1 and CR2, for few clusters.

CR2 is the bias-reduced linearization of Bell and McCaffrey (2002), "Bias reduction in standard errors for linear
regression with multi-stage samples", with an identity working model, weighted or not; degrees of freedom after
Satterthwaite as in Pustejovsky and Tipton (2018), "Small-sample methods for cluster-robust variance estimation and
hypothesis testing in fixed effects models", section 2. Nothing of a cluster's size is ever decomposed: with U an
orthonormal basis of the columns, U_j'(I − U_j U_j')^(−1/2) = (I − U_j'U_j)^(−1/2) U_j', and the right-hand side is as
small as the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import Real, Whole, places
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.least_squares import Fit

LEAST_LEEWAY = 1e-12


class Clustered(StrEnum):
    """How clusters are corrected for: CR1 by J/(J−1), CR1S as Stata does, CR2 without bias under the working model.

    Swept-out effects don't count as columns in CR1S: each lies inside one cluster.
    """

    CR1 = "CR1"
    CR1S = "CR1S"
    CR2 = "CR2"


@dataclass(frozen=True)
class Robust:
    """A fit with clustered errors: a row of `scores` a cluster, in the coordinates of the fit's basis.

    Under the working model the scores of clusters i and j vary together by
    1(i = j)·`own`_i + `tilt`_i·`kernel`·`tilt`_j'.
    """

    fit: Fit
    kind: Clustered
    scores: Real
    own: Real
    tilt: Real
    kernel: Real

    @property
    def clusters(self) -> int:
        return len(self.scores)

    def covariance(self) -> Real:
        half = self.fit.back @ self.scores.T
        return np.asarray(half @ half.T)

    def coefficient(self, name: str) -> Coefficient:
        return self.contrast(self.fit.design.contrast(name)[0], name)

    def contrast(self, weights: Real, name: str = "contrast") -> Coefficient:
        """A weighted sum of coefficients, tested against 0."""
        along = self.fit.back.T @ weights
        error = float(np.linalg.norm(self.scores @ along))
        return Coefficient(name, float(weights @ self.fit.coefficients), error, self._freedom(along))

    def expected(self, one: Real, other: Real) -> Real:
        """How two directions of the scores vary together under the working model: a row and a column a cluster."""
        own = np.diag(np.einsum("p,jpr,r->j", one, self.own, other))
        return np.asarray(own + (one @ self.tilt) @ self.kernel @ (other @ self.tilt).T)

    def _freedom(self, along: Real) -> float:
        """Satterthwaite's for CR2: twice the square of what the variance is expected to be, over its own variance."""
        if self.kind is not Clustered.CR2:
            return self.clusters - 1
        varying = self.expected(along, along)
        return float(np.trace(varying) ** 2 / (varying**2).sum())


def clustered(fit: Fit, clusters: ArrayLike, kind: Clustered = Clustered.CR2) -> Robust:
    """The fit with errors clustered. Raises EvidenceError for fewer than two clusters."""
    levels, place = places(clusters)
    if len(place) != fit.rows:
        raise EvidenceError(f"{len(place)} rows have a cluster and {fit.rows} are in the model: give one each")
    if len(levels) < 2:
        raise EvidenceError("all rows are of one cluster: nothing can be said of how clusters differ")
    order = np.argsort(place, kind="stable")
    rows = np.split(order, np.cumsum(np.bincount(place))[:-1])
    if kind is Clustered.CR2 and fit.weighted:
        return _weighted(fit, rows)
    shapes = np.array([fit.basis[one].T @ fit.basis[one] for one in rows])
    raw = np.array([fit.basis[one].T @ fit.rest[one] for one in rows])
    bends = _inverse_root(np.eye(shapes.shape[1]) - shapes) if kind is Clustered.CR2 else _flat(fit, kind, shapes)
    tilt = bends @ shapes
    return Robust(fit, kind, np.einsum("jpr,jr->jp", bends, raw), tilt @ bends, tilt, -np.eye(shapes.shape[1]))


def _flat(fit: Fit, kind: Clustered, shapes: Real) -> Real:
    times = len(shapes) / (len(shapes) - 1)
    if kind is Clustered.CR1S:
        times *= (fit.rows - 1) / (fit.rows - fit.basis.shape[1])
    return np.broadcast_to(np.eye(shapes.shape[1]) * np.sqrt(times), shapes.shape)


def _weighted(fit: Fit, rows: list[Whole]) -> Robust:
    """CR2 where weights make the hat matrix H = PV' lopsided: (I − H)(I − H)' = I + ZKZ' with Z = [P, V].

    Each cluster's part of it is I beyond the columns of Z, so it is bent in their coordinates alone.
    """
    plain, pushed, rest = fit.basis / fit.root[:, None], fit.basis * fit.root[:, None], fit.rest / fit.root
    count = plain.shape[1]
    kernel = np.block([[pushed.T @ pushed, -np.eye(count)], [-np.eye(count), np.zeros((count, count))]])
    scores, own, tilt = [], [], []
    for one in rows:
        basis, both = np.linalg.qr(np.hstack([plain[one], pushed[one]]))
        bend = _inverse_root((np.eye(len(both)) + both @ kernel @ both.T)[None])[0]
        bent = both[:, count:].T @ bend
        scores.append(bent @ (basis.T @ rest[one]))
        own.append(bent @ bent.T)
        tilt.append(bent @ both)
    return Robust(fit, Clustered.CR2, np.array(scores), np.array(own), np.array(tilt), kernel)


def _inverse_root(matrices: Real) -> Real:
    """The inverse of each one's symmetric square root, without the directions that a cluster alone decides."""
    values, vectors = np.linalg.eigh(matrices)
    free = values > LEAST_LEEWAY
    times = np.where(free, 1 / np.sqrt(np.where(free, values, 1.0)), 0.0)
    return np.asarray((vectors * times[:, None, :]) @ vectors.transpose(0, 2, 1))
