"""What a class did in the lab in one week, and what is known of the lessons it did: arrays of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Worked:
    """One entry a child, sitting and lesson. A sitting is one child's one day in the lab; all are counted from 0."""

    child: Whole
    sitting: Whole
    lesson: Whole
    seconds: Whole

    @cached_property
    def total(self) -> int:
        return int(self.seconds.sum())

    @cached_property
    def children(self) -> int:
        return int(self.child.max(initial=-1)) + 1

    @cached_property
    def child_of_sitting(self) -> Whole:
        owner = np.zeros(int(self.sitting.max(initial=-1)) + 1, np.int64)
        owner[self.sitting] = self.child
        return owner

    def by_lesson(self, lessons: int) -> Real:
        """Seconds of all children on each lesson."""
        return np.bincount(self.lesson, self.seconds, minlength=lessons).astype(np.float64)


@dataclass(frozen=True)
class Lessons:
    """Lessons × standards. `sure` is what a lesson works on where a person or its maker says so: a row adds to 1.

    Of the other lessons `likely` is how well each standard fits to what was inferred, in any unit; a lesson that nobody
    has aligned is 1 everywhere. `tagged` is what tags say at their word: a row adds to at most 1, and the rest is
    unknown. `program` is the place of each lesson's program.
    """

    sure: Real
    likely: Real
    tagged: Real
    program: Whole

    @cached_property
    def is_sure(self) -> Flags:
        found: Flags = self.sure.sum(axis=1) > 0
        return found

    @cached_property
    def doubtful(self) -> Whole:
        return np.flatnonzero(~self.is_sure)
