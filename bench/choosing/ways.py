"""Ways to choose a child's next lesson in world P with programs. All know the same tags and keep to the same limits.

A way picks a standard; `Chain` picks the lesson, too. What a program doesn't do is not chosen by any of them: a third
standard at a time where it takes two, a standard that it has given up for a child.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench.choosing import programs
from bench.choosing.programs import AT_ONCE, PROGRAMS, STOPPED_AFTER, STOPPED_WEEKS, STOPS, Lessons
from bench.mastery import policies
from homeroom.goals.choosing import codes, gaps, kernel, works
from homeroom.goals.choosing.draw import fill
from homeroom.goals.choosing.effects import shrunk
from homeroom.mastery import next_kernel, rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Steps, Wishes, next_steps
from homeroom.simulation.worlds.prerequisites import Given, Seen, World

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ranking = Callable[[Seen, Bools], Whole]
"""A standard a child, out of those that have a lesson for the child now; -1 where none is wanted."""
LISTED = 20
MARKED = (next_kernel.PINNED, next_kernel.PROBE, next_kernel.TRY)


class Lab:
    """What programs do, whoever chooses: lessons done, standards taken at a time and given up."""

    def __init__(self, world: World, lessons: Lessons, children: int):
        count = len(lessons.works)
        self.world, self.lessons, self.children = world, lessons, children
        grades = world.grades.astype(np.float64).tolist()
        self.content = works.content(lessons.works, PROGRAMS, world.graph.codes, grades)
        self.standard = np.empty(count, np.int64)
        for k in range(len(world.grades)):
            self.standard[self.content.option[self.content.starts[k] : self.content.starts[k + 1]]] = k
        self.program = self.content.program
        self.passed, self.tries = np.zeros((children, count), np.bool_), np.zeros((children, count), np.int64)
        self.running = np.zeros((children, count), np.bool_)  # taken up this week
        self.vain, self.until = np.zeros((children, count), np.int64), np.full((children, count), -1)
        self.last = np.full((children, len(world.grades)), -1)
        self.knew, self.passed_last = (np.zeros(self.last.shape, np.bool_) for _ in range(2))
        self.followed, self.well = np.zeros(count), np.zeros(count)
        self.before = np.full(children, -1)
        self.week = 0

    def hear(self, seen: Seen) -> None:
        """What came of the lessons before this one."""
        child = np.flatnonzero(self.before >= 0)
        if len(child):
            self._note(child, self.before[child], seen.right[child] == 1)
        if seen.week != self.week:
            self.week = seen.week
            self.running[:] = False

    def _note(self, child: Whole, work: Whole, right: Bools) -> None:
        k = self.standard[work]
        earlier = self.last[child, k]
        tells = (earlier >= 0) & (earlier != work) & ~self.knew[child, k]
        np.add.at(self.followed, earlier[tells], 1)
        np.add.at(self.well, earlier[tells & right], 1)
        self.knew[child, k] |= (earlier >= 0) & self.passed_last[child, k]
        self.passed_last[child, k] = right
        self.last[child, k] = work
        self.passed[child, work] |= right
        self.tries[child, work] += 1
        self.running[child, work] = True
        self.vain[child, work] = np.where(right, 0, self.vain[child, work] + 1)
        self._stop(child, work)

    def _stop(self, child: Whole, work: Whole) -> None:
        """A program that gives up does so for the whole standard."""
        for c, w in zip(child, work, strict=True):
            if self.program[w] == STOPS:
                same = (self.standard == self.standard[w]) & (self.program == STOPS)
                if self.vain[c, same].sum() >= STOPPED_AFTER:
                    self.until[c, same], self.vain[c, same] = self.week + STOPPED_WEEKS, 0

    @property
    def closed(self) -> Bools:
        """Children × works: what a program doesn't do for a child now."""
        closed = self.until >= self.week
        for program, most in enumerate(AT_ONCE):
            if most:
                full = self.running[:, self.program == program].sum(axis=1) >= most
                closed |= full[:, None] & (self.program == program) & ~self.running
        return closed

    def give(self, work: Whole) -> Given:
        """The lessons with these numbers, -1 for none."""
        self.before = work
        at = np.maximum(work, 0)
        none = work < 0
        return Given(
            np.where(none, -1, self.standard[at]),
            np.where(none, -1, self.lessons.really[at]),
            np.where(none, 0.0, self.lessons.strength[at]),
        )


def in_turn(lab: Lab, ranking: Ranking, seed: int) -> Callable[[Seen], Given]:
    """A way that picks a standard, and any of its lessons."""
    random = np.random.default_rng([seed, 3])

    def policy(seen: Seen) -> Given:
        lab.hear(seen)
        free = ~lab.closed
        possible = np.zeros(seen.estimate.shape, np.bool_)
        np.logical_or.at(possible.T, lab.standard, free.T)
        standard = ranking(seen, possible)
        luck = random.random(free.shape) * (free & (lab.standard == standard[:, None]))
        return lab.give(np.where(luck.any(axis=1), luck.argmax(axis=1), -1))

    return policy


def at_random(world: World, seed: int) -> Ranking:
    random = np.random.default_rng([seed, 1])
    own = world.of_grade

    def ranking(seen: Seen, possible: Bools) -> Whole:
        luck = random.random((len(possible), len(own))) * possible[:, own]
        return np.where(luck.any(axis=1), own[luck.argmax(axis=1)], -1)

    return ranking


def class_plan(world: World) -> Ranking:
    """What the class is taught that week, in turn; what comes next in the plan where no program has it."""
    own = world.of_grade

    def ranking(seen: Seen, possible: Bools) -> Whole:
        first = int(np.flatnonzero(own == seen.taught[seen.lesson % len(seen.taught)])[0])
        order = np.roll(own, -first)
        return order[possible[:, order].argmax(axis=1)]

    return ranking


def lowest_first(world: World) -> Ranking:
    own = world.of_grade

    def ranking(seen: Seen, possible: Bools) -> Whole:
        return own[np.where(possible[:, own], seen.estimate[:, own], 2.0).argmin(axis=1)]

    return ranking


def any_ready(world: World, seed: int) -> Ranking:
    random = np.random.default_rng([seed, 2])
    stands_on = [world.graph.of_standard(k) for k in range(len(world.grades))]

    def ranking(seen: Seen, possible: Bools) -> Whole:
        ready = np.stack([(seen.estimate[:, needed] >= policies.READY).all(axis=1) for needed in stands_on], axis=1)
        luck = random.random(ready.shape) * (ready & possible & (seen.estimate < policies.KNOWN))
        return np.where(luck.any(axis=1), luck.argmax(axis=1), -1)

    return ranking


class Chain:
    """homeroom's own: next steps for the grade's goals, then the work that is worth most; `graph` is what it believes.

    `apart` leaves out what `goals` adds: any lesson of the step is as good. `asked` counts lessons, `unmarked` those
    asked although something before them was known to be missing, without being marked as a probe.
    """

    def __init__(self, lab: Lab, seed: int, graph: Graph | None = None, apart: bool = False):
        self.lab, self.seed, self.graph, self.apart = lab, seed, graph or lab.world.graph, apart
        self.targets = (lab.world.grades == lab.world.grade).astype(np.float64)
        self.effect, self.sure = lab.content.effect, np.ones_like(lab.content.fit) if apart else lab.content.fit
        self.whole = np.array([not work.lesson for work in lab.lessons.works])
        self.asked, self.unmarked = 0, 0

    def __call__(self, seen: Seen) -> Given:
        lab = self.lab
        lab.hear(seen)
        if not self.apart and seen.lesson == 0:
            self.effect = shrunk(lab.followed, lab.well, lab.program)
        known = self._known(seen)
        steps = next_steps(known, self.graph, Wishes.of(known, self.targets), LISTED)
        steps = gaps.marked(steps, gaps.known_gaps(known, self.graph))
        chosen = self._fill(steps)
        asked = chosen.place[:, 0] >= 0
        self._count(known, steps, np.flatnonzero(asked), chosen.place[asked, 0])
        return lab.give(np.where(asked, lab.content.option[chosen.option[:, 0]], -1))

    def _known(self, seen: Seen) -> Knowledge:
        """A program's own stop says what ten answers in vain say."""
        missed = seen.missed.copy()
        child, work = np.nonzero(self.lab.until >= seen.week)
        standard = self.lab.standard[work]
        missed[child, standard] = np.maximum(missed[child, standard], rules.NOT_MOVING["answers"])
        tries = seen.tries.astype(np.float64)
        return Knowledge(np.arange(self.lab.children), seen.estimate, tries, missed, seen.last, seen.day)

    def _fill(self, steps: Steps) -> kernel.Chosen:
        lab, many = self.lab, self.lab.children
        held = np.where(lab.closed, codes.AT_ONCE, codes.FREE).astype(np.int8)
        again = self.apart | self.whole
        children = kernel.Children(
            number=np.arange(many),
            room=np.full(many, programs.MINUTES),
            grade=np.full(many, float(lab.world.grade)),
            held=held,
            first=np.zeros_like(held),
            tries=np.where(again, 0, np.minimum(lab.tries, 100)).astype(np.int8),
            running=np.zeros((many, len(PROGRAMS)), np.int64),
            asked=np.zeros((many, len(lab.world.grades)), np.int64),
        )
        bounds = kernel.Bounds(np.zeros(len(PROGRAMS), np.int64), programs.MINUTES, 0.0, 3)
        lists = kernel.Lists(steps.standard, steps.kind, steps.value, np.zeros(many, np.bool_))
        of_works = lab.content._replace(effect=self.effect, fit=self.sure)
        return fill(lists, of_works, children, bounds, self.seed, most=1)

    def _count(self, known: Knowledge, steps: Steps, rows: Whole, place: Whole) -> None:
        """What is known is looked at anew here, child by child."""
        self.asked += len(rows)
        for row, k, kind in zip(rows, steps.standard[rows, place], steps.kind[rows, place], strict=True):
            before = self.graph.of_standard(int(k))
            missing = (known.p[row, before] < rules.READY["percent"] / 100) & known.tested[row, before]
            self.unmarked += bool(missing.any()) and int(kind) not in MARKED
