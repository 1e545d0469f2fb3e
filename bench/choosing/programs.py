"""Four programs with lessons whose truth is known, and what homeroom is told of it.

`skills` has vendor's tags; most of `whimsy`'s are inferred from titles; `standards` is told a standard and takes at
most two at a time for a child; `stops` gives a standard up by itself after three lessons without understanding. A share
of the lessons has no tag, and tags are wrong as often as their chance says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from homeroom.goals.choosing.works import Work
from homeroom.simulation.chance import stream
from homeroom.simulation.worlds.prerequisites import World

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

PROGRAMS = ("skills", "whimsy", "standards", "stops")
AT_ONCE = (0, 0, 2, 0)
TEACHES = (1.1, 0.8, 1.0, 1.1)  # what a usual lesson of each teaches, beside one that teaches as the world's terms say
INFERRED = (0.1, 0.9, 0.0, 0.4)  # the share of tags that were inferred from titles; vendors' are right in 95 of 100
UNTAGGED = (0.1, 0.2, 0.0, 0.15)
VENDORS_RIGHT = 0.95
COVERED, EACH = 0.8, 2  # the share of standards a program has lessons for, and how many for each
MINUTES, SPREAD = 15.0, 0.25
STOPS, STOPPED_AFTER, STOPPED_WEEKS = 3, 3, 6


@dataclass(frozen=True)
class Lessons:
    """`works` are those with a tag; `really` is the standard each teaches and `strength` how well."""

    works: tuple[Work, ...]
    really: Whole
    strength: Real


def made(world: World, seed: int) -> Lessons:
    """The lessons of one seed; the same for every way of choosing."""
    random = stream(seed, "lessons")
    rows = [row for program in range(len(PROGRAMS)) for row in _of_program(world, program, random)]
    works, really, strength = zip(*rows, strict=True)
    # The teachers' strengths average to 1 over the lessons: no way gains from a world that is easier on the whole.
    even = np.array(strength) / np.mean(strength)
    return Lessons(tuple(works), np.array(really, np.int64), even)


def _of_program(world: World, program: int, random: Generator) -> list[tuple[Work, int, float]]:
    found = []
    for k in range(len(world.grades)):
        if random.random() >= COVERED:
            continue
        for _ in range(1 if AT_ONCE[program] else EACH):
            strength = TEACHES[program] * float(np.exp(random.normal(0, SPREAD)))
            tag, p = _tag(world, k, program, random)
            if random.random() >= UNTAGGED[program]:
                found.append((_work(world, program, k, tag, p, len(found)), k, strength))
    return found


def _tag(world: World, k: int, program: int, random: Generator) -> tuple[int, float]:
    """What homeroom takes the lesson for, and how surely: a wrong tag lies within a grade of the truth."""
    inferred = random.random() < INFERRED[program]
    p = float(random.beta(6, 3)) if inferred else 1.0
    if random.random() < (p if inferred else VENDORS_RIGHT):
        return k, p
    near = [j for j in np.flatnonzero(np.abs(world.grades - world.grades[k]) <= 1).tolist() if j != k]
    return near[int(random.integers(len(near)))], p


def _work(world: World, program: int, really: int, tag: int, p: float, number: int) -> Work:
    grade = float(world.grades[really])
    return Work(
        program=PROGRAMS[program],
        lesson="" if AT_ONCE[program] else f"{PROGRAMS[program]}-{number}",
        title="",
        serves={world.graph.codes[tag]: p},
        minutes=MINUTES,
        effect=0.5,
        channel="work_list",
        low=grade,
        high=grade,
    )
