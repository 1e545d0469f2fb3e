"""The children of a generated flexible block: what they need, what goals gave them, when they are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import msgspec
import numpy as np
from numpy.random import Generator

from homeroom.rotation.block.instance import Assumptions, Child, Given, Need, Served
from homeroom.simulation.chance import one_of, some_of, stream
from homeroom.simulation.rotation.school import GRADES, PROGRAMS, Wanted, grades, standards, tutors

FOCUS, GOALS = 10, 3  # standards that a class works on, and goals among them
NEEDS = (3, 8)
GIVEN = 4  # standards of a child that goals gave work on, at most
LATER = 0.25  # of the work may begin only on a later day
FIRMNESS = 6.0  # of the Beta that a child's p is drawn from
A_PROVIDER = 12  # children that one adult serves
ON_GOAL = Assumptions().on_goal


@dataclass(frozen=True)
class _Class:
    """`weights` says how common each standard of `focus` is among the class's needs; `level` is where it stands."""

    number: int
    grade: str
    focus: tuple[int, ...]
    weights: tuple[float, ...]
    goals: frozenset[int]
    level: float


def enrolled(wanted: Wanted) -> tuple[tuple[Child, ...], dict[int, float]]:
    """The children in the order of their classes, and each one's start level. The lowest quarter has a floor of 2."""
    random = stream(wanted.seed, "children of a block")
    classes = [_class(random, number, grade) for number, grade in enumerate(grades(wanted))]
    homes = [classes[place * len(classes) // wanted.children] for place in range(wanted.children)]
    levels = np.round([home.level + random.normal(0, 0.8) for home in homes], 3)
    floors = np.where(levels <= np.quantile(levels, 0.25), 2, 1)
    made = [
        _child(random, wanted, 1001 + place, home, float(levels[place]), int(floors[place]))
        for place, home in enumerate(homes)
    ]
    return _elsewhere(wanted, made), {child.number: float(level) for child, level in zip(made, levels, strict=True)}


def _class(random: Generator, number: int, grade: str) -> _Class:
    """Most of what a class works on is of its grade, some of the grade before; goals are of its grade."""
    before = GRADES[max(0, GRADES.index(grade) - 1)]
    older = [standard.key for standard in standards() if standard.grade == before != grade]
    left = some_of(random, older, FOCUS // 4)
    own = some_of(random, [standard.key for standard in standards() if standard.grade == grade], FOCUS - len(left))
    weights = random.dirichlet(np.full(FOCUS, 2.0))
    goals = frozenset(some_of(random, own, GOALS))
    return _Class(number, grade, (*left, *own), tuple(weights.tolist()), goals, float(random.normal(-0.2, 0.4)))


def _child(random: Generator, wanted: Wanted, number: int, home: _Class, level: float, floor: int) -> Child:
    count = int(random.integers(NEEDS[0], NEEDS[1] + 1))
    chosen = sorted(random.choice(home.focus, count, replace=False, p=home.weights).tolist())
    needs = tuple(_need(random, standard, level, standard in home.goals) for standard in chosen)
    language = "es" if random.random() < wanted.languages else ""
    given = _given(random, wanted, needs)
    return Child(number, home.number, home.grade, floor, needs, given, language=language)


def _need(random: Generator, standard: int, level: float, on_goal: bool) -> Need:
    mean = 1 / (1 + exp(-level))
    p = round(float(np.clip(random.beta(FIRMNESS * mean, FIRMNESS * (1 - mean)), 0.02, 0.98)), 3)
    return Need(standard, round(4 * p * (1 - p) * (ON_GOAL if on_goal else 1), 4), p, on_goal)


def _given(random: Generator, wanted: Wanted, needs: tuple[Need, ...]) -> tuple[Given, ...]:
    """Work on goals first, in a program of the standard's subject; some of it may only begin later in the week."""
    first = sorted(needs, key=lambda need: (not need.on_goal, -need.value))[:GIVEN]
    told = standards()
    made = {}
    for need in first:
        program = one_of(random, PROGRAMS[told[need.standard].subject])
        later = int(random.integers(len(wanted.slots))) if random.random() < LATER else 0
        made[program, need.standard] = tuple(wanted.slots)[later:]
    return tuple(Given(program, standard, slots) for (program, standard), slots in sorted(made.items()))


def _elsewhere(wanted: Wanted, children: list[Child]) -> tuple[Child, ...]:
    """Who is at a service in one or two slots, and who is away for a day; drawn apart from the needs."""
    random = stream(wanted.seed, "elsewhere in a block")
    served = some_of(random, range(len(children)), wanted.share(wanted.services))
    providers = {place: order // A_PROVIDER for order, place in enumerate(served)}
    after = wanted.classes + tutors(wanted) + 1
    made = []
    for place, child in enumerate(children):
        away = [slot for slot in wanted.slots if slot % wanted.sessions == 0 and random.random() < wanted.away]
        gone = tuple(slot + session for slot in away for session in range(wanted.sessions))
        services: tuple[Served, ...] = ()
        if place in providers:
            free = [slot for slot in wanted.slots if slot not in gone]
            services = tuple(Served(slot, after + providers[place]) for slot in some_of(random, free, 2))
        made.append(msgspec.structs.replace(child, away=gone, services=services))
    return tuple(made)
