"""How far the questions of a scale hang together: Cronbach's alpha and the omega of one common factor.

Alpha after Cronbach (1951), "Coefficient alpha and the internal structure of tests"; omega total as (ΣL)²/ΣS after
McDonald (1999), "Test theory", with every question standardised and loadings L by maximum likelihood (Jöreskog 1967,
"Some contributions to maximum likelihood factor analysis"). How sure alpha is, after Feldt (1965), "The approximate
sampling distribution of Kuder-Richardson reliability coefficient twenty".
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types
from scipy.special import fdtri  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.design_matrix import Real
from homeroom.evidence.errors import EvidenceError

LEAST_UNIQUE = 0.005  # of a question's variance: below it one question would be the factor


def covariances(answers: Real) -> Real:
    """Of every two questions, from the people who answered both; a row a person, not a number where none was given."""
    given = np.isfinite(answers)
    filled = np.where(given, answers, 0.0)
    both = given.T.astype(float) @ given
    if (both < 2).any():
        raise EvidenceError("two questions were answered together by fewer than two people: a scale needs more answers")
    sums = filled.T @ given  # of the row's question, over people who answered the column's, too
    return np.asarray((filled.T @ filled - sums * sums.T / both) / (both - 1))


def complete(answers: Real) -> Real:
    """The people who answered every question."""
    return answers[np.isfinite(answers).all(axis=1)]


def alpha(covariance: Real) -> float:
    """k/(k − 1)·(1 − Σ own variances/variance of the sum). Raises EvidenceError for a scale that can't have one."""
    questions, total = len(covariance), float(covariance.sum())
    if questions < 2 or total <= 0:
        raise EvidenceError("alpha needs two questions or more whose sum differs between people")
    return questions / (questions - 1) * (1 - float(np.trace(covariance)) / total)


def interval(found: float, people: float, questions: int, level: float = 0.95) -> tuple[float, float]:
    """Between what the true alpha lies, of so many people who answered each question, in the mean.

    It needs nothing but numbers that are shown anyway. For steps, and for omega, it is near enough: the figures of
    simulated surveys say how near.
    """
    if people < 2 or questions < 2:
        raise EvidenceError("how sure alpha is needs two people and two questions")
    rows, cells = people - 1, (people - 1) * (questions - 1)
    low, high = (1 - (1 - found) * float(fdtri(rows, cells, at)) for at in ((1 + level) / 2, (1 - level) / 2))
    return low, high


def omega(covariance: Real) -> float:
    """The share of the sum's variance that one common factor explains. Needs three questions."""
    if len(covariance) < 3 or (np.diag(covariance) <= 0).any():
        raise EvidenceError("omega needs three questions or more, and each must be answered differently by somebody")
    deviations = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(deviations, deviations)
    return float(_loadings(correlations).sum() ** 2 / correlations.sum())


def _loadings(correlations: Real) -> Real:
    """Of one factor, by maximum likelihood over the unique variances."""
    start = np.full(len(correlations), 0.5)
    limits = [(LEAST_UNIQUE, 1.0)] * len(start)
    found = minimize(
        _misfit, start, (correlations,), "L-BFGS-B", jac=True, bounds=limits, options={"ftol": 1e-15, "gtol": 1e-10}
    )
    return _given(np.asarray(found.x), correlations)[0]


def _misfit(unique: Real, correlations: Real) -> tuple[float, Real]:
    """How far one factor is from the correlations, and its slope in the unique variances (Jöreskog's equation 16)."""
    loadings, rest = _given(unique, correlations)
    left = np.outer(loadings, loadings) + np.diag(unique) - correlations
    return float((rest - np.log(rest) - 1).sum()), np.asarray(np.diag(left) / unique**2)


def _given(unique: Real, correlations: Real) -> tuple[Real, Real]:
    """The best loadings for unique variances, and the eigenvalues that the factor leaves over."""
    roots = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlations / np.outer(roots, roots))
    loadings = roots * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return np.asarray(loadings * np.sign(loadings.sum() or 1.0)), np.maximum(values[:-1], 1e-12)
