"""Chances out of likenesses: a conditional logit over all candidates of a lesson and *none of these*.

The chance of a candidate is exp(its score) over the sum of all of them, *none* among them, so that they sum to 1.
Scores are weighted sums of what `features` sees; the weights are learnt from lessons whose standards are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.standards.aligner.features import NONE, PAIR, Seen
from homeroom.standards.aligner.texts import Matrix

RIDGE = 0.1
"""How strongly weights are drawn to 0, in lessons' worth."""

Right = NDArray[np.float64]
"""Lesson × (candidates, none last): 1 where that is right."""


@dataclass(frozen=True)
class Weights:
    """What each view counts, in the order of PAIR and of NONE."""

    pair: tuple[float, ...]
    none: tuple[float, ...]


def chances(weights: Weights, seen: Seen) -> Matrix:
    """Lesson × (candidates, none last); each row sums to 1. What the grade rules out has no chance."""
    scores = _scores(np.array([*weights.pair, *weights.none]), seen)
    return np.exp(scores - _log_sum(scores))


def learn(seen: Seen, right: Right, ridge: float = RIDGE) -> Weights:
    """Weights that make what is right most likely: all that is right of a lesson counts together."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    possible = (right > 0) & np.hstack([seen.allowed, np.ones((len(right), 1), bool)])
    use = possible.any(axis=1)
    seen, possible = seen[use], possible[use]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        scores = _scores(flat, seen)
        whole = _log_sum(scores)
        part = _log_sum(np.where(possible, scores, -np.inf))
        pull = np.where(possible, np.exp(scores - part), 0) - np.exp(scores - whole)
        gradient = np.concatenate(
            [np.einsum("lc,lcf->f", pull[:, :-1], seen.pairs), np.einsum("l,lf->f", pull[:, -1], seen.none)]
        )
        return float((whole - part).sum() + ridge * flat @ flat), -gradient + 2 * ridge * flat

    found = minimize(loss, np.zeros(len(PAIR) + len(NONE)), jac=True, method="L-BFGS-B").x
    return Weights(tuple(map(float, found[: len(PAIR)])), tuple(map(float, found[len(PAIR) :])))


def right(codes: Sequence[str], told: Sequence[Sequence[str]]) -> Right:
    """What is right of each lesson: its standards; *none* where it has none."""
    at = {code: place for place, code in enumerate(codes)}
    found = np.zeros((len(told), len(codes) + 1))
    for row, some in enumerate(told):
        found[row, [at[code] for code in some] or [-1]] = 1
    return found


def _scores(flat: Matrix, seen: Seen) -> Matrix:
    pairs = np.where(seen.allowed, seen.pairs @ flat[: len(PAIR)], -np.inf)
    return np.hstack([pairs, (seen.none @ flat[len(PAIR) :])[:, None]])


def _log_sum(scores: Matrix) -> Matrix:
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True)))
