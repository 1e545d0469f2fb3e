"""The questions of one scale together: who scored what, and whether they hang together enough to be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from homeroom.evidence import reliability
from homeroom.evidence.design_matrix import Real
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.survey_models import Question

HALF = 0.5  # of a scale's questions must be answered for a score


@dataclass(frozen=True)
class Item:
    """A scored question: its points, and from which place on an answer is in favour."""

    key: str
    points: int
    is_reversed: bool

    @property
    def favour(self) -> float:
        """Of three points the last; of five the last two."""
        return self.points if self.points == 3 else self.points - 1

    def score(self, place: int) -> int:
        return self.points + 1 - place if self.is_reversed else place


@dataclass(frozen=True)
class Score:
    """Each person's mean over a scale's questions, not a number where less than half were answered. `between` is what
    the true alpha lies between."""

    scores: Real
    alpha: float | None
    omega: float | None
    between: tuple[float, float] | None = None


def item(question: Question) -> Item:
    return Item(question.key, question.choices, question.reversed)


def score(items: Sequence[Item], rows: Sequence[Mapping[str, int]]) -> Score:
    """A row a person. Alpha and omega are missing where they can't be worked out, or one question is the scale."""
    answers = np.array(
        [[one.score(row[one.key]) if one.key in row else np.nan for one in items] for row in rows], dtype=float
    ).reshape(len(rows), len(items))
    given = np.isfinite(answers)
    enough = given.mean(axis=1) >= HALF
    sums = np.where(given, answers, 0.0).sum(axis=1)
    scores = np.where(enough, sums / np.maximum(given.sum(axis=1), 1), np.nan)
    alpha, omega = (_measured(answers, one) for one in (reliability.alpha, reliability.omega))
    people = float(given.sum()) / max(len(items), 1)  # who answered each question, in the mean
    return Score(scores, alpha, omega, None if alpha is None else reliability.interval(alpha, people, len(items)))


def _measured(answers: Real, measure: Callable[[Real], float]) -> float | None:
    try:
        found = float(measure(reliability.covariances(answers)))
    except EvidenceError:
        return None
    return found if np.isfinite(found) else None
