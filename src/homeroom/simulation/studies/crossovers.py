"""A made-up crossover of standards: in each class and unit half of the standards were aligned, the others were not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Crossover:
    """What is true. Variances of check items: of classes, of a class on one standard, of children, of a child there.

    Standards differ by `standards_differ` standard deviations, for all classes alike. `lost` is the share of checks
    that nobody took.
    """

    classes: int
    units: int = 2
    in_unit: int = 4
    effect: float = 0.0
    spread: float = 0.0
    of_class: float = 0.10
    cell: float = 0.09
    of_child: float = 0.30
    check: float = 0.51
    standards_differ: float = 0.5
    fewest: int = 8
    most: int = 32
    lost: float = 0.0


@dataclass(frozen=True)
class Checks:
    """A row a child and standard; `unit`, `standard` and `child` are numbered through. `difficulty` is by standard."""

    room: Whole
    child: Whole
    unit: Whole
    standard: Whole
    aligned: Flags
    result: Real
    difficulty: Real
    true_effect: float


def make(crossover: Crossover, random: Generator) -> Checks:
    sizes = random.integers(crossover.fewest, crossover.most + 1, crossover.classes)
    aligned = _drawn(crossover, random)
    units = np.arange(aligned.shape[1]) // crossover.in_unit
    return happened(crossover, np.repeat(np.arange(crossover.classes), sizes), aligned, units, random)


def happened(crossover: Crossover, room_of: Whole, aligned: Flags, units: Whole, random: Generator) -> Checks:
    """What came of a draw: `room_of` has an entry a child, `aligned` a row a class, `units` an entry a standard."""
    classes, standards = aligned.shape
    effects = np.asarray(crossover.effect + crossover.spread * random.normal(size=classes))
    cells = np.sqrt(crossover.cell) * random.normal(size=aligned.shape) + effects[:, None] * aligned
    difficulty = np.asarray(crossover.standards_differ * random.normal(size=standards))
    cells += difficulty
    cells += np.sqrt(crossover.of_class) * random.normal(size=(classes, 1))
    own = np.sqrt(crossover.of_child) * random.normal(size=(len(room_of), 1))
    result = cells[room_of] + own + np.sqrt(crossover.check) * random.normal(size=(len(room_of), standards))
    child, standard = (one.ravel() for one in np.indices(result.shape))
    taken = random.random(len(child)) >= crossover.lost
    rooms = room_of[child]
    return Checks(
        rooms[taken],
        child[taken],
        units[standard][taken],
        standard[taken],
        aligned[rooms, standard][taken],
        result.ravel()[taken],
        difficulty,
        float(effects.mean()),
    )


def _drawn(crossover: Crossover, random: Generator) -> Flags:
    """A row a class: half of each unit's standards, each class by itself."""
    half = np.arange(crossover.in_unit) < crossover.in_unit // 2
    ordered = np.tile(half, (crossover.classes * crossover.units, 1))
    return random.permuted(ordered, axis=1).reshape(crossover.classes, -1)
