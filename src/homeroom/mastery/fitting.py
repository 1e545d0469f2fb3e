"""Fit the filter's parameters to the children at hand: every constant, every program's link, how hard everything is.

Two passes over the children learn how hard standards, lessons and items are. Around them a Nelder-Mead search on a part
of the children looks for the constants under which each answer was best foretold by the ones before it: the sum of the
logarithms of these probabilities is the marginal likelihood, as far as the filter's approximation goes.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.columns import Numbers
from homeroom.mastery.filter import Filtered, through
from homeroom.mastery.likelihoods import ITEM
from homeroom.mastery.parameters import Parameters, Tables, logit, tables
from homeroom.mastery.responses import Responses
from homeroom.mastery.search import Search, searched

PASSES = 2
PART = 5  # one child in so many is searched on, but at least FEW children's and ENOUGH answers
FEW = 60
ENOUGH = 40_000
SURE = 1e-9


def fit(
    responses: Responses,
    start: Parameters | None = None,
    *,
    search: bool = True,
    choices: Mapping[Hashable, int] | None = None,
    seed: int = 0,
) -> Parameters:
    """Parameters for these children. Without `search`, the constants and links of `start` are kept.

    `choices` says how many answers a program's items offer: its guesses are expected at one in so many.
    """
    begun = replace(start or Parameters(), level=_level(responses))
    if search:
        begun = searched(begun, Search(sample(responses, seed), choices or {}, foretold))
    return passes(begun, responses)


def sample(responses: Responses, seed: int) -> Responses:
    """Some of the children, drawn at random: enough to learn the constants of."""
    codes = np.unique(responses.student)
    rows = len(responses) / len(codes)
    many = max(len(codes) // PART, FEW, math.ceil(ENOUGH / rows))
    if many >= len(codes):
        return responses
    return responses.of_students(np.random.RandomState(seed).permutation(codes)[:many])


def passes(parameters: Parameters, responses: Responses) -> Parameters:
    """Learn how hard everything is, at given constants: two passes, in the order of the responses."""
    layout = tables(blank(parameters), responses)
    prior = layout.difficulty[:, 1].copy()
    seen = through(responses, layout, learn=True)
    for _ in range(PASSES - 1):
        layout.difficulty[:, 1] = np.minimum(2 * layout.difficulty[:, 1], prior)
        seen = through(responses, layout, learn=True)
    return learned(parameters, responses, layout, seen)


def blank(parameters: Parameters) -> Parameters:
    """The same constants and links, nothing known of standards and items."""
    return replace(parameters, standards=(), programs=(), lessons=(), items=(), difficulty=np.empty((0, 2)))


def learned(parameters: Parameters, responses: Responses, layout: Tables, seen: Filtered) -> Parameters:
    return replace(
        parameters,
        standards=responses.standards,
        programs=responses.programs,
        lessons=responses.lessons,
        items=responses.items,
        difficulty=layout.difficulty,
        ordinary=_ordinary(seen, responses, layout),
    )


def foretold(parameters: Parameters, responses: Responses) -> float:
    """Minus the log likelihood of the items' results, each given those before it; items are learned on the way."""
    seen = through(responses, tables(blank(parameters), responses), learn=True)
    return loss(seen.predicted, responses)


def loss(predicted: Numbers, responses: Responses) -> float:
    """Minus the log likelihood of the items' results under these predictions."""
    asked = responses.kind == ITEM
    y, weight = responses.result[asked], np.minimum(responses.size[asked], 1.0)
    p = np.clip(predicted[asked], SURE, 1 - SURE)
    return float(-np.sum(weight * (y * np.log(p) + (1 - y) * np.log1p(-p))))


def _level(responses: Responses) -> float:
    """The mean difficulty at which children of whom nothing is known have the mean result; 0 without any item."""
    asked = responses.kind == ITEM
    right, all_ = float(responses.result[asked].sum()), int(asked.sum())
    return -logit((right + 1) / (all_ + 2)) * 1.25  # a mean over children lies nearer to 1/2 than the mean child's


def _ordinary(seen: Filtered, responses: Responses, layout: Tables) -> float:
    """Fisher's information of one item, the mean over those that were asked."""
    asked = responses.kind == ITEM
    if not asked.any():
        return Parameters().ordinary
    links: NDArray[np.float64] = layout.links[responses.program[asked]]
    flat = 1 / np.sqrt(1 + np.pi / 8 * seen.doubt[asked])
    up = 1 / (1 + np.exp(-np.clip(flat * seen.logit[asked], -30, 30)))
    span = 1 - links[:, 0] - links[:, 1]
    right = links[:, 0] + span * up
    return float(np.mean((span * up * (1 - up)) ** 2 / (right * (1 - right))))
