"""What each classroom of the new arm may be said to show: its effect, shrunk by what ordinary classes differ anyway.

A class's adjusted result is μ + δ + h + noise in the new arm and μ + noise in the old, with h ~ N(0, τ²) and the noise
of ordinary classes N(0, w²) on top of its own standard error. μ and δ are flat, τ and w half-normal; their joint
posterior stands on a grid, and a class's own effect δ + h is a mixture of normals over it (Gelman and others, "Bayesian
data analysis", chapter 5). Plugged-in variances would be too sure: with few classes the spread is hardly known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, ndtr  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.sentences import CLASS_NAMED

Real = NDArray[np.float64]

PRIOR_SPREAD, PRIOR_NOISE = 0.6, 0.5  # standard deviations of the half-normals of τ and w
LEAST = 2  # classes an arm
_TAUS = (np.arange(40) + 0.5) / 20  # middles of a grid up to 2
_NEXT_TO_NOTHING = 1e-6  # of the likeliest point's weight: not followed
_NOISES = (np.arange(40) + 0.5) / 25  # up to 1.6


@dataclass(frozen=True)
class ClassEffect:
    """A new class's effect with its 95 % interval, and how sure it is that it lies above 0.

    `stands_out` is stricter than being 95 % sure of the side, by which too many pilots without an effect name a class.
    """

    effect: float
    low: float
    high: float
    above: float

    @property
    def stands_out(self) -> bool:
        return not self.low <= 0 <= self.high


@dataclass(frozen=True)
class Pooled:
    """`classes` in the order they were given. `spread` is τ with its 95 % interval.

    `p_spread` asks without a prior whether the new classes differ from each other more than the old ones do.
    """

    effect: ClassEffect
    classes: tuple[ClassEffect, ...]
    spread: float
    spread_low: float
    spread_high: float
    p_spread: float


class _Grid(NamedTuple):
    """Over the grid: weight, τ², and of each the normal posterior of (μ, δ)."""

    weight: Real
    tau2: Real
    mean: Real
    covariance: Real
    variance: Real


def pooled(new: Real, new_se: Real, old: Real, old_se: Real) -> Pooled:
    """Of classes' adjusted results and their standard errors, in standard deviations of children."""
    if min(len(new), len(old)) < LEAST:
        raise EvidenceError(f"{len(new)} new and {len(old)} old classes: classrooms need {LEAST} of each")
    if not np.isfinite([*new, *old]).all() or not min([*new_se, *old_se]) > 0:
        raise EvidenceError("each class needs a result and a standard error above 0")
    grid = _posterior(np.r_[new, old], np.r_[new_se, old_se] ** 2, np.arange(len(new) + len(old)) < len(new))
    effect = _mixed(grid.weight, grid.mean[:, 1], grid.covariance[:, 1, 1])
    low, high = _quantiles_of_tau(grid)
    return Pooled(
        effect,
        tuple(_class_effect(grid, result, at) for at, result in enumerate(new)),
        float(grid.weight @ np.sqrt(grid.tau2)),
        low,
        high,
        p_spread(new, old),
    )


def p_spread(new: Real, old: Real) -> float:
    """F of the two spreads: how often new classes that differ no more than old ones would look at least as unlike."""
    below = float(np.var(old, ddof=1))
    if below == 0:
        return 1.0 if np.var(new) == 0 else 0.0
    return float(fdtrc(len(new) - 1, len(old) - 1, np.var(new, ddof=1) / below))


def _posterior(results: Real, squares: Real, is_new: NDArray[np.bool_]) -> _Grid:
    """By generalised least squares at each point of the grid, μ and δ integrated out."""
    tau, noise = (one.ravel() for one in np.meshgrid(_TAUS, _NOISES, indexing="ij"))
    tau2 = tau**2
    variance = noise[:, None] ** 2 + squares + tau2[:, None] * is_new
    weight = 1 / variance
    new, all_ = (weight * is_new).sum(axis=1), weight.sum(axis=1)
    old = all_ - new
    mu = (weight * ~is_new * results).sum(axis=1) / old
    both = (weight * is_new * results).sum(axis=1) / new
    mean = np.stack([mu, both - mu], axis=1)
    covariance = np.stack([np.stack([1 / old, -1 / old], 1), np.stack([-1 / old, 1 / old + 1 / new], 1)], 1)
    rest = results - mu[:, None] - (both - mu)[:, None] * is_new
    log = -0.5 * ((weight * rest**2).sum(1) + np.log(variance).sum(1) + np.log(old) + np.log(new))
    log -= 0.5 * ((tau / PRIOR_SPREAD) ** 2 + (noise / PRIOR_NOISE) ** 2)
    posterior = np.exp(log - log.max())
    kept = posterior > _NEXT_TO_NOTHING
    weight = posterior[kept] / posterior[kept].sum()
    return _Grid(weight, tau2[kept], mean[kept], covariance[kept], variance[kept])


def _class_effect(grid: _Grid, result: float, at: int) -> ClassEffect:
    """δ + h: given the grid's point, h is pulled towards 0 by what the class's own noise leaves of it."""
    kept = grid.tau2 / grid.variance[:, at]
    mean = kept * (result - grid.mean[:, 0]) + (1 - kept) * grid.mean[:, 1]
    times = np.stack([-kept, 1 - kept], axis=1)
    square = grid.tau2 * (1 - kept) + np.einsum("gi,gij,gj->g", times, grid.covariance, times)
    return _mixed(grid.weight, mean, square)


def _mixed(weight: Real, mean: Real, square: Real) -> ClassEffect:
    sd = np.sqrt(square)
    outside = (1 - CLASS_NAMED["percent"] / 100) / 2
    low, high = (_quantile(weight, mean, sd, share) for share in (outside, 1 - outside))
    return ClassEffect(float(weight @ mean), low, high, float(weight @ ndtr(mean / sd)))


def _quantile(weight: Real, mean: Real, sd: Real, share: float) -> float:
    """Of a mixture of normals, by halving."""
    low, high = float((mean - 10 * sd).min()), float((mean + 10 * sd).max())
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if weight @ ndtr((middle - mean) / sd) < share else (low, middle)
    return (low + high) / 2


def _quantiles_of_tau(grid: _Grid) -> tuple[float, float]:
    """The grid is in the order of τ."""
    at = np.searchsorted(np.cumsum(grid.weight), [0.025, 0.975])
    low, high = np.sqrt(grid.tau2[np.minimum(at, len(grid.weight) - 1)])
    return float(low), float(high)
