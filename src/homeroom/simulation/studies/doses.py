"""Minutes that children chose themselves: those who want to learn do more, and would have learned more anyway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Dose:
    """What is true, in standard deviations. `slope` is what a standard deviation of minutes does.

    `motive` is how far minutes and results follow the child's own drive, `assigned` how much classes differ in minutes
    that were given them by lot, `reliability` the share of the measured minutes' variance that is true.
    """

    classes: int = 24
    children: int = 24
    slope: float = 0.0
    motive: float = 0.5
    assigned: float = 0.5
    reliability: float = 1.0
    icc: float = 0.15


@dataclass(frozen=True)
class Doses:
    """A row a child. `assigned` is the class's; `done` is what was truly done, `measured` what the log says."""

    room: NDArray[np.int64]
    before: Real
    assigned: Real
    done: Real
    measured: Real
    after: Real


def make(dose: Dose, random: Generator) -> Doses:
    room = np.repeat(np.arange(dose.classes), dose.children)
    before, drive, chance = random.normal(size=(3, len(room)))
    given = dose.assigned * random.normal(size=dose.classes)[room]
    left = np.sqrt(max(0.0, 1 - dose.motive**2 - dose.assigned**2))
    done = given + dose.motive * drive + left * chance
    error = np.sqrt(1 / dose.reliability - 1) * random.normal(size=len(room))
    classes = np.sqrt(dose.icc / 2) * random.normal(size=dose.classes)[room]
    rest = np.sqrt((1 - dose.icc) / 2) * random.normal(size=len(room))
    after = np.sqrt(0.5) * before + dose.slope * done + dose.motive * drive + classes + rest
    return Doses(room, before, given, done, done + error, after)
