"""Elo, as systems for practice use it: a rating of the child, of the child in the standard, and of the item.

Steps shrink with the number of answers, a / (1 + b n), the uncertainty function of Pelanek (2016); a and b are the ones
with which the training children's answers are foretold best, one after the other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numba import njit

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.fitting import loss
from homeroom.mastery.recency import leading
from homeroom.mastery.responses import Responses

STEPS = [(a, b) for a in (0.2, 0.4, 0.8, 1.6) for b in (0.01, 0.05, 0.2)]


def elo(train: Responses, test: Responses) -> Mapping[str, Numbers]:
    """Items' ratings from the training children; each tested child begins at 0 and goes on by its own answers."""
    ratings = {step: _rated(train, step) for step in STEPS}
    best = min(STEPS, key=lambda step: loss(ratings[step][1], train))
    things = ratings[best][0]
    return {
        "elo": _run(things, test.student, leading(test), _thing(test), test.result, len(test.standards), best, False)
    }


def _rated(train: Responses, step: tuple[float, float]) -> tuple[Numbers, Numbers]:
    things = np.zeros((max(len(train.items), 1) + len(train.standards), 2))
    _run(things, train.student, leading(train), _thing(train), train.result, len(train.standards), step, True)
    things[:, 1] = np.maximum(things[:, 1] - 1, 0)  # once more, from where the ratings are now, to be judged
    again = things.copy()
    seen = _run(again, train.student, leading(train), _thing(train), train.result, len(train.standards), step, True)
    return things, seen


def _thing(responses: Responses) -> Codes:
    """The item, or the standard where there are no items."""
    return np.where(responses.item >= 0, responses.item, max(len(responses.items), 1) + leading(responses))


@njit(cache=True)
def _run(
    things: Numbers,
    student: Codes,
    standard: Codes,
    thing: Codes,
    result: Numbers,
    standards: int,
    step: tuple[float, float],
    learn: bool,
) -> Numbers:
    predicted = np.empty(student.shape[0])
    own = np.zeros((standards, 2))
    child, answers = 0.0, 0.0
    for at in range(student.shape[0]):
        if at == 0 or student[at] != student[at - 1]:
            own[:] = 0.0
            child, answers = 0.0, 0.0
        skill, hard = own[standard[at]], things[thing[at]]
        p = 1.0 / (1.0 + math.exp(-(child + skill[0] - hard[0])))
        predicted[at] = p
        off = result[at] - p
        child += step[0] / (1.0 + step[1] * answers) * off
        skill[0] += step[0] / (1.0 + step[1] * skill[1]) * off
        answers += 1.0
        skill[1] += 1.0
        if learn:
            hard[0] -= step[0] / (1.0 + step[1] * hard[1]) * off
            hard[1] += 1.0
    return predicted
