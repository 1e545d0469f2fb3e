"""Mixed models: classes and schools vary, and a difference between arms is judged against how much they do.

REML or ML by mixedlm (`mixed_engine`), every fit audited by a search of our own (`profiled`), degrees of freedom after
Satterthwaite (`satterthwaite`). What is odd about a fit is among its remarks: a singular or unconverged fit is never a
plain number, and two fits that disagree carry no verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from homeroom.evidence import mixed_engine
from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import Design, Real, places
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.profiled import Profile, Term
from homeroom.evidence.satterthwaite import freedom

APART = 1e-3  # of −2 log likelihood: more is another fit
NOTHING = 1e-4  # a relative spread below it is none


class Remark(StrEnum):
    SINGULAR = "singular"  # a variance is none, or a correlation whole
    UNCONVERGED = "not converged"
    DISAGREE = "two fits disagree"


@dataclass(frozen=True)
class Group:
    """What a label shares: its own intercept, and its own slope of each named column of the model."""

    labels: ArrayLike
    slopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MixedFit:
    """`variances` holds each group's covariance matrix, intercept first; `left` is the variance within.

    `criterion` is −2 log likelihood (or REML's), and `audit` the least that our own search found.
    """

    design: Design
    coefficients: Real
    covariance: Real
    variances: Mapping[str, Real]
    left: float
    criterion: float
    audit: float
    remarks: tuple[Remark, ...]
    profile: Profile = field(repr=False, compare=False)
    theta: Real = field(repr=False)

    @property
    def sound(self) -> bool:
        """Whether its numbers may carry a verdict; a singular fit may, and says that it is."""
        return not {Remark.UNCONVERGED, Remark.DISAGREE} & set(self.remarks)

    def coefficient(self, name: str) -> Coefficient:
        return self.contrast(self.design.contrast(name)[0], name)

    def contrast(self, weights: Real, name: str = "contrast") -> Coefficient:
        """A weighted sum of coefficients, tested against 0."""
        error = float(np.sqrt(weights @ self.covariance @ weights))
        return Coefficient(
            name, float(weights @ self.coefficients), error, freedom(self.profile, self.theta, weights)
        )  # fmt: skip


def fit(model: Design, outcome: ArrayLike, groups: Mapping[str, Group], *, reml: bool = True) -> MixedFit:
    """The fit and its audit. Raises EvidenceError for data that can't give one, and where the engine is missing."""
    values = np.asarray(outcome, np.float64)
    if model.absorbed:
        raise EvidenceError("a mixed model needs its fixed effects as columns: they were swept out")
    if len(values) != len(model.matrix) or not np.isfinite(values).all():
        raise EvidenceError(f"the outcome needs a number for each of the {len(model.matrix)} rows of the model")
    terms = {name: _term(model, name, group) for name, group in groups.items()}
    found = mixed_engine.fitted(model.matrix, values, list(terms.values()), reml=reml)
    profile = Profile(model.matrix, values, list(terms.values()), reml=reml)
    audit = profile.criterion(profile.search())
    ends = np.cumsum([term.parameters for term in terms.values()])[:-1]
    factors = {
        name: term.factor(part) for (name, term), part in zip(terms.items(), np.split(found.theta, ends), strict=True)
    }
    return MixedFit(
        model, found.coefficients, found.covariance,
        {name: factor @ factor.T * found.variance for name, factor in factors.items()},
        found.variance, found.criterion, audit, _remarks(found, audit, factors), profile, found.theta,
    )  # fmt: skip


def _remarks(found: mixed_engine.Fitted, audit: float, factors: Mapping[str, Real]) -> tuple[Remark, ...]:
    singular = any((np.diag(factor) < NOTHING).any() for factor in factors.values())
    odd = {
        Remark.SINGULAR: singular,
        Remark.UNCONVERGED: not found.converged,
        Remark.DISAGREE: not abs(found.criterion - audit) <= APART,
    }
    return tuple(remark for remark, so in odd.items() if so)


def _term(model: Design, name: str, group: Group) -> Term:
    levels, place = places(group.labels)
    if len(place) != len(model.matrix):
        raise EvidenceError(f"{len(place)} rows have a {name} and {len(model.matrix)} are in the model: give one each")
    if not 1 < len(levels) < len(place):
        raise EvidenceError(f"{len(place)} rows in {len(levels)} of {name}: how these differ can't be told")
    slopes = [model.matrix @ row for row in model.contrast(*group.slopes)] if group.slopes else []
    return Term(place, np.column_stack([np.ones(len(place)), *slopes]))
