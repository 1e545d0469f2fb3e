"""World P: a school year of grade 3 in which a standard is hard to learn before what it stands on is known.

The truth is a bit a child and standard. A policy picks every lesson from estimates that come from answers alone; the
same seed gives every policy the same children and the same luck, so that two policies can be compared child by child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from homeroom.mastery.graph import Graph
from homeroom.simulation.chance import stream
from homeroom.simulation.school import GRADES
from homeroom.standards import ccss, prerequisites
from homeroom.standards.ccss import Edge
from homeroom.standards.prerequisites import Effective

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Bools = NDArray[np.bool_]

DAYS = 7


@dataclass(frozen=True)
class Terms:
    """What holds in the world; chances are per lesson, per week of classroom teaching, per answer and per week."""

    weeks: int = 36
    lessons: int = 12
    taught_a_week: int = 2
    ability: float = 0.8
    at_start: float = 1.6
    a_grade: float = 0.6
    without_before: float = 0.25
    lesson: float = 0.22
    lesson_unready: float = 0.03
    classroom: float = 0.30
    classroom_unready: float = 0.06
    right: float = 0.9
    guessed: float = 0.2
    forgotten: float = 0.004
    looks_known: float = 0.75
    looks_unknown: float = 0.35
    looks_spread: float = 0.12
    spinning: int = 10
    believed: float = 0.1  # what the estimate adds for a lesson, whatever the child knew before


@dataclass(frozen=True)
class World:
    """Standards up to one grade, with the true graph. `grades[k]` is standard k's, kindergarten 0."""

    graph: Graph
    grades: Whole
    grade: int = 3
    terms: Terms = Terms()

    @property
    def of_grade(self) -> Whole:
        """The grade's own standards, in the order the class is taught: those that stand on least come first."""
        own = [int(k) for k in np.flatnonzero(self.grades == self.grade)]
        return np.array(sorted(own, key=lambda k: (len(self.graph.ancestors[k]), k)), np.int64)

    def taught(self, week: int) -> Whole:
        """The standards the class is taught in a week; after the last one it begins again."""
        plan, count = self.of_grade, self.terms.taught_a_week
        return plan[(week * count + np.arange(count)) % len(plan)]


@dataclass(frozen=True)
class Seen:
    """What a policy may see before a lesson. Arrays are children × standards, copies of nothing: don't change them.

    `estimate` is the chance that a standard is known; `tries` counts lessons, `missed` those since three right in a
    row; `last` is the day of the last lesson, not a number where there was none. `right` is how each child answered
    in the lesson before this one: 1, 0, or -1 without one.
    """

    estimate: Real
    tries: Whole
    missed: Whole
    last: Real
    week: int
    lesson: int
    taught: Whole
    day: float
    right: Whole


@dataclass(frozen=True)
class Given:
    """Lessons that may be something else than they are taken for, one a child; -1 for no lesson.

    `standard` is what the answer is noted under, `really` what is worked on, -1 for no standard of the world;
    `strength` is how much better or worse than a usual lesson it teaches, 1 for one like it.
    """

    standard: Whole
    really: Whole
    strength: Real


def of_grade(grade: int, inherited: bool = False, terms: Terms = Terms()) -> World:
    """The world of one grade of the mathematics that ships, up to grade 5, with its edges as the source draws them.

    `inherited` adds what parts and whole standards take from each other: a harder world, with more to stand on.
    """
    codes = [code for code in ccss.read().codes if GRADES.index(code.grade) <= grade]
    listed = {code.code for code in codes}
    drawn: Iterable[Edge | Effective] = prerequisites.mathematics() if inherited else ccss.read().edges
    edges = [(edge.before, edge.after) for edge in drawn if {edge.before, edge.after} <= listed]
    graph = Graph.of([code.code for code in codes], edges)
    return World(graph, np.array([GRADES.index(code.grade) for code in codes]), grade, terms)


Policy = Callable[[Seen], Whole | Given]
"""One standard a child, -1 for no lesson."""


@dataclass(frozen=True)
class Year:
    """What came of it, a child: standards of the grade known at the end, standards tried in vain, lessons given."""

    mastered: Whole
    spins: Whole
    lessons: Whole
    known: Bools


def live(world: World, policy: Policy | None, children: int, seed: int) -> Year:
    """One school year. Without a policy it is the oracle's, who sees the truth."""
    school = _School(world, children, seed)
    for week in range(world.terms.weeks):
        school.teach(week)
        for lesson in range(world.terms.lessons):
            chosen = policy(school.seen(week, lesson)) if policy else school.best()
            school.give(chosen, week, lesson)
        school.forget()
    return school.year()


class _School:
    """The children of one year, changed in place."""

    def __init__(self, world: World, children: int, seed: int):
        self._world, self._terms = world, world.terms
        self._luck = {name: stream(seed, f"world P: {name}") for name in ("class", "lesson", "answer", "forgetting")}
        self._before = _padded(world.graph)
        start = stream(seed, "world P: start")
        self._known = _at_start(world, children, start)
        self._estimate = _first_estimate(world.terms, self._known, start)
        shape = self._known.shape
        self._tries, self._missed, self._row = (np.zeros(shape, np.int64) for _ in range(3))
        self._last = np.full(shape, np.nan)
        self._spun = np.zeros(shape, np.bool_)
        self._every = np.arange(children)
        self._right = np.full(children, -1, np.int64)
        self._worth = _worth(world)

    def seen(self, week: int, lesson: int) -> Seen:
        day = _day(week, lesson, self._terms)
        taught = self._world.taught(week)
        return Seen(self._estimate, self._tries, self._missed, self._last, week, lesson, taught, day, self._right)

    def teach(self, week: int) -> None:
        """The class's lessons of a week; nobody answers anything in them."""
        for standard in self._world.taught(week):
            luck = self._luck["class"].random(len(self._every))
            ready = self._ready(self._every, np.full(len(self._every), standard))
            self._known[:, standard] |= luck < np.where(ready, self._terms.classroom, self._terms.classroom_unready)

    def give(self, chosen: Whole | Given, week: int, lesson: int) -> None:
        """One lesson a child: an answer, then what the lesson teaches."""
        given = chosen if isinstance(chosen, Given) else Given(chosen, chosen, np.ones(len(chosen)))
        answer, luck = (self._luck[name].random(len(self._every)) for name in ("answer", "lesson"))
        child = np.flatnonzero(given.standard >= 0)
        standard, really = given.standard[child], given.really[child]
        known = (really >= 0) & self._known[child, really]
        right = answer[child] < np.where(known, self._terms.right, self._terms.guessed)
        self._right = np.full(len(self._every), -1, np.int64)
        self._right[child] = right
        self._note(child, standard, right, _day(week, lesson, self._terms))
        chance = np.where(self._ready(child, really), self._terms.lesson, self._terms.lesson_unready)
        learnt = (really >= 0) & (luck[child] < chance * given.strength[child])
        self._known[child[learnt], really[learnt]] = True
        in_vain = (self._tries[child, standard] >= self._terms.spinning) & ~self._known[child, standard]
        self._spun[child, standard] |= in_vain

    def forget(self) -> None:
        self._known &= self._luck["forgetting"].random(self._known.shape) >= self._terms.forgotten
        self._estimate *= 1 - self._terms.forgotten

    def best(self) -> Whole:
        """The oracle's choice: of what is unknown and can be learnt, what most of the grade stands on."""
        ready = np.where(self._before >= 0, self._known[:, self._before], True).all(axis=2)
        worth = np.where(ready & ~self._known, self._worth, 0.0)
        return np.where(worth.any(axis=1), worth.argmax(axis=1), -1)

    def year(self) -> Year:
        own = self._world.of_grade
        spins = self._spun.sum(axis=1)
        return Year(self._known[:, own].sum(axis=1), spins, self._tries.sum(axis=1), self._known.copy())

    def _ready(self, child: Whole, standard: Whole) -> Bools:
        before = self._before[standard]
        return np.asarray(np.where(before >= 0, self._known[child[:, None], before], True).all(axis=1))

    def _note(self, child: Whole, standard: Whole, right: Bools, day: float) -> None:
        terms, at = self._terms, (child, standard)
        self._tries[at] += 1
        self._row[at] = np.where(right, self._row[at] + 1, 0)
        self._missed[at] = np.where(self._row[at] >= 3, 0, self._missed[at] + 1)
        self._last[at] = day
        p = self._estimate[at]
        known, unknown = (terms.right, terms.guessed), (1 - terms.right, 1 - terms.guessed)
        likely = np.where(right, p * known[0], p * unknown[0])
        p = likely / (likely + np.where(right, (1 - p) * known[1], (1 - p) * unknown[1]))
        self._estimate[at] = p + (1 - p) * terms.believed


def _day(week: int, lesson: int, terms: Terms) -> float:
    return week * DAYS + 5 * lesson / terms.lessons


def _padded(graph: Graph) -> Whole:
    """One row a standard, -1 where it stands on no more."""
    stands_on = [graph.of_standard(k) for k in range(len(graph.codes))]
    width = max(1, *map(len, stands_on))
    return np.array([[*needed, *[-1] * (width - len(needed))] for needed in stands_on], np.int64)


def _at_start(world: World, children: int, random: Generator) -> Bools:
    """What each child knows of the grades before; of the own grade nothing."""
    terms = world.terms
    ability = random.normal(0, terms.ability, children)
    luck = random.random((children, len(world.grades)))
    known = np.zeros(luck.shape, np.bool_)
    for k in world.graph.order:
        if world.grades[k] < world.grade:
            logit = ability + terms.at_start + terms.a_grade * (world.grade - 1 - world.grades[k])
            ready = known[:, world.graph.of_standard(k)].all(axis=1)
            known[:, k] = luck[:, k] < np.where(ready, 1.0, terms.without_before) / (1 + np.exp(-logit))
    return known


def _first_estimate(terms: Terms, known: Bools, random: Generator) -> Real:
    centre = np.where(known, terms.looks_known, terms.looks_unknown)
    return np.clip(centre + random.normal(0, terms.looks_spread, known.shape), 0.02, 0.98)


def _worth(world: World) -> Real:
    """A standard's worth to the oracle: itself, if of the grade, and all of the grade that stands on it."""
    worth = np.zeros(len(world.grades))
    for k in world.of_grade:
        worth[[int(k), *world.graph.ancestors[int(k)]]] += 1
    return worth


def rewired(graph: Graph, grades: Whole, share: float, seed: int) -> Graph:
    """The same graph with this share of its edges wrong: each stands on another standard of no later grade instead."""
    random = stream(seed, "world P: wrong edges")
    edges, place = graph.edges, {code: at for at, code in enumerate(graph.codes)}
    rank = {k: at for at, k in enumerate(graph.order)}
    wrong = set(random.permutation(len(edges))[: round(share * len(edges))].tolist())
    kept = {edge for at, edge in enumerate(edges) if at not in wrong}
    for at in sorted(wrong):
        after = place[edges[at][1]]
        early = [k for k in range(len(grades)) if grades[k] <= grades[after] and rank[k] < rank[after]]
        others = [k for k in early if (graph.codes[k], edges[at][1]) not in {*kept, *edges}]
        if others:
            kept.add((graph.codes[others[int(random.integers(len(others)))]], edges[at][1]))
    return Graph.of(graph.codes, kept)
