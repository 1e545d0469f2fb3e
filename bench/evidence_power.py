"""Figures: smallest detectable effects against the method note's table, and simulated powers against the formula.

A study is drawn child by child, with a pretest of children and one of classes, and analysed by class means: the child's
pretest is taken out by its slope inside classes, arm and class pretest by least squares over classes. A crossover is
drawn cell by cell, and analysed by class contrasts (standards alike) or by cells with effects of class and standard.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence.estimate import by_student
from homeroom.evidence.power import ClassesAssigned, Crossover, detectable, power

CLASSES = (6, 8, 12, 16, 24, 40, 60, 100)
TABLE = {
    0.5: (0.85, 0.62, 0.45, 0.38, 0.30, 0.23, 0.18, 0.14),
    0.25: (0.98, 0.71, 0.53, 0.44, 0.35, 0.26, 0.21, 0.16),
}
WANTED, WITHIN = 8_000, 0.02
Real = NDArray[np.float64]


class Study(NamedTuple):
    kind: str
    classes: int
    new: float = 0.5


# A quarter of six or so classes is none that can be drawn: those rows of the table are of the formula alone.
CASES = [
    *(Study("classes", many, new) for new in TABLE for many in CLASSES if (new * many).is_integer() and many <= 40),
    *(Study("by class", many) for many in (6, 8, 16)),
    *(Study("by cell", many) for many in (6, 8, 16)),
]


def design(study: Study) -> ClassesAssigned | Crossover:
    return ClassesAssigned(new=study.new) if study.kind == "classes" else Crossover(by_class=study.kind == "by class")


def one(study: Study, number: int) -> Counter[str]:
    """A study with the effect that it should find four times out of five, and the same one without an effect."""
    random = np.random.default_rng([CASES.index(study), number])
    made, effect = design(study), detectable(design(study), study.classes)
    if isinstance(made, ClassesAssigned):
        found = [classes_assigned(made, study.classes, true, random) for true in (effect, 0.0)]
    else:
        found = [crossover(made, study.classes, true, random) for true in (effect, 0.0)]
    return Counter(found=int(found[0] < 0.05), false=int(found[1] < 0.05))


def classes_assigned(made: ClassesAssigned, classes: int, effect: float, random: np.random.Generator) -> float:
    """The p of the arm."""
    arm = (np.arange(classes) < made.new * classes).astype(np.float64)
    before, children = random.normal(size=classes), random.normal(size=(classes, int(made.children)))
    between = np.sqrt(made.icc) * (
        np.sqrt(made.r2_class) * before + np.sqrt(1 - made.r2_class) * random.normal(size=classes)
    )
    inside = np.sqrt(1 - made.icc) * (
        np.sqrt(made.r2_child) * children + np.sqrt(1 - made.r2_child) * random.normal(size=children.shape)
    )
    after = effect * arm[:, None] + between[:, None] + inside
    apart = children - children.mean(axis=1, keepdims=True)
    slope = float((apart * after).sum() / (apart**2).sum())
    means = after.mean(axis=1) - slope * children.mean(axis=1)
    return least_squares(means, np.column_stack([arm, np.ones(classes), before]), classes - 3)


def crossover(made: Crossover, classes: int, effect: float, random: np.random.Generator) -> float:
    aligned = random.permuted(np.tile(np.arange(made.standards) < made.standards // 2, (classes, 1)), axis=1)
    noise = random.normal(size=aligned.shape) * np.sqrt(made.cell + made.child / made.children)
    after = effect * aligned + random.normal(size=(classes, 1)) + noise
    if made.by_class:
        contrasts = 2 * np.where(aligned, after, -after).mean(axis=1)
        return by_student(float(contrasts.mean()), float(contrasts.std(ddof=1) / classes**0.5), classes - 1, "").p
    after += random.normal(size=made.standards)
    arm, out = (one - one.mean(1, keepdims=True) - one.mean(0) + one.mean() for one in (aligned * 1.0, after))
    return least_squares(out.ravel(), arm.ravel()[:, None], made.freedom(classes))


def least_squares(outcome: Real, columns: Real, freedom: int) -> float:
    inverse = np.linalg.inv(columns.T @ columns)
    slopes = inverse @ columns.T @ outcome
    rest = outcome - columns @ slopes
    return by_student(float(slopes[0]), float(np.sqrt(rest @ rest / freedom * inverse[0, 0])), freedom, "").p


def table() -> int:
    """How many cells of the note's table are not met to their digits."""
    wrong = 0
    for new, row in TABLE.items():
        found = [f"{detectable(ClassesAssigned(new=new), many):.2f}" for many in CLASSES]
        wrong += sum(one != f"{says:.2f}" for one, says in zip(found, row, strict=True))
        print(f"smallest detectable effects, {new} new, {CLASSES} classes: {' '.join(found)}")
    plain = ClassesAssigned(children=60, icc=0.2, r2_child=0, r2_class=0, covariates=0)
    adjusted = ClassesAssigned(children=60, icc=0.2, r2_child=0.5, r2_class=0.5)
    others = [(f"{detectable(plain, 20):.3f}", "0.612"), (f"{detectable(adjusted, 20):.3f}", "0.434")]
    others += [(f"{detectable(Crossover(by_class=False), 8):.2f}", "0.25")]
    wrong += sum(found != says for found, says in others)
    print(f"the others: {others}. Cells that differ: {wrong} (limit 0): {verdict(wrong == 0)}")
    return wrong


def main(arguments: Sequence[str] = ()) -> int:
    missed = table()
    for study, found in counted(CASES, one, asked(__doc__, "evidence_power", arguments, WANTED)).items():
        effect, studies = detectable(design(study), study.classes), found["studies"] or 1
        says, seen = power(design(study), study.classes, effect), found["found"] / studies
        missed += (good := abs(says - seen) <= WITHIN) is False
        print(
            f"{study.kind}, {study.classes} classes, {study.new} new, effect {effect:.2f}, {studies} studies: power "
            f"{seen:.1%}, by the formula {says:.1%} (within 2 points); without an effect "
            f"{found['false'] / studies:.1%}: {verdict(good)}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
