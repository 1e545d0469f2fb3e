"""How many degrees of freedom a coefficient of a mixed model has: 2(c'Vc)² over the variance of c'Vc itself.

Satterthwaite (1946) as in Kuznetsova, Brockhoff and Christensen (2017), "lmerTest package", equation 4: the variances'
own covariance is twice the inverse of the criterion's curvature. Where a variance is estimated as 0 the curvature along
its root says that it is known for sure, which leaves nearly as many degrees of freedom as there are children. There the
expected information about the variances themselves is taken, which goes on smoothly from fits nearby.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from homeroom.evidence.design_matrix import Real
from homeroom.evidence.profiled import Profile

STEP = 1e-3
EDGE = 1e-4


def freedom(profile: Profile, theta: Real, contrast: Real) -> float:
    """Of one contrast of coefficients; at most as many as the fit has rows to spare."""
    plain = all(term.varying.shape[1] == 1 for term in profile.terms)
    most = profile.rows - profile.columns
    unsure = (
        _expected(profile, theta, contrast) if plain and (theta < EDGE).any() else _curved(profile, theta, contrast)
    )
    return float(np.clip(2 / unsure, 1.0, most))


def _curved(profile: Profile, theta: Real, contrast: Real) -> float:
    """The relative variance of c'Vc, out of differences along θ; the share of σ² stands apart."""

    def variance(at: Real) -> float:
        return float(np.log(contrast @ profile.covariance(at) @ contrast))

    steps = np.diag(STEP * np.maximum(np.abs(theta), 0.1))
    slope = np.array([variance(theta + step) - variance(theta - step) for step in steps]) / (2 * steps.diagonal())
    values, vectors = np.linalg.eigh(_curvature(profile, theta, steps))
    bent = values > 1e-8 * max(1.0, float(np.abs(values).max()))
    along = slope @ vectors[:, bent]
    return float((along**2 * 2 / values[bent]).sum()) + 2 / profile.freedom


def _curvature(profile: Profile, theta: Real, steps: Real) -> Real:
    """Second differences of the criterion."""
    middle, count = profile.criterion(theta), len(theta)
    made = np.empty((count, count))
    for at, step in enumerate(steps):
        ends = profile.criterion(theta + step) + profile.criterion(theta - step)
        made[at, at] = (ends - 2 * middle) / step[at] ** 2
    for one, other in combinations(range(count), 2):
        both, against = steps[one] + steps[other], steps[one] - steps[other]
        alike = profile.criterion(theta + both) + profile.criterion(theta - both)
        unlike = profile.criterion(theta + against) + profile.criterion(theta - against)
        made[one, other] = made[other, one] = (alike - unlike) / (4 * steps[one, one] * steps[other, other])
    return made


def _expected(profile: Profile, theta: Real, contrast: Real) -> float:
    """The relative variance of c'Vc, out of ½tr(P V_k P V_l), with the variance within as the unit.

    P is V⁻¹ less what the columns take; P V P = P spares the matrix of all rows.
    """
    solved = profile.solved(theta)
    weight = np.linalg.solve(solved.information, np.linalg.solve(profile.triangle.T, contrast))
    pull = profile.inverse(theta, profile.basis @ weight)
    groups = [term.incidence().toarray() for term in profile.terms]
    pushed = [profile.projected(theta, group) for group in groups]
    slope = np.array([*(float(((group.T @ pull) ** 2).sum()) for group in groups), float(pull @ pull)])
    within = np.array([float((push**2).sum()) for push in pushed])
    between = np.array([[float(((group.T @ push) ** 2).sum()) for push in pushed] for group in groups])
    own = np.array([float((group * push).sum()) for group, push in zip(groups, pushed, strict=True)])
    last = profile.rows - profile.columns - float(theta**2 @ (own + within))
    information = np.block([[between, within[:, None]], [within[None, :], np.array([[last]])]]) / 2
    return float(slope @ np.linalg.pinv(information) @ slope) / float(weight @ solved.information @ weight) ** 2
