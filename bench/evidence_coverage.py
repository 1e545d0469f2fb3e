"""Figures: what the first estimator of class pilots covers, finds and costs in width, where the truth is known.

Classes of 8 to 32 children, and a first measure that explains half of each level; studies take turns by ICC. First is
the mixed model of the design table, with Satterthwaite's degrees of freedom. Beside it, in the same studies: students
counted one by one, CR1 with normal critical values, CR2. The oracle analyses class means and knows what nobody does:
the slope of the child's first measure, and how much larger and smaller classes weigh. All estimators move one to one
with the effect, so that one fit tells of studies with it and without: what is not covered is a false positive.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence import mixed
from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import Real, design
from homeroom.evidence.estimate import by_student
from homeroom.evidence.least_squares import fit
from homeroom.evidence.power import ClassesAssigned, detectable
from homeroom.evidence.robust import Clustered, clustered
from homeroom.simulation.studies import pilots

WANTED = 2_000
LEAST_COVER, MOST_COVER, WIDER, WITHIN = 0.935, 0.965, 1.05, 0.03
ICCS = (0.05, 0.15, 0.25)
SIZES = ((3, 3), (5, 5), (8, 8), (12, 12), (20, 20), (2, 10))
MANY = 1e9  # degrees of freedom of a normal
SCALE = 1e6  # widths are counted in whole numbers


class Case(NamedTuple):
    new: int
    old: int


CASES = [Case(new, old) for new, old in SIZES]


def one(case: Case, number: int) -> Counter[str]:
    icc = ICCS[number % len(ICCS)]
    random = np.random.default_rng([case.new, case.old, number])
    made = pilots.make(pilots.Pilot(case.new, case.old, icc=icc), random)
    mean = np.bincount(made.room, made.before) / np.bincount(made.room)
    columns = {"before": made.before - mean[made.room], "class": mean[made.room], "new": made.new}
    model = design(columns, ["new"])
    first = mixed.fit(model, made.after, {"class": mixed.Group(made.room)})
    plain = fit(model, made.after)
    found = {
        "first": first.coefficient("new"),
        "oracle": oracle(case, icc, made, mean),
        "student": plain.coefficient("new"),
        "CR1": replace(clustered(plain, made.room, Clustered.CR1).coefficient("new"), freedom=MANY),
        "CR2": clustered(plain, made.room).coefficient("new"),
    }
    counts = Counter(unsound=int(not first.sound), singular=int(mixed.Remark.SINGULAR in first.remarks))
    for name, coefficient in found.items():
        counts += tally(name, coefficient, effect_of(case, icc))
    return counts + by_icc(icc, counts["first held"])


def by_icc(icc: float, held: int) -> Counter[str]:
    return Counter({f"held at {icc}": held, f"studies at {icc}": 1})


def effect_of(case: Case, icc: float = 0.15) -> float:
    """What such a pilot should find about four times out of five."""
    many = case.new + case.old
    return detectable(ClassesAssigned(20, icc, 0.5, 0.5, case.new / many), many)


def oracle(case: Case, icc: float, made: pilots.Children, mean: Real) -> Coefficient:
    sizes = np.bincount(made.room)
    slope = 0.5**0.5
    adjusted = np.bincount(made.room, made.after) / sizes - slope * mean
    new = np.arange(len(sizes)) < case.new
    weights = 1 / (icc * 0.5 + (1 - icc) * 0.5 / sizes)
    return fit(design({"class": mean, "new": new}, ["new"]), adjusted, weights).coefficient("new")


def tally(name: str, one: Coefficient, effect: float) -> Counter[str]:
    """Counts of a study without an effect, and of the same one with it."""
    null = by_student(one.estimate, one.error, one.freedom, name)
    shifted = by_student(one.estimate + effect, one.error, one.freedom, name)
    width = 2 * float(stdtrit(one.freedom, 0.975)) * one.error
    return Counter(
        {
            f"{name} studies": 1,
            f"{name} held": int(null.holds_zero),
            f"{name} found": int(shifted.p < 0.05),
            f"{name} width": round(width * SCALE),
        }
    )


def main(arguments: Sequence[str] = ()) -> int:
    missed = 0
    for case, found in counted(CASES, one, asked(__doc__, "evidence_coverage", arguments, WANTED)).items():
        missed += told(f"{case.new}+{case.old}", found, effect_of(case), ("student", "CR1", "CR2"))
        covers = (f"{icc}: {found[f'held at {icc}'] / (found[f'studies at {icc}'] or 1):.1%}" for icc in ICCS)
        print(f"    cover by ICC: {', '.join(covers)}")
    return int(missed > 0)


def told(name: str, found: Counter[str], effect: float, beside: Sequence[str]) -> bool:
    """Print the figures of a case; whether one of them misses its limit."""
    studies = found["studies"] or 1
    cover, power = found["first held"] / studies, found["first found"] / studies
    best = found["oracle found"] / studies
    wider = found["first width"] / (found["oracle width"] or 1)
    good = {
        "cover": LEAST_COVER <= cover <= MOST_COVER,
        "width": wider <= WIDER,
        "power": power >= best - WITHIN,
    }
    others = "; ".join(_of(other, found) for other in beside)
    print(
        f"{name}, {studies} studies: cover {cover:.1%} (93.5-96.5 %) {verdict(good['cover'])}, false positives "
        f"{1 - cover:.1%} (4-6 %) {verdict(0.04 <= 1 - cover <= 0.06)}, width {wider:.3f} of the oracle's (<= {WIDER}) "
        f"{verdict(good['width'])}, power at {effect:.2f}: {power:.1%}, oracle {best:.1%} (within 3 points) "
        f"{verdict(good['power'])}; not sound {found['unsound']}, singular {found['singular']}; {others}"
    )
    return not (all(good.values()) and 0.04 <= 1 - cover <= 0.06)


def _of(other: str, found: Counter[str]) -> str:
    studies = found[f"{other} studies"] or 1
    held, power, width = (found[f"{other} {what}"] / studies for what in ("held", "found", "width"))
    return f"{other}: cover {held:.1%}, power {power:.1%}, width {width / SCALE:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
