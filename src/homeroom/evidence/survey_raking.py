"""Weights that make those who answered look like those who were asked: a check on the result, never the result.

Iterative proportional fitting (Deming and Stephan 1940, "On a least squares adjustment of a sampled frequency table").
It mends who is missing by group and language, and nothing else in which they may differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.evidence.design_matrix import Real

ROUNDS, ALMOST = 500, 1e-10


@dataclass(frozen=True)
class Raked:
    """`mean` with weights; `worth` how many equally weighted answers tell as much; `left_out` people whom none of
    those who answered stands for."""

    mean: float
    worth: float
    left_out: int


def rake(scores: Real, margins: Sequence[tuple[Sequence[str], Mapping[str, int]]]) -> Raked | None:
    """Each margin: what every answer is, and how many were asked of each. None where no weights fit all of them."""
    scores = np.asarray(scores, dtype=float)
    weights, left_out = np.ones(len(scores)), 0
    fitted: list[list[tuple[NDArray[np.bool_], float]]] = []
    for labels, people in margins:
        told = np.array(labels)
        wanted = {one: people.get(one, 0) for one in sorted(set(labels))}
        if not all(wanted.values()):
            return None
        left_out = max(left_out, sum(people.values()) - sum(wanted.values()))
        fitted.append([(told == one, number / sum(wanted.values())) for one, number in wanted.items()])
    for _ in range(ROUNDS):
        for parts in fitted:
            for mask, share in parts:
                weights[mask] *= share * len(scores) / weights[mask].sum()
        if _misfit(weights, fitted) < ALMOST:
            worth = float(weights.sum() ** 2 / (weights @ weights))
            return Raked(float(weights @ scores / weights.sum()), worth, left_out)
    return None


def _misfit(weights: Real, fitted: Sequence[Sequence[tuple[NDArray[np.bool_], float]]]) -> float:
    """How far the worst share is from what it should be: margins that contradict each other never all fit."""
    return max(
        (abs(weights[mask].sum() / len(weights) - share) for parts in fitted for mask, share in parts), default=0
    )
