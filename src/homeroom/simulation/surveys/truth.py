"""What is true of a made-up survey without any chance: integrals over the one factor, no draw among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray
from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence import reliability
from homeroom.simulation.surveys.crowd import Crowd, turned

Real = NDArray[np.float64]
NODES = 64


@dataclass(frozen=True)
class Truth:
    """Of the boxes as they are ticked and scored. `mean` is that of a score among those who answer, `asked` among all
    who are asked."""

    alpha: float
    omega: float
    mean: float
    asked: float


def of(crowd: Crowd) -> Truth:
    """Questions left out by chance change none of it."""
    answering = _covariance(crowd, [one.share * one.answering for one in crowd.speakers.values()])
    everybody = _covariance(crowd, [one.share for one in crowd.speakers.values()])
    covariance = answering[1]
    return Truth(
        reliability.alpha(covariance),
        reliability.omega(covariance),
        float(answering[0].mean()),
        float(everybody[0].mean()),
    )


def _covariance(crowd: Crowd, weights: list[float]) -> tuple[Real, Real]:
    """Each question's mean and every two questions' covariance, where speakers weigh so."""
    nodes, density = hermegauss(NODES)
    shifts = np.array([one.shift for one in crowd.speakers.values()])
    factor = (nodes[:, None] + shifts).ravel()
    weight = (density[:, None] / density.sum() * (np.array(weights) / sum(weights))).ravel()
    scores, squares = _scores(crowd, factor)
    lines = turned(crowd, np.repeat(np.arange(1.0, len(crowd.boxes) + 1)[:, None], scores.shape[1], axis=1))
    first = np.vstack([scores, lines])
    own = np.vstack([squares - scores**2, np.zeros_like(lines)])  # a straight line has no chance of its own
    straight = np.full(len(lines), crowd.straight / len(lines))
    share = np.concatenate([(1 - crowd.straight) * weight, straight])
    mean = share @ first
    return mean, np.asarray((share[:, None] * (first - mean)).T @ (first - mean) + np.diag(share @ own))


def _scores(crowd: Crowd, factor: Real) -> tuple[Real, Real]:
    """The mean of each question's score and of its square, a row a value of the factor."""
    weights = np.asarray(crowd.scale.loadings)
    above = ndtr((factor[:, None, None] * weights[:, None] - crowd.cuts) / np.sqrt(1 - weights**2)[:, None])
    steps = 2 * np.arange(1, len(crowd.cuts) + 1) + 1  # from one square to the next
    return np.asarray(1 + above.sum(axis=2)), np.asarray(1 + (above * steps).sum(axis=2))
