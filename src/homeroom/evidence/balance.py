"""Weights that make a comparison group look like the new one, where nobody drew who got what.

Hainmueller (2012), "Entropy balancing for causal effects": of all weights that give the comparison children the new
children's means, those nearest to equal ones; their dual λ minimises log Σ exp(λ'(x − mean of the new)). It balances
what was measured and nothing else, so the grade stays capped. A group that can't be balanced is refused, not stretched.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from homeroom.evidence import sentences
from homeroom.evidence.errors import EvidenceError
from homeroom.mastery.rules import Rule

Real = NDArray[np.float64]
_STEPS = 200
_CLOSE = 1e-8  # standard deviations by which a balanced mean may be off


@dataclass(frozen=True)
class Balanced:
    """`weights` of the comparison children sum to 1; None where `refusals` say why there are none.

    `effective` is how many children they are worth (Kish), `apart` the largest difference left between the means, in
    standard deviations of the new children.
    """

    weights: Real | None
    effective: float
    apart: float
    refusals: tuple[Rule, ...]


def moments(pretest: Real, others: Real) -> Real:
    """What is balanced: the pretest, its square, and a column for each other property."""
    return np.column_stack([pretest, pretest**2, others])


def balanced(new: Real, comparison: Real, classes: NDArray[np.int64]) -> Balanced:
    """Rows are children, columns what is to be balanced; `classes` are the comparison children's."""
    if new.shape[1] != comparison.shape[1] or len(comparison) != len(classes) or not len(new):
        raise EvidenceError("both groups need children, the same properties, and each comparison child its class")
    if not (np.isfinite(new).all() and np.isfinite(comparison).all()):
        raise EvidenceError("a property is missing: leave the child out, or the property")
    apart = _standardised(new, comparison)
    weights = _weights(apart)
    left, effective = float(np.abs(weights @ apart).max()), float(1 / (weights**2).sum())
    refused = tuple(_refused(left, effective, len(comparison), len(np.unique(classes))))
    return Balanced(None if refused else weights, effective, left, refused)


def _refused(left: float, effective: float, children: int, classes: int) -> list[Rule]:
    found = []
    if not (isfinite(left) and left <= 100 * _CLOSE):
        found.append(sentences.UNBALANCED)
    if effective < sentences.FEW_EFFECTIVE["percent"] / 100 * children:
        found.append(sentences.FEW_EFFECTIVE)
    if classes < sentences.FEW_COMPARISON["classes"]:
        found.append(sentences.FEW_COMPARISON)
    return found


def _standardised(new: Real, comparison: Real) -> Real:
    """The comparison children's distance from the new mean. What never varies is balanced as it is, or never."""
    spread = np.vstack([new, comparison]).std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    return np.asarray((comparison - new.mean(axis=0)) / scale)


def _weights(apart: Real) -> Real:
    """Newton's steps, each halved until the dual falls. It has no smallest value where the means can't be reached."""
    dual = np.zeros(apart.shape[1])
    value, weights = _at(apart, dual)
    for _ in range(_STEPS):
        slope = weights @ apart
        if np.abs(slope).max() <= _CLOSE:
            break
        curve = (apart * weights[:, None]).T @ apart - np.outer(slope, slope)
        step = np.linalg.lstsq(curve, slope, rcond=1e-12)[0]
        size = 1.0
        while size > 1e-10 and _at(apart, dual - size * step)[0] > value - 1e-4 * size * float(slope @ step):
            size /= 2
        if size <= 1e-10:
            break
        dual = dual - size * step
        value, weights = _at(apart, dual)
    return weights


def _at(apart: Real, dual: Real) -> tuple[float, Real]:
    """The dual's value and the weights there."""
    powers = apart @ dual
    most = float(powers.max())
    raised = np.exp(powers - most)
    return most + float(np.log(raised.sum())), np.asarray(raised / raised.sum())
