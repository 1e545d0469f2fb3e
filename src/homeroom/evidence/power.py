"""What a study can show before it begins: its smallest detectable effect, and how many classes it needs.

Bloom (1995), "Minimum detectable effects", and Dong and Maynard (2013), "PowerUp!", for two levels with classes
assigned: (t of 1 − α/2 + t of the power) × the standard error; the crossover after the same rule. Effects are in
standard deviations of children. That sum of two t's flatters a handful of classes: `power` is exact for normal
outcomes, by the noncentral t, and counts that covariates of classes are unlike between the arms by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, nctdtr, stdtrit  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import ALPHA

POWER = 0.8
MOST_CLASSES = 10_000
_DRAWS = 100  # of how unlike the arms may be by chance


class Design(Protocol):
    """A way to assign, whose precision depends on the number of classes alone."""

    @property
    def covariates(self) -> int:
        """How many properties of what is assigned are adjusted for, each with a chance to be unlike between arms."""
        ...

    def variance(self, classes: int) -> float: ...

    def freedom(self, classes: int) -> int: ...


@dataclass(frozen=True)
class ClassesAssigned:
    """Classes drawn, a share `new` of them for the new arm. `strata` of the draw cost a degree of freedom each but one.

    `icc` is the share of variance between classes; `r2_class` and `r2_child` what covariates explain of each level.
    """

    children: float = 24
    icc: float = 0.15
    r2_child: float = 0.5
    r2_class: float = 0.7
    new: float = 0.5
    covariates: int = 1
    strata: int = 1

    def __post_init__(self) -> None:
        _refuse_shares(icc=self.icc, r2_child=self.r2_child, r2_class=self.r2_class)
        _refuse_new(self.new)
        _refuse_none(children=self.children)

    def variance(self, classes: int) -> float:
        between = self.icc * (1 - self.r2_class)
        within = (1 - self.icc) * (1 - self.r2_child) / self.children
        return (between + within) / (self.new * (1 - self.new) * classes)

    def freedom(self, classes: int) -> int:
        return classes - self.covariates - 1 - self.strata


@dataclass(frozen=True)
class ChildrenAssigned:
    """Children drawn inside classes, each class a block. `spread` is how effects differ between classes."""

    children: float = 24
    icc: float = 0.15
    r2_child: float = 0.5
    spread: float = 0.0
    new: float = 0.5
    covariates: int = 0

    def __post_init__(self) -> None:
        _refuse_shares(icc=self.icc, r2_child=self.r2_child)
        _refuse_new(self.new)
        _refuse_none(children=self.children)

    def variance(self, classes: int) -> float:
        within = (1 - self.icc) * (1 - self.r2_child) / (self.new * (1 - self.new) * self.children)
        return (within + self.spread**2) / classes

    def freedom(self, classes: int) -> int:
        return classes - 1


@dataclass(frozen=True)
class Crossover:
    """Half of each class's standards drawn "aligned": Var(δ) ≈ 4 (σ²cs + σ²e / n) / (J S) + τ²δ / J.

    `cell` is the variance of a class on a standard, `child` that of a child there. Standard errors by class leave J − 1
    degrees of freedom at most, here with standards that are alike; where the effect is taken to be the same in all
    classes, cells are counted instead, and standards may differ.
    """

    standards: int = 8
    children: float = 24
    cell: float = 0.09
    child: float = 0.81
    spread: float = 0.0
    by_class: bool = True

    def __post_init__(self) -> None:
        _refuse_none(standards=self.standards, children=self.children)
        if not self.by_class and self.spread:
            raise EvidenceError("where the effect differs between classes, count classes: set by_class")

    @property
    def covariates(self) -> int:
        """Aligned and not are drawn in each class, so by chance one standard is aligned more often than another."""
        return 0 if self.by_class else self.standards - 1

    def variance(self, classes: int) -> float:
        return 4 * (self.cell + self.child / self.children) / (classes * self.standards) + self.spread**2 / classes

    def freedom(self, classes: int) -> int:
        return classes - 1 if self.by_class else (classes - 1) * (self.standards - 1) - 1


def detectable(design: Design, classes: int, alpha: float = ALPHA, power: float = POWER) -> float:
    """The smallest detectable effect; infinite where no degree of freedom is left to say anything."""
    freedom = design.freedom(classes)
    if freedom < 1:
        return inf
    return float(stdtrit(freedom, 1 - alpha / 2) + stdtrit(freedom, power)) * sqrt(design.variance(classes))


def needed(design: Design, effect: float, alpha: float = ALPHA, power: float = POWER) -> int | None:
    """The fewest classes that can detect the effect; None where ten thousand can't."""
    _refuse_none(effect=effect)
    low, high = 0, MOST_CLASSES
    if detectable(design, high, alpha, power) > effect:
        return None
    while high - low > 1:  # the more classes, the smaller
        middle = (low + high) // 2
        low, high = (low, middle) if detectable(design, middle, alpha, power) <= effect else (middle, high)
    return high


def power(design: Design, classes: int, effect: float, alpha: float = ALPHA) -> float:
    """How often such a study finds an effect of this size to differ from 0. With no effect that is alpha."""
    freedom = design.freedom(classes)
    if freedom < 1:
        return 0.0
    edge, size = float(stdtrit(freedom, 1 - alpha / 2)), abs(effect) / sqrt(design.variance(classes))
    reached = size * np.sqrt(1 - _by_chance(design.covariates, freedom))
    # Far from the edge scipy gives not a number where the chance is next to none.
    below, inside = (np.nan_to_num(nctdtr(freedom, reached, at)) for at in (-edge, edge))
    return float(np.mean(below + 1 - inside))


def _by_chance(covariates: int, freedom: int) -> NDArray[np.float64]:
    """Quantiles of how much of the arm covariates explain by chance: Beta(g / 2, (ν + 1) / 2) of normal covariates."""
    if not covariates:
        return np.zeros(1)
    middles = (np.arange(_DRAWS) + 0.5) / _DRAWS
    return np.asarray(betaincinv(covariates / 2, (freedom + 1) / 2, middles))


def _refuse_shares(**shares: float) -> None:
    for name, share in shares.items():
        if not 0 <= share < 1:
            raise EvidenceError(f"{name} is {share}: a share of variance is from 0 to below 1")


def _refuse_new(new: float) -> None:
    if not 0 < new < 1:
        raise EvidenceError(f"the new arm's share is {new}: each arm needs some, so it is above 0 and below 1")


def _refuse_none(**sizes: float) -> None:
    for name, size in sizes.items():
        if not size > 0:
            raise EvidenceError(f"{name} is {size}: give a number above 0")
