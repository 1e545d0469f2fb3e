"""Simulated class-weeks with known alignment: real standards of grades 2 to 4, and an aligner that errs by our titles.

Nothing of it is taken from the index's own model: wrong tags are drawn by how alike two titles are written, programs
differ in how much they tag and in how much of the time in them is on plan, and so do children.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from homeroom.goals.index.confusion import instead, learned, likely, nearness
from homeroom.goals.index.worked import Lessons, Real, Whole, Worked

CHILDREN, DAYS, PROGRAMS, LESSONS = 22, 4, 4, 3
OVERLAP = 150  # wrong tags of lessons that somebody has aligned as well: what the index may learn from
PROGRAMS_DIFFER = 0.5  # standard deviation, in logits, of a program's time on plan around its class's
CHILDREN_DIFFER = 0.6


@dataclass(frozen=True)
class Cell:
    """Shares of a catalogue's lessons without a tag and with an inferred one, and how often that is right.

    `all_right`: inferred tags are right without exception, though nobody knows.
    """

    untagged: float
    inferred: float
    accuracy: float
    all_right: bool = False


@dataclass(frozen=True)
class Seen:
    """A class's week as homeroom sees it, and what is true of it: `on` marks the standards taught, `share` the time on
    them that these children give in such a week, `held` the time on them in this one."""

    lessons: Lessons
    worked: Worked
    on: Real
    share: float
    held: float
    keys: Sequence[int]  # names of the lessons


@dataclass(frozen=True)
class World:
    codes: tuple[str, ...]
    titles: tuple[str, ...]

    @cached_property
    def alike(self) -> Real:
        """Standards × standards: the chance that a wrong tag of the row is the column, by what titles share."""
        grams = [Counter(title[at : at + 3] for at in range(len(title) - 2)) for title in self.titles]
        words = sorted({gram for one in grams for gram in one})
        counts = np.array([[one[word] for word in words] for one in grams], dtype=np.float64)
        counts *= np.log(len(grams) / (counts > 0).sum(axis=0))
        counts /= np.linalg.norm(counts, axis=1, keepdims=True)
        chances = np.exp(8.0 * counts @ counts.T)
        np.fill_diagonal(chances, 0.0)
        found: Real = chances / chances.sum(axis=1, keepdims=True)
        return found

    @cached_property
    def near(self) -> Whole:
        return nearness(self.codes)

    @cached_property
    def wrong(self) -> Real:
        """What the index has learned of wrong tags, from lessons that were aligned twice."""
        chance = np.random.default_rng(1)
        true = chance.integers(len(self.codes), size=OVERLAP)
        told = [int(chance.choice(len(self.codes), p=self.alike[one])) for one in true]
        pairs = [(self.codes[tag], self.codes[one]) for tag, one in zip(told, true, strict=True)]
        return instead(self.near, learned(pairs))

    def week(self, cell: Cell, chance: np.random.Generator, on: Real | None = None, toward: Real | None = None) -> Seen:
        """A week with the plan `on`, by default a plan by chance. `toward` is what children are led to instead of it;
        all zeros lead nowhere, and what they do then has nothing to do with the plan."""
        count = len(self.codes)
        on = self.plan(chance) if on is None else on
        plan = on if toward is None else toward
        off = self._rest(plan, chance) if plan.any() else chance.dirichlet(np.full(count, 0.15))
        p = self._led(chance) if plan.any() else np.zeros((CHILDREN, PROGRAMS))
        visits = chance.dirichlet(np.full(PROGRAMS, 3.0), CHILDREN)
        share = float((visits * p).sum(axis=1).mean())
        plan = plan / max(plan.sum(), 1.0)
        child, sitting, standard, program, seconds = [], [], [], [], []
        for c in range(CHILDREN):
            own = 0.5 * off + 0.5 * chance.dirichlet(off * 12 + 1e-3)
            for d in range(DAYS):
                for _ in range(1 + chance.poisson(1.2)):
                    g = int(chance.choice(PROGRAMS, p=visits[c]))
                    mix = plan if chance.random() < p[c, g] else own
                    child.append(c)
                    sitting.append(c * DAYS + d)
                    standard.append(int(chance.choice(count, p=mix)))
                    program.append(g)
                    seconds.append(int(60 * chance.gamma(4, 3)) + 30)
        true = np.array(standard)
        which = chance.integers(LESSONS, size=len(true))
        keys = (np.array(program) * count + true) * LESSONS + which
        unique, lesson = np.unique(keys, return_inverse=True)
        of_lesson = unique // LESSONS % count
        in_program = unique // LESSONS // count
        worked = Worked(np.array(child), np.array(sitting), lesson.astype(np.int64), np.array(seconds))
        worked = _merged(worked)
        lessons = self._tagged(cell, of_lesson, in_program, chance)
        held = float(np.average(on[of_lesson][worked.lesson], weights=worked.seconds))
        return Seen(lessons, worked, on, share, held, unique.tolist())

    def _led(self, chance: np.random.Generator) -> Real:
        """Children × programs: the chance that a lesson is on plan."""
        middle = -np.log(1 / chance.beta(4, 3) - 1) + PROGRAMS_DIFFER * chance.standard_normal(PROGRAMS)
        found: Real = 1 / (1 + np.exp(-(middle[None] + CHILDREN_DIFFER * chance.standard_normal((CHILDREN, 1)))))
        return found

    def plan(self, chance: np.random.Generator) -> Real:
        """One to four standards of a cluster and its neighbours, as units have them."""
        first = int(chance.integers(len(self.codes)))
        near = np.flatnonzero((self.near[first] >= 1) & (self.near[first] <= 2))
        more = chance.permutation(near)[: int(chance.integers(0, 4))]
        on = np.zeros(len(self.codes))
        on[[first, *more]] = 1.0
        return on

    def _rest(self, on: Real, chance: np.random.Generator) -> Real:
        """What is done off plan: half of it near to the plan, half anything."""
        near = (self.near[on > 0] <= 3).any(axis=0) * 1.0
        mix = 0.5 * near / near.sum() + 0.5 * chance.dirichlet(np.full(len(on), 0.15))
        mix = np.where(on > 0, 0.0, mix)
        found: Real = mix / mix.sum()
        return found

    def _tagged(self, cell: Cell, true: Whole, program: Whole, chance: np.random.Generator) -> Lessons:
        count, many = len(self.codes), len(true)
        shares = np.array([cell.untagged, cell.inferred, 1 - cell.untagged - cell.inferred])
        kinds = chance.dirichlet(6 * shares + 1e-9, PROGRAMS)
        kind = np.array([chance.choice(3, p=kinds[g]) for g in program])
        p = np.clip(chance.beta(12 * cell.accuracy, 12 * (1 - cell.accuracy), many), 0.02, 0.98)
        is_right = (chance.random(many) < p) | cell.all_right
        tag = np.where(is_right, true, [int(chance.choice(count, p=self.alike[one])) for one in true])
        sure, told = np.zeros((many, count)), np.zeros((many, count))
        sure[kind == 2, true[kind == 2]] = 1.0
        told[kind == 1, tag[kind == 1]] = 1.0
        return Lessons(sure, likely(told, p, self.wrong), sure + told * p[:, None], program)


def _merged(worked: Worked) -> Worked:
    """One entry a sitting and lesson."""
    keys = worked.sitting * 1_000_000 + worked.lesson
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    seconds = np.bincount(back, worked.seconds).astype(np.int64)
    return Worked(worked.child[first], worked.sitting[first], worked.lesson[first], seconds)


def world(grades: Sequence[str] = ("2", "3", "4")) -> World:
    from homeroom.standards import ccss

    codes = ccss.read().codes
    parents = {code.parent for code in codes}
    leaves = [code for code in codes if code.grade in grades and code.code not in parents]
    return World(tuple(code.code for code in leaves), tuple(code.title.lower() for code in leaves))
