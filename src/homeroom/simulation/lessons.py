"""Tries of lessons: each child goes along the lessons of a working grade, and stays with one that was not passed."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from homeroom.simulation.answers import Tries, Whole
from homeroom.simulation.catalogue import Catalogue
from homeroom.simulation.mind import Minds
from homeroom.simulation.school import GRADES

ITEMS = 8
PASSES_AT = 70  # percent
GUESS, SLIP = 0.22, 0.03
FRESH = 1.3  # the quiz comes right after the lesson
LEARNED, LEARNED_PASSED = 0.12, 0.2
TYPICAL_MINUTES = 17
IDLE = 0.02
ASSIGNED = 0.04
TAKES_PART = 0.68  # of the days at school
TRIES = 2  # then the program moves on


class Shelf:
    """A lesson program at work with a school."""

    def __init__(self, random: Generator, minds: Minds, catalogue: Catalogue, grades: Whole):
        self._random, self._minds = random, minds
        self._standard = np.array([lesson.standards[0][0] for lesson in catalogue.lessons])
        working = np.clip(grades + np.rint(0.7 * minds.ability).astype(int), 0, len(GRADES) - 1)
        first = np.array([_first(catalogue, grade) for grade in range(len(GRADES))])
        self._place = first[working] + random.integers(0, 12, len(grades))
        self._failed = np.zeros(len(grades), dtype=np.int64)

    def sitting(self, child: Whole, day: int) -> Tries:
        lesson = self._place[child]
        standard = self._standard[lesson]
        right = self._random.binomial(ITEMS, self._minds.right(child, standard, GUESS, SLIP, FRESH))
        score = np.rint(100 * right / ITEMS).astype(np.int64)
        passed = score >= PASSES_AT
        self._minds.learn(child, standard, LEARNED + LEARNED_PASSED * passed)
        self._go_on(child, passed)
        idle = self._idle(len(child))
        assigned = self._random.random(len(child)) < ASSIGNED
        return Tries(child, lesson, np.full(len(child), day), self._minutes(len(child)) + idle, idle, score, assigned)

    def _go_on(self, child: Whole, passed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
        self._failed[child] = np.where(passed, 0, self._failed[child] + 1)
        on = passed | (self._failed[child] >= TRIES)
        self._failed[child] = np.where(on, 0, self._failed[child])
        self._place[child] = (self._place[child] + on) % len(self._standard)

    def _minutes(self, count: int) -> Whole:
        drawn = self._random.lognormal(np.log(TYPICAL_MINUTES), 0.4, count)
        return np.clip(np.rint(drawn), 3, 55).astype(np.int64)

    def _idle(self, count: int) -> Whole:
        """Minutes in which the lesson stood open and nobody worked."""
        return np.where(self._random.random(count) < IDLE, self._random.integers(45, 241, count), 0)


def _first(catalogue: Catalogue, grade: int) -> int:
    return next(place for place, lesson in enumerate(catalogue.lessons) if lesson.grade == grade)
