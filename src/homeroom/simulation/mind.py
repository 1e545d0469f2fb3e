"""What each child knows of each standard: the truth of the simulation, as logits in one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from homeroom.simulation.catalogue import FORGE, TRAIL, Catalogue
from homeroom.simulation.plan import NONE, Plan
from homeroom.simulation.school import Child

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

GRADE_STEP = 1.7  # logits from one grade's standards to the next
START = -0.4  # a typical child on the own grade's standards at the year's start
AHEAD = 1.6  # how far a standard may be ahead of the weakest one it stands on
READY = -1.0  # a prerequisite below this makes practice slow
UNREADY_PACE = 0.3
STUCK_AT, STUCK_PACE = -2.6, 0.03
FULL = 4.0  # practice adds nothing above this
# 1 in this many children is stuck on one standard of the plan.
STUCK_ONE_IN = 8
TOGETHER = 0.7  # of them, how many are stuck where others of their class are
FRACTIONS = 0.3  # of those served by fraction_forge, how many are stuck on fractions


def mastered(logit: Real) -> Real:
    return 1.0 / (1.0 + np.exp(-logit))


class Minds:
    """All children's knowledge, changed in place as they practise. `knows[child, standard]` is a logit."""

    def __init__(self, random: Generator, children: Sequence[Child], catalogue: Catalogue, plan: Plan):
        count, standards = len(children), len(catalogue.standards)
        grades = np.array([child.grade for child in children])
        self.ability: Real = random.normal(0, 0.75, count)
        self.reading: Real = 0.6 * self.ability + random.normal(0, 0.8, count)
        self.pace: Real = random.uniform(0.7, 1.4, count)
        self._before = _padded(catalogue.before)
        spread = random.normal(0, 0.5, standards) + random.normal(0, 0.4, (count, standards))
        ahead = GRADE_STEP * (grades[:, None] - catalogue.grades[None, :])
        self.knows: Real = START + self.ability[:, None] + ahead + spread
        self._hold_back()
        self.stuck: Whole = _stuck(random, plan, np.array([child.home for child in children]))
        self._stuck_hold()

    def right(self, child: Whole, standard: Whole, guess: float, slip: float, fresh: float = 0.0) -> Real:
        """The probability of a right answer. `fresh` is added, in logits, where the standard was shown just before."""
        return guess + (1 - guess - slip) * mastered(self.knows[child, standard] + fresh)

    def learn(self, child: Whole, standard: Whole, amount: NDArray[np.floating[Any]] | float) -> None:
        """Add to what is known, at the child's pace; slower where something before it is missing."""
        gain = np.asarray(amount) * self.pace[child] * np.where(self._ready(child, standard), 1.0, UNREADY_PACE)
        gain = np.where(self.stuck[child] == standard, gain * STUCK_PACE, gain)
        known = self.knows[child, standard]
        self.knows[child, standard] = np.maximum(known, np.minimum(known + gain, FULL))

    def before(self, standard: int) -> list[int]:
        """The standards that come right before one."""
        return [int(one) for one in self._before[standard] if one >= 0]

    def _ready(self, child: Whole, standard: Whole) -> NDArray[np.bool_]:
        before = self._before[standard]
        lowest = np.where(before >= 0, self.knows[child[:, None], before], np.inf).min(axis=1)
        return np.asarray(lowest > READY)

    def _hold_back(self) -> None:
        """Nobody is far ahead of what a standard stands on. The chain of prerequisites is short: a few rounds do."""
        for _ in range(self.knows.shape[1]):
            needed = np.where(self._before >= 0, self.knows[:, self._before], np.inf).min(axis=2)
            held = np.minimum(self.knows, needed + AHEAD)
            if np.array_equal(held, self.knows):
                return
            self.knows = held

    def _stuck_hold(self) -> None:
        child = np.flatnonzero(self.stuck != NONE)
        self.knows[child, self.stuck[child]] = STUCK_AT


def _padded(before: Sequence[Sequence[int]]) -> Whole:
    """One row a standard, -1 where it has no more prerequisites."""
    width = max(1, *map(len, before))
    return np.array([[*needed, *[-1] * (width - len(needed))] for needed in before], dtype=np.int64)


def _stuck(random: Generator, plan: Plan, homes: Whole) -> Whole:
    """For each child the standard it can't get past, or -1: one of those planned in the first weeks."""
    trail, forge = plan.of(TRAIL), plan.of(FORGE)
    count, weeks = trail.shape
    one_a_class = np.arange(count) % 24 == 5
    # The first class is the one that is shown: three of its children are stuck together.
    shown = (homes == 0) & np.isin(np.arange(count) % 24, (5, 9, 17))
    chosen = one_a_class | shown | (random.random(count) < 1 / STUCK_ONE_IN)
    first_weeks = max(1, weeks // 2)
    together = random.integers(0, first_weeks, int(homes.max()) + 1)[homes]
    week = np.where(shown | (random.random(count) < TOGETHER), together, random.integers(0, first_weeks, count))
    in_fractions = (random.random(count) < FRACTIONS) & (forge[:, 0] != NONE) & ~shown
    every = np.arange(count)
    return np.where(chosen, np.where(in_fractions, forge[every, week], trail[every, week]), NONE)
