"""How well a lesson seems to teach: what its children did next on the same standard.

Not whether they passed the lesson itself, which an easy lesson has of any child. Few tries say little, so a lesson is
drawn towards its program's lessons, and a program towards all. It is no proof: who is given a lesson is not drawn by
lot, and the classroom teaches meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from homeroom.facts import store
from homeroom.facts.schema import ACTIVITIES
from homeroom.standards import alignment

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

# Judgement, all three: where nothing is known, every other child passes what comes next; and how many tries a lesson's
# program, and all programs together, count for.
START, LESSON, PROGRAM = 0.5, 20.0, 100.0


@dataclass(frozen=True)
class Followed:
    """Of one lesson: tries that were followed by other work on the same standard, how many of those were passed, and
    the usual minutes of a try, None where no program tells them."""

    tries: int
    passed: int
    minutes: float | None


Lesson = tuple[str, str]
"""Program, and the lesson's id there."""


def followed(school_year: int) -> Mapping[Lesson, Followed]:
    """Every lesson with tries this school year. Worked out once for the same facts and alignment."""
    tags = tuple((name, tuple(column)) for name, column in alignment.as_told().items())
    files = store.paths(store.true_files(ACTIVITIES.name, school_year=school_year))
    return _followed(tuple(map(str, files)), school_year, tags)


@lru_cache(maxsize=2)
def _followed(
    files: tuple[str, ...], school_year: int, tags: tuple[tuple[str, tuple[object, ...]], ...]
) -> Mapping[Lesson, Followed]:
    """A file of facts never changes, so that their names stand for what is in them."""
    sql = (resources.files("homeroom.goals.choosing") / "followed.sql").read_text("utf-8")
    relations = {"tags": dict(tags)}
    found = store.query(sql, tables=[ACTIVITIES.name], school_year=school_year, relations=relations)
    return {(program, lesson): Followed(*rest) for program, lesson, *rest in found.rows}


def shrunk(tries: Real, passed: Real, program: Whole) -> Real:
    """The chance that a child passes what comes after each lesson, from counts by lesson; `program` numbers programs.

    Lessons without tries get their program's chance; programs without any get that of all.
    """
    if not len(tries):
        return np.zeros(0)
    overall = (passed.sum() + START * LESSON) / (tries.sum() + LESSON)
    size = int(program.max()) + 1
    of_program = (np.bincount(program, passed, size) + overall * PROGRAM) / (
        np.bincount(program, tries, size) + PROGRAM
    )
    found: Real = (passed + of_program[program] * LESSON) / (tries + LESSON)
    return found


def of_lessons(lessons: Sequence[Lesson], found: Mapping[Lesson, Followed]) -> Real:
    """The effect of each lesson, from 0 to 1."""
    nothing = Followed(0, 0, None)
    counts = [found.get(lesson, nothing) for lesson in lessons]
    names = sorted({program for program, _ in lessons})
    place = {name: at for at, name in enumerate(names)}
    return shrunk(
        np.array([one.tries for one in counts], dtype=np.float64),
        np.array([one.passed for one in counts], dtype=np.float64),
        np.array([place[program] for program, _ in lessons], dtype=np.int64),
    )
