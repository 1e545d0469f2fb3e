"""What is left of practice: answers to items and tries of lessons, as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Answers:
    """One entry an answer. `day` counts school days from 0; `second` is the moment after midnight at the school."""

    child: Whole
    standard: Whole
    item: Whole
    session: Whole
    day: Whole
    second: Whole
    took: Whole
    correct: Bools

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """All parts as one, in order of time, then of child."""
        whole = cls(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)))
        return whole.picked(np.lexsort((whole.child, whole.second, whole.day)))

    def picked(self, places: Whole | Bools) -> Self:
        return type(self)(*(getattr(self, f.name)[places] for f in fields(self)))


@dataclass(frozen=True)
class Tries:
    """One entry a try of a lesson. `lesson` is its place in the catalogue; `minutes` may hold idle time."""

    child: Whole
    lesson: Whole
    day: Whole
    minutes: Whole
    idle: Whole
    score: Whole
    assigned: Bools

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        whole = cls(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)))
        return whole.picked(np.lexsort((whole.child, whole.day)))

    def picked(self, places: Whole | Bools) -> Self:
        return type(self)(*(getattr(self, f.name)[places] for f in fields(self)))
