"""Figures: what is said of 1,000 made-up pilots, sound ones and ones with a known defect, where the truth is known.

A false claim is a sentence that something made results higher or lower where it did not, or did the opposite. A sound
pilot is refused where any refusal stands beside its verdict. Each pilot goes the way of a study's analysis: tables,
what was lost, baseline, the design table's estimators, verdict. What no data show (added minutes, an outcome of the
program's own, a plan locked late, nobody drew) is told to it, as a study's records tell it. Sound pilots are drawn in
pairs of classes alike before; drawn without them, some are unlike by chance and refused: they stand apart, as do pilots
too small to conclude. Naive is the test that counts children, at 5 %, where the truth is no effect.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence import losses
from homeroom.evidence.analyse import judged
from homeroom.evidence.data import Data
from homeroom.evidence.data_checks import checked
from homeroom.evidence.design_matrix import Whole, design
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.least_squares import fit
from homeroom.evidence.prepare import prepared
from homeroom.evidence.raw import Raw
from homeroom.evidence.settle import settled
from homeroom.evidence.situation import chosen
from homeroom.evidence.verdict import Verdict
from homeroom.simulation.studies import doses, one_treated, pilots, tables
from homeroom.simulation.studies.pilots import Children, Pilot

WANTED = 40  # of each of 25 kinds
MOST_FALSE, MOST_REFUSED = 0.02, 0.05


@dataclass(frozen=True)
class Kind:
    """What a pilot is like. `told` is what its records say beside the data; `whole_schools` are drawn by nobody."""

    name: str
    pilot: Pilot
    is_sound: bool = False
    in_pairs: bool = True
    is_drawn: bool = True
    has_baseline: bool = True
    whole_schools: bool = False
    best_of: int = 1
    has_added_time: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.name


TEN, TWENTY = Pilot(10, 10), Pilot(20, 20)
FOUND = {"in_pairs": False, "is_drawn": False}
KINDS = [
    Kind("sound, 8+8, no effect", Pilot(8, 8), is_sound=True),
    Kind("sound, 20+20, no effect", TWENTY, is_sound=True),
    Kind("sound, 12+12, no effect, classes respond unlike", Pilot(12, 12, spread=0.2), is_sound=True),
    Kind("sound, 12+12, effect .3", Pilot(12, 12, effect=0.3), is_sound=True),
    Kind("sound, 20+20, effect .3, some lost", replace(TWENTY, effect=0.3, lost=0.08), is_sound=True),
    Kind("sound, 10+10, effect −.4", replace(TEN, effect=-0.4), is_sound=True),
    Kind("sound, 5+5, no effect", Pilot(5, 5), is_sound=True),
    Kind("sound, 20+20, effect .15", replace(TWENTY, effect=0.15), is_sound=True),
    Kind("drawn without pairs, 10+10, no effect", TEN, in_pairs=False),
    Kind("drawn without pairs, 20+20, no effect", TWENTY, in_pairs=False),
    Kind("three classes an arm, no effect", Pilot(3, 3), in_pairs=False),
    Kind("one new class, ahead in what nobody measured", Pilot(1, 5, hidden=0.4), in_pairs=False),
    Kind("many more lost of the new arm, who gained least", replace(TEN, lost=0.05, lost_more=0.25, leaving=0.8)),
    Kind("a few more lost of the new arm, who gained least", replace(TEN, lost=0.05, lost_more=0.06, leaving=0.8)),
    Kind("two in three lost", replace(TWENTY, lost=0.65, leaving=0.5)),
    Kind("new classes ahead before", replace(TEN, ahead=0.5), **FOUND),
    Kind("nobody drew, new classes a little ahead", replace(TEN, ahead=0.15, hidden=0.15), **FOUND),
    Kind("nobody drew, new classes ahead in what nobody measured", replace(TEN, hidden=0.4), **FOUND),
    Kind("nobody measured before", replace(TEN, hidden=0.3), has_baseline=False, **FOUND),
    Kind("one school an arm, schools unlike", replace(TEN, hidden=0.5), whole_schools=True, **FOUND),
    Kind("the new arm had more minutes", replace(TEN, hidden=0.3), has_added_time=True),
    Kind("the program's own score", replace(TEN, hidden=0.6), told={"is_over_aligned": True}),
    Kind("the best of eight outcomes, locked late", TEN, best_of=8, told={"was_seen_before": True}),
    Kind("one school alone had it", TEN),
    Kind("children chose their minutes", TEN),
]


def one(kind: Kind, number: int) -> Counter[str]:
    random = np.random.default_rng([KINDS.index(kind), number])
    told = replace(tables.ASKED, by_lot=kind.is_drawn, **kind.told)
    if kind.name == "one school alone had it":
        waves = one_treated.make(one_treated.Network(schools=12), random)
        data = tables.of_network(waves, replace(told, by_lot=False), random)
        return _counts(kind, said(data), _naive(data))
    if kind.name == "children chose their minutes":
        made = doses.make(doses.Dose(), random)
        return _counts(kind, said(tables.of_doses(made, replace(told, by_lot=False, is_dose=True))), _naive_dose(made))
    found = [_happened(kind, random) for _ in range(kind.best_of)]
    pair, best = max(found, key=lambda one: _ahead(one[1]))
    data = tables.of_pilot(best, told, pair if kind.in_pairs else None, has_baseline=kind.has_baseline)
    return _counts(kind, said(data, kind.has_added_time), _naive(data))


def said(data: Data, has_added_time: bool = False) -> Verdict:
    """The verdict, as a study's analysis comes to it. No claim stands or falls by permutations: they are left out."""
    calm = settled(checked(data)[0])
    found = prepared(calm.data, chosen(calm.data))
    estimators = (found.choice.first, *found.choice.beside)
    raws = {by: Raw(by) if by is Estimator.PERMUTATION else found.raw(by) for by in estimators}
    return judged(found, raws, losses.worst(losses.attritions(found, None)), has_added_time)


def _ahead(made: Children) -> float:
    has = made.analysed
    return float(made.after[has & made.new].mean() - made.after[has & ~made.new].mean())


def _counts(kind: Kind, made: Verdict, naive: bool) -> Counter[str]:
    truth = float(np.sign(kind.pilot.effect))
    claimed = float(np.sign(made.estimate.effect)) if made.is_causal and made.estimate is not None else 0.0
    counts = Counter(
        claims=int(bool(claimed)),
        false=int(bool(claimed) and claimed != truth),
        naive=int(naive and not truth),
        refused=int(bool(made.refused)),
    )
    return counts + Counter({f"by {one.rule.id}": 1 for one in made.refused})


def _happened(kind: Kind, random: np.random.Generator) -> tuple[Whole, Children]:
    """The pair of each class, and what became of its children. Results before it are known before the draw."""
    pilot, seed = kind.pilot, int(random.integers(1 << 62))
    classes = np.arange(pilot.new + pilot.old)
    room = np.repeat(classes, random.integers(pilot.fewest, pilot.most + 1, len(classes)))
    none = np.zeros(len(classes), bool)
    school = classes % pilot.schools
    if not kind.in_pairs:
        is_new = classes < pilot.new
        school = (~is_new).astype(np.int64) if kind.whole_schools else school
        return np.zeros(len(classes), np.int64), pilots.happened(
            pilot, room, is_new, school, np.random.default_rng(seed)
        )
    before = pilots.happened(pilot, room, none, school, np.random.default_rng(seed)).before
    order = np.argsort(np.bincount(room, before) / np.bincount(room))
    pair = np.empty(len(classes), np.int64)
    pair[order] = classes // 2
    is_new = none.copy()
    is_new[[inside[random.integers(2)] for inside in order.reshape(-1, 2)]] = True
    return pair, pilots.happened(pilot, room, is_new, school, np.random.default_rng(seed))


def _naive(data: Data) -> bool:
    told = [one for one in data.children if one.outcome is not None]
    columns = {"new": np.array([one.is_new for one in told], np.float64)}
    if all(one.baseline is not None for one in told):
        columns["before"] = np.array([one.baseline for one in told], np.float64)
    outcome = np.array([one.outcome for one in told], np.float64)
    return fit(design(columns, ["new"]), outcome).coefficient("new").p < 0.05


def _naive_dose(made: doses.Doses) -> bool:
    model = design({"minutes": made.measured, "before": made.before}, ["minutes"])
    return fit(model, made.after).coefficient("minutes").p < 0.05


def main(arguments: Sequence[str] = ()) -> int:
    counts = counted(KINDS, one, asked(__doc__, "evidence_claims", arguments, WANTED))
    for kind, found in counts.items():
        why = ", ".join(f"{name[3:]} {many}" for name, many in sorted(found.items()) if name.startswith("by "))
        print(
            f"{kind}, {found['studies']} pilots: claims {found['claims']}, false {found['false']}, naive "
            f"{found['naive']}; refused {found['refused']} ({why or 'nothing'})"
        )
    pilots_, false = (sum(found[name] for found in counts.values()) for name in ("studies", "false"))
    sound = [found for kind, found in counts.items() if kind.is_sound]
    refused, of = sum(one["refused"] for one in sound), sum(one["studies"] for one in sound)
    naive = sum(found["naive"] for found in counts.values())
    good = false <= MOST_FALSE * pilots_, refused <= MOST_REFUSED * of
    print(
        f"{pilots_} pilots: false claims {false / (pilots_ or 1):.1%} (<= 2 %) {verdict(good[0])}, naive "
        f"{naive / (pilots_ or 1):.1%}; of {of} sound ones refused "
        f"{refused / (of or 1):.1%} (<= 5 %) {verdict(good[1])}"
    )
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
