"""How hard an item is for a child who stands in the middle: one number an item, from counts by earlier answers.

The model of Rasch (1960) with what the child had shown before in the place of its ability: log odds of a right first
try = knowledge − difficulty. A normal prior around 0 keeps items that all or none got right at a finite place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

SPREAD = 2.0  # the prior's standard deviation, log odds
LEAST = 10  # first tries by children of whom something was known
TURNS, NEAR = 50, 1e-10


def difficulties(item: Sequence[int], knowledge: Sequence[float], tries: Sequence[int], right: Sequence[int]) -> Real:
    """The chance that a child with as many right as wrong earlier answers gets each item wrong.

    Rows are counts; `item` says which item, from 0 and without gaps. Not a number where fewer than `LEAST` tries tell.
    """
    place = np.asarray(item, np.int64)
    if not len(place):
        return np.zeros(0)
    at, many, good = (np.asarray(column, np.float64) for column in (knowledge, tries, right))
    hard = np.zeros(int(place.max()) + 1)
    for _ in range(TURNS):
        step = _step(place, at, many, good, hard)
        hard += step
        if float(np.abs(step).max()) < NEAR:
            break
    told = np.bincount(place, many) >= LEAST
    return np.where(told, 1 / (1 + np.exp(-hard)), np.nan)


def _step(place: Whole, at: Real, many: Real, good: Real, hard: Real) -> Real:
    """Newton's, kept short enough never to overshoot: the log posterior is concave."""
    chance = 1 / (1 + np.exp(hard[place] - at))
    slope = np.bincount(place, many * chance - good) - hard / SPREAD**2
    bend = np.bincount(place, many * chance * (1 - chance)) + 1 / SPREAD**2
    return np.asarray(np.clip(slope / bend, -1.0, 1.0))
