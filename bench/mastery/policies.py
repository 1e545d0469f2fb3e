"""Ways to pick a lesson in world P: homeroom's next steps, and what they are measured against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes, next_steps
from homeroom.simulation.worlds.prerequisites import Policy, Seen, World

Whole = NDArray[np.int64]
KNOWN, READY = 0.8, 0.6


def knowledge(seen: Seen) -> Knowledge:
    """A lesson's answer counts as one ordinary item."""
    columns = (seen.estimate, seen.tries.astype(np.float64), seen.missed, seen.last)
    return Knowledge(np.arange(len(seen.estimate)), *columns, today=seen.day)


def next_step(world: World, graph: Graph | None = None) -> Policy:
    """The first of homeroom's list, for the grade's standards alike; `graph` is what it believes."""
    targets = (world.grades == world.grade).astype(np.float64)

    def policy(seen: Seen) -> Whole:
        known = knowledge(seen)
        return next_steps(known, graph or world.graph, Wishes.of(known, targets), most=1).standard[:, 0]

    return policy


def at_random(world: World, seed: int) -> Policy:
    random = np.random.default_rng([seed, 1])
    return lambda seen: world.of_grade[random.integers(0, len(world.of_grade), len(seen.estimate))]


def class_plan(world: World) -> Policy:
    """What the class is taught that week, in turn."""
    return lambda seen: np.full(len(seen.estimate), seen.taught[seen.lesson % len(seen.taught)])


def lowest_first(world: World) -> Policy:
    """The grade's standard with the lowest estimate."""
    return lambda seen: world.of_grade[seen.estimate[:, world.of_grade].argmin(axis=1)]


def any_ready(world: World, seed: int) -> Policy:
    """Any standard of any grade that is not known and whose prerequisites seem to be, evenly."""
    random = np.random.default_rng([seed, 2])
    stands_on = [world.graph.of_standard(k) for k in range(len(world.grades))]

    def policy(seen: Seen) -> Whole:
        ready = np.stack([(seen.estimate[:, needed] >= READY).all(axis=1) for needed in stands_on], axis=1)
        luck = random.random(ready.shape) * (ready & (seen.estimate < KNOWN))
        return np.where(luck.any(axis=1), luck.argmax(axis=1), -1)

    return policy


def in_sequence(world: World) -> Policy:
    """The grade's standards in the class's order, each until it seems known; then the least known."""
    own = world.of_grade

    def policy(seen: Seen) -> Whole:
        unknown = seen.estimate[:, own] < KNOWN
        place = np.where(unknown.any(axis=1), unknown.argmax(axis=1), seen.estimate[:, own].argmin(axis=1))
        return own[place]

    return policy
