"""Simulated logs of offers whose true value is known: three choices, a child's reward for each, a policy that explores.

The child's own level moves both the reward and what the logging policy chooses, so that the raw mean is wrong.
"""

from dataclasses import dataclass

import numpy as np

from homeroom.evidence.policy_value import Log

GAINS = np.array([0.1, 0.0, 0.25])
CHANCES = {True: np.array([0.7, 0.2, 0.1]), False: np.array([0.2, 0.6, 0.2])}
WANTED = {True: np.array([0.1, 0.1, 0.8]), False: np.array([0.3, 0.1, 0.6])}


@dataclass(frozen=True)
class Simulated:
    log: Log
    truth: float


def simulated(seed: int, children: int = 200, offers: int = 5, model_error: float = 0.1) -> Simulated:
    """`model_error` is how far the model's rewards are off, in one direction for all."""
    random = np.random.default_rng([seed, 77])
    level = random.normal(0, 1, children)
    student = np.repeat(np.arange(children), offers)
    high = level[student] > 0
    chances = np.where(high[:, None], CHANCES[True], CHANCES[False])
    wants = np.where(high[:, None], WANTED[True], WANTED[False])
    choice = (random.random(len(student))[:, None] > chances.cumsum(axis=1)).sum(axis=1)
    mean = 0.5 + 0.15 * np.tanh(level[student])[:, None] + GAINS
    each = np.arange(len(student))
    reward = mean[each, choice] + random.normal(0, 0.2, len(student))
    model = mean + model_error
    log = Log(
        student,
        reward,
        chances[each, choice],
        wants[each, choice],
        model[each, choice],
        (wants * model).sum(axis=1),
    )
    return Simulated(log, true_value())


def true_value() -> float:
    """Half of the children are at a high level; over all, the levels cancel out."""
    return float(0.5 + 0.5 * (WANTED[True] @ GAINS + WANTED[False] @ GAINS))
