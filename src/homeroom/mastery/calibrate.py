"""Foretell next answers better than the filter alone: a logistic regression on its logit and on what came lately.

It serves the foretelling of answers alone: what a child knows is the filter's word. Each training child's features come
from a filter fitted without that child, or the regression would trust the difficulty of items more than it may.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from homeroom.mastery.columns import Numbers
from homeroom.mastery.filter import Filtered, filtered
from homeroom.mastery.fitting import passes
from homeroom.mastery.likelihoods import ITEM
from homeroom.mastery.parameters import Parameters
from homeroom.mastery.recency import NAMES, recency
from homeroom.mastery.responses import Responses

INNER_FOLDS = 5
QUANTILES = (0.1, 0.35, 0.65, 0.9)
RIDGE = 100.0  # answers' worth of information that each weight is 0: of few children, the filter's word stands
SOME = 25_000  # rows that the weights are first found on
ROUNDS, FULL_ROUNDS = 15, 2
STILL = 1e-3  # a step this small is the last
CHUNK = 16_384  # rows that are unfolded at once
# Columns before those of recency: the filter's logit comes first.
FILTERS = ("logit", "doubt", "hard", "hard_doubt")
STREAK = len(FILTERS) + NAMES.index("streak")


@dataclass(frozen=True)
class Calibrator:
    """A regression on unfolded features; see `unfold`."""

    mean: Numbers
    scale: Numbers
    knots: Numbers  # (quantiles, features), of the standardised features
    weights: Numbers

    def predict(self, seen: Filtered, responses: Responses) -> Numbers:
        """Probability of a right answer, for each response, from what the filter saw before it."""
        raw = features(seen, responses)
        return np.concatenate([self.foretold(raw[at : at + CHUNK]) for at in range(0, len(raw), CHUNK)])

    def foretold(self, raw: Numbers) -> Numbers:
        """The filter's logit, moved by the weights: with weights of 0 it is the filter's own word."""
        return _sigmoid(raw[:, 0] + self.unfolded(raw) @ self.weights)

    def unfolded(self, raw: Numbers) -> Numbers:
        return unfold((raw - self.mean) / self.scale, self.knots)


def features(seen: Filtered, responses: Responses) -> Numbers:
    """One row a response: the filter's logit with its doubt taken in, where it comes from, and what came lately."""
    p = np.clip(seen.predicted, 1e-9, 1 - 1e-9)
    own = [np.log(p / (1 - p)), seen.doubt, seen.hard, seen.hard_doubt]
    return np.column_stack([*own, recency(responses)])


def unfold(standardised: Numbers, knots: Numbers) -> Numbers:
    """A one; the features; each bent at its knots; and each times the streak of right or wrong answers.

    The logit is neither bent nor multiplied: what is foretold never falls where it rises.
    """
    rest = standardised[:, 1:]
    bent = [np.maximum(rest - row[1:], 0) for row in knots]
    ones = np.ones((len(standardised), 1))
    return np.hstack([ones, standardised, *bent, rest * standardised[:, [STREAK]]])


def calibrated(responses: Responses, parameters: Parameters, seed: int = 0) -> Calibrator:
    """Fit to the children that the parameters were fitted to. Their constants are used as they are."""
    raw = features(unseen(responses, parameters, seed), responses)
    asked = responses.kind == ITEM
    raw, result = raw[asked], responses.result[asked]
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    scale[scale < 1e-9] = 1.0
    knots = np.quantile((raw - mean) / scale, QUANTILES, axis=0)
    start = Calibrator(mean, scale, knots, np.zeros(0))
    return Calibrator(mean, scale, knots, _rising(start, raw, result))


def unseen(responses: Responses, parameters: Parameters, seed: int = 0) -> Filtered:
    """What the filter would have foretold of each child, had it learned of the other children alone."""
    codes = np.unique(responses.student)
    folds = min(INNER_FOLDS, len(codes))
    inner = np.full(len(responses.students), -1)
    inner[np.random.RandomState(seed).permutation(codes)] = np.arange(len(codes)) % folds
    of_row = inner[responses.student]
    columns = np.empty((5, len(responses)))
    for fold in range(folds):
        held = of_row == fold
        learned = passes(parameters, responses.take(~held)) if folds > 1 else parameters
        seen = filtered(responses.take(held), learned)
        columns[:, held] = seen.logit, seen.doubt, seen.predicted, seen.hard, seen.hard_doubt
    logit, doubt, predicted, hard, hard_doubt = columns
    return Filtered(logit, doubt, predicted, hard, hard_doubt, np.empty((0, 0, 0)))


def _rising(start: Calibrator, raw: Numbers, result: Numbers) -> Numbers:
    """The weights, held where the logit would turn round: then its own slope is 0."""
    weights = _regressed(start, raw, result)
    if weights[1] >= -start.scale[0]:
        return weights
    silent = raw.copy()
    silent[:, 0] = start.mean[0]
    weights = _regressed(start, silent, result)
    weights[1] = -start.scale[0]
    weights[0] += start.mean[0]
    return weights


def _regressed(start: Calibrator, raw: Numbers, result: Numbers) -> Numbers:
    """Iteratively reweighted least squares with a ridge: to the end on some rows spread over all, then on all of them.

    A step or two on all rows from there is as good as many: each squares what is left of the error.
    """
    weights = np.zeros(unfold(np.zeros((1, raw.shape[1])), start.knots).shape[1])
    apart = max(1, len(raw) // SOME)
    for rows, rounds in ((slice(None, None, apart), ROUNDS), (slice(None), FULL_ROUNDS)):
        for _ in range(rounds):
            step = _step(replace(start, weights=weights), raw[rows], result[rows])
            weights = weights + step
            if np.abs(step).max() < STILL:
                break
    return weights


def _step(now: Calibrator, raw: Numbers, result: Numbers) -> Numbers:
    slope, curve = -RIDGE * now.weights, RIDGE * np.eye(len(now.weights))
    for at in range(0, len(raw), CHUNK):
        chunk = raw[at : at + CHUNK]
        rows, p = now.unfolded(chunk), now.foretold(chunk)
        slope += rows.T @ (result[at : at + CHUNK] - p)
        curve += (rows * (p * (1 - p))[:, None]).T @ rows
    step: Numbers = np.linalg.solve(curve, slope)
    return step


def _sigmoid(x: Numbers) -> Numbers:
    p: Numbers = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return p
