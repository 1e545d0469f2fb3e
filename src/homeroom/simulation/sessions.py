"""One sitting of many children at an item program: which standard, which items, right or wrong, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from homeroom.simulation.answers import Answers, Whole
from homeroom.simulation.catalogue import ITEMS, Catalogue
from homeroom.simulation.mind import Minds
from homeroom.simulation.plan import NONE, Plan

MOST_ANSWERS = 12
# How likely a sitting is on: this week's standard, last week's, an earlier one, one that comes before.
TURNS = np.cumsum([0.50, 0.25, 0.13, 0.12])
RETURNS = 0.3  # how often a stuck child is given that standard again
LEARNED, LEARNED_RIGHT = 0.09, 0.09


@dataclass(frozen=True)
class ItemProgram:
    """How a program behaves. `opens` is the second of the lab block at which its part begins."""

    slug: str
    guess: float
    slip: float
    typical_seconds: float
    opens: int
    weekdays: tuple[int, ...]
    takes_part: float


TRAIL = ItemProgram("number_trail", 0.18, 0.05, 22, 0, (0, 1, 3), 0.92)
FORGE = ItemProgram("fraction_forge", 0.10, 0.07, 34, 1500, (2, 4), 0.75)


class Desk:
    """A program at work with a school: picks standards by the plan, draws answers from what children know."""

    def __init__(self, random: Generator, program: ItemProgram, minds: Minds, plan: Plan, catalogue: Catalogue):
        self.program, self._random, self._minds = program, random, minds
        self._focus = plan.of(program.slug)
        self._before = [_served(catalogue, program.slug, before) for before in catalogue.before]
        self._first_item = _first_items(catalogue, program.slug)
        self._sessions = 0

    def sitting(self, child: Whole, week: int, day: int, opens: Whole) -> Answers:
        """One sitting of each of `child` (all different); `opens` is when their lab block begins."""
        standard = self._standards(child, week)
        counts = np.clip(4 + self._random.poisson(3.6, len(child)), 4, MOST_ANSWERS)
        session = self._sessions + np.arange(len(child))
        self._sessions += len(child)
        clock = opens + self.program.opens + self._random.integers(0, 240, len(child))
        answers = []
        for turn in range(MOST_ANSWERS):
            on = counts > turn
            took = self._seconds(int(on.sum()))
            clock[on] += took
            answers.append(self._answers(child[on], standard[on], session[on], day, clock[on].copy(), took))
        return Answers.joined(answers)

    def _answers(self, child: Whole, standard: Whole, session: Whole, day: int, second: Whole, took: Whole) -> Answers:
        chance = self._minds.right(child, standard, self.program.guess, self.program.slip)
        correct = self._random.random(len(child)) < chance
        self._minds.learn(child, standard, LEARNED + LEARNED_RIGHT * correct)
        item = self._first_item[standard] + self._random.integers(0, ITEMS[self.program.slug], len(child))
        return Answers(child, standard, item, session, np.full(len(child), day), second, took, correct)

    def _standards(self, child: Whole, week: int) -> Whole:
        turn = np.searchsorted(TURNS, self._random.random(len(child)), side="right")
        earlier = self._random.integers(0, week + 1, len(child))
        now = self._focus[child, week]
        options = [now, self._focus[child, max(0, week - 1)], self._focus[child, earlier], self._needed(now)]
        standard = np.choose(np.minimum(turn, len(options) - 1), options)
        stuck = self._minds.stuck[child]
        met = (self._focus[child, : week + 1] == stuck[:, None]).any(axis=1) & (stuck != NONE)
        return np.where(met & (self._random.random(len(child)) < RETURNS), stuck, standard)

    def _needed(self, standard: Whole) -> Whole:
        """A standard that comes before, where the program has items for one."""
        drawn = self._random.random(len(standard))
        picked = [
            before[int(share * len(before))] if (before := self._before[own]) else own
            for own, share in zip(standard.tolist(), drawn.tolist(), strict=True)
        ]
        return np.array(picked, dtype=np.int64)

    def _seconds(self, count: int) -> Whole:
        drawn = self._random.lognormal(np.log(self.program.typical_seconds), 0.55, count)
        return np.clip(np.rint(drawn), 2, 240).astype(np.int64)


def _served(catalogue: Catalogue, program: str, before: Sequence[int]) -> list[int]:
    served = {content.standards[0][0] for content in catalogue.items[program]}
    return [standard for standard in before if standard in served]


def _first_items(catalogue: Catalogue, program: str) -> Whole:
    """For each standard the place of its first item in the program's catalogue, -1 where it has none."""
    first = np.full(len(catalogue.standards), NONE, dtype=np.int64)
    for place, content in reversed(list(enumerate(catalogue.items[program]))):
        first[content.standards[0][0]] = place
    return first
