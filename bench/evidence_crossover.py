"""Figures: what the estimator of class×standard crossovers covers, finds and costs in width, where the truth is known.

In each class and unit half of the standards are aligned; classes of 8 to 32 children answer check items on every
standard, and one check in ten is missed. Studies take turns by how unlike itself a class is from standard to standard.
First is the design table's estimator: class×unit and standard effects with CR2 by class. The oracle analyses the means
of class and standard with the same effects, and knows how much each mean weighs; it counts classes. A second one knows
how hard each standard is, too, and analyses one contrast a class: no estimator of a real study can be it. Between
classes: as many classes and children, half of the classes drawn, a first measure that explains half of each level (of
classes .7), analysed by the mixed model.
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
from homeroom.evidence.design_matrix import Real, design, indicators, with_effects
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
        "all-knowing": all_knowing(case, cell, made),
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
    counts, means, aligned = cells(case, made, made.result)
    room, standard = (one.ravel() for one in np.indices(counts.shape))
    effects = np.hstack(
        [np.eye(case.classes * case.units)[room * case.units + standard // 4], np.eye(counts.shape[1])[standard]]
    )
    root = np.sqrt(1 / (variance + CHECK / counts.ravel()))[:, None]
    both = root * np.column_stack([aligned.ravel(), means.ravel()])
    taken_out = root * effects
    (arm, result) = (both - taken_out @ np.linalg.lstsq(taken_out, both)[0]).T
    square = float(arm @ arm)
    estimate = float(arm @ result) / square
    rest = result - estimate * arm
    freedom = len(rest) - int(np.linalg.matrix_rank(effects)) - 1
    return Coefficient("aligned", estimate, float(np.sqrt(rest @ rest / freedom / square)), case.classes - 1)


def all_knowing(case: Case, variance: float, made: crossovers.Checks) -> Coefficient:
    """The mean over standards of aligned less not aligned, once the world's own difficulties are taken out."""
    counts, means, aligned = cells(case, made, made.result - made.difficulty[made.standard])
    contrast = 2 * np.where(aligned, means, -means).mean(axis=1)
    weights = 1 / (variance + CHECK / counts).mean(axis=1)
    return fit(design({"aligned": np.ones(case.classes)}, ["aligned"], intercept=False), contrast, weights).coefficient(
        "aligned"
    )


def cells(case: Case, made: crossovers.Checks, values: Real) -> tuple[Real, Real, Real]:
    """Of each class and standard: how many answered, their mean, and whether it is aligned."""
    shape = case.classes, 4 * case.units
    place = made.room * shape[1] + made.standard
    counts = np.bincount(place, minlength=shape[0] * shape[1])
    aligned = np.zeros(shape)
    aligned[made.room, made.standard] = made.aligned
    return counts.reshape(shape), (np.bincount(place, values, len(counts)) / counts).reshape(shape), aligned


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
        missed += told(name, found, effect_of(case), ("all-knowing", "student", "CR1", "between"))
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
