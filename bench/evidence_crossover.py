"""Figures: what the estimator of class×standard crossovers covers, finds and costs in width, where the truth is known.

In each class and unit half of the standards are aligned; classes of 8 to 32 children answer check items on every
standard, and one check in ten is missed. Studies take turns by how unlike itself a class is from standard to standard.
First is the design table's estimator: class×unit and standard effects with CR2 by class. The oracle analyses one
contrast a class and knows what nobody does: how hard each standard is, and how much larger and smaller classes weigh.
Between classes: as many classes and children, half of the classes drawn, a first measure that explains half of each
level (of classes .7), analysed by the mixed model.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from bench.evidence_coverage import MANY, tally, told
from bench.evidence_kept import asked, counted
from homeroom.evidence import mixed
from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import design, indicators, with_effects
from homeroom.evidence.least_squares import fit
from homeroom.evidence.power import Crossover, detectable
from homeroom.evidence.robust import Clustered, clustered
from homeroom.simulation.studies import crossovers, pilots

WANTED = 2_000
MEAN_CHILDREN, CHECK = 20, 0.51


class Case(NamedTuple):
    classes: int
    units: int


CELLS = (0.03, 0.09, 0.2)
BETWEEN_EVERY = 4  # the design between classes is fitted for every fourth study
CASES = [*(Case(classes, 2) for classes in (6, 8, 12, 20)), Case(8, 4)]


def one(case: Case, number: int) -> Counter[str]:
    cell = CELLS[number % len(CELLS)]
    random = np.random.default_rng([case.classes, case.units, number])
    world = crossovers.Crossover(case.classes, case.units, cell=cell, standards_differ=0.5, lost=0.1)
    made = crossovers.make(world, random)
    columns = {**indicators("standard", made.standard), "aligned": made.aligned}
    effects = made.room * case.units + made.unit
    model, outcome = with_effects(columns, made.result, effects, made.room, treatments=["aligned"])
    plain = fit(model, outcome)
    found = {
        "first": clustered(plain, made.room).coefficient("aligned"),
        "oracle": oracle(case, cell, made),
        "student": plain.coefficient("aligned"),
        "CR1": replace(clustered(plain, made.room, Clustered.CR1).coefficient("aligned"), freedom=MANY),
    }
    if number % BETWEEN_EVERY == 0:
        found["between"] = between(case, random)
    counts = Counter[str]()
    for name, coefficient in found.items():
        counts += tally(name, coefficient, effect_of(case, cell))
    return counts


def effect_of(case: Case, cell: float = 0.09) -> float:
    """What such a crossover should find about four times out of five."""
    return detectable(Crossover(4 * case.units, MEAN_CHILDREN, cell, CHECK), case.classes)


def oracle(case: Case, variance: float, made: crossovers.Checks) -> Coefficient:
    """The mean over units of aligned less not aligned, once the world's own difficulties are taken out."""
    left = made.result - made.difficulty[made.standard]
    cell = made.room * 4 * case.units + made.standard
    counts = np.bincount(cell, minlength=case.classes * 4 * case.units).reshape(case.classes, -1)
    sums = np.bincount(cell, left, minlength=counts.size).reshape(counts.shape)
    aligned = np.zeros(counts.shape, bool)
    aligned[made.room, made.standard] = made.aligned
    means = sums / counts
    contrast = 2 * np.where(aligned, means, -means).mean(axis=1)
    weights = 1 / (variance + CHECK / counts).mean(axis=1)
    return fit(design({"aligned": np.ones(case.classes)}, ["aligned"], intercept=False), contrast, weights).coefficient(
        "aligned"
    )


def between(case: Case, random: np.random.Generator) -> Coefficient:
    half = case.classes // 2
    made = pilots.make(pilots.Pilot(half, case.classes - half, r2_class=0.7), random)
    mean = np.bincount(made.room, made.before) / np.bincount(made.room)
    columns = {"before": made.before - mean[made.room], "class": mean[made.room], "new": made.new}
    return mixed.fit(design(columns, ["new"]), made.after, {"class": mixed.Group(made.room)}).coefficient("new")


def main(arguments: Sequence[str] = ()) -> int:
    missed = 0
    for case, found in counted(CASES, one, asked(__doc__, "evidence_crossover", arguments, WANTED)).items():
        name = f"{case.classes} classes, {4 * case.units} standards"
        missed += told(name, found, effect_of(case), ("student", "CR1", "between"))
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
