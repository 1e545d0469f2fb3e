"""Answers to the questions of a survey whose reliability is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy ships no types

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Scale:
    """One factor that every question shares. `loadings` are its standardised weights, one a question.

    `shift` is by how many standard deviations the new arm's factor is higher, `blank` the share of answers not given.
    """

    loadings: tuple[float, ...] = (0.7, 0.7, 0.7, 0.7, 0.7)
    shift: float = 0.0
    blank: float = 0.0

    @property
    def omega(self) -> float:
        """(ΣL)²/ΣS of the standardised questions."""
        weights = np.asarray(self.loadings)
        return float(weights.sum() ** 2 / (weights.sum() ** 2 + (1 - weights**2).sum()))

    @property
    def alpha(self) -> float:
        """Below omega where questions weigh unlike."""
        weights, many = np.asarray(self.loadings), len(self.loadings)
        total = weights.sum() ** 2 + (1 - weights**2).sum()
        return float(many / (many - 1) * (1 - many / total))


def make(scale: Scale, new: NDArray[np.bool_], random: Generator) -> Real:
    """A row a person, a column a question; not a number where no answer was given."""
    answers = of_factor(scale, random.normal(size=len(new)) + scale.shift * new, random)
    return np.asarray(np.where(random.random(answers.shape) < scale.blank, np.nan, answers))


def of_factor(scale: Scale, factor: Real, random: Generator) -> Real:
    """Answers of people whose factor is known, an entry each: what the questions share of it, and each one's own."""
    weights = np.asarray(scale.loadings)
    own = np.sqrt(1 - weights**2) * random.normal(size=(len(factor), len(weights)))
    return np.asarray(factor[:, None] * weights + own)


def in_steps(answers: Real, steps: int = 4) -> Real:
    """The answers as boxes to tick, 1 to `steps`, each ticked as often: what a survey sees of them."""
    return np.asarray(np.where(np.isnan(answers), np.nan, np.minimum(np.floor(ndtr(answers) * steps), steps - 1) + 1))
