"""Figures: what is said of 1,000 made-up pilots, sound ones and ones with a known defect, where the truth is known.

A false claim is a sentence that something made results higher or lower where it did not, or did the opposite. A sound
pilot is refused where any refusal stands beside its verdict. Each pilot goes from its children to its verdict: flow,
baseline, the design table's first estimator, verdict. What no data show (added minutes, an outcome of the program's
own, a plan locked late, nobody drew) is told to the verdict, as a study's records tell it. Sound pilots are drawn in
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
from homeroom.evidence import mixed
from homeroom.evidence.attrition import Attrition
from homeroom.evidence.baseline import Group, Row
from homeroom.evidence.choose import Situation, Unit, choose
from homeroom.evidence.design_matrix import Whole, design, indicators
from homeroom.evidence.effect_size import pooled_deviation
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimate, Estimator, by_student
from homeroom.evidence.least_squares import fit
from homeroom.evidence.rank import change, ranked
from homeroom.evidence.verdict import Arm, Findings
from homeroom.evidence.verdict import verdict as said
from homeroom.simulation.studies import doses, one_treated, pilots
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
    Kind("the new arm had more minutes", replace(TEN, hidden=0.3), told={"has_added_time": True}),
    Kind("the program's own score", replace(TEN, hidden=0.6), told={"is_over_aligned": True}),
    Kind("the best of eight outcomes, locked late", TEN, best_of=8, told={"was_seen_before": True}),
    Kind("one school alone had it", TEN),
    Kind("children chose their minutes", TEN),
]


def one(kind: Kind, number: int) -> Counter[str]:
    random = np.random.default_rng([KINDS.index(kind), number])
    if kind.name == "one school alone had it":
        return _told(kind, _one_school(random), naive=False)
    if kind.name == "children chose their minutes":
        return _told(kind, *_dose(random))
    found = [_pilot(kind, random) for _ in range(kind.best_of)]
    best, naive = max(found, key=lambda one: _side(one[0].primary))
    return _told(kind, best, naive)


def _side(one: Estimate | None) -> float:
    return -np.inf if one is None else one.effect / one.se


def _told(kind: Kind, findings: Findings, naive: bool) -> Counter[str]:
    made = said(findings)
    truth = kind.pilot.effect
    claimed = 0.0 if made.estimate is None or not made.is_causal else float(np.sign(made.estimate.effect))
    is_false = bool(claimed) and claimed != np.sign(truth)
    counts = Counter(claims=int(bool(claimed)), false=int(is_false), naive=int(naive and not truth))
    counts["refused"] = int(bool(made.refused))
    counts["found"] = int(claimed == np.sign(truth) != 0)
    return counts + Counter({f"by {one.rule.id}": 1 for one in made.refused})


def _pilot(kind: Kind, random: np.random.Generator) -> tuple[Findings, bool]:
    """One pilot from its children to what the verdict is made of, and whether the naive test claims something."""
    pair, made = _happened(kind, random)
    has = made.analysed
    new_rooms, old_rooms = np.unique(made.room[has & made.new]), np.unique(made.room[has & ~made.new])
    schools = [frozenset(map(str, np.unique(made.school[has & one]))) for one in (made.new, ~made.new)]
    first = _first(kind, made, pair)
    arms = Arm(len(new_rooms), schools[0]), Arm(len(old_rooms), schools[1])
    is_one = not schools[0] & schools[1] and len(schools[0]) == 1
    situation = Situation(Unit.CLASS, kind.is_drawn, len(new_rooms) + len(old_rooms), 1 if is_one else 2)
    findings = Findings(
        choose(situation), *arms, first,
        baseline=_baseline(made) if kind.has_baseline else None,
        attrition=_lost(made) if kind.is_drawn else None,
        do_fits_disagree=first is None and min(len(new_rooms), len(old_rooms)) > 1,
        **kind.told,
    )  # fmt: skip
    return findings, _naive(made)


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


def _first(kind: Kind, made: Children, pair: Whole) -> Estimate | None:
    has = made.analysed
    after, room, before = made.after[has], made.room[has], made.before[has]
    mean = np.bincount(room, before, len(pair)) / np.maximum(np.bincount(room, minlength=len(pair)), 1)
    columns: dict[str, Any] = {"new": made.new[has], **(indicators("pair", pair[room]) if kind.in_pairs else {})}
    if kind.has_baseline:
        columns |= {"before": before - mean[room], "class": mean[room]}
    try:
        found = mixed.fit(design(columns, ["new"]), after, {"class": mixed.Group(room)})
    except EvidenceError:
        return None
    one = found.coefficient("new")
    deviation = pooled_deviation(after[made.new[has]], after[~made.new[has]])
    made_of = by_student(one.estimate / deviation, one.error / deviation, one.freedom, Estimator.MIXED)
    remarks = found.remarks
    return replace(
        made_of, singular=mixed.Remark.SINGULAR in remarks, converged=mixed.Remark.UNCONVERGED not in remarks
    )


def _baseline(made: Children) -> float:
    has = made.analysed
    new, old = (
        Group(int(one.sum()), float(made.before[one].mean()), float(made.before[one].std(ddof=1)))
        for one in (has & made.new, has & ~made.new)
    )
    return abs(Row("before", new, old).g)


def _lost(made: Children) -> Attrition:
    counts = [int((made.new & has).sum()) for has in (np.ones(len(made.new), bool), made.analysed)]
    others = [int((~made.new & has).sum()) for has in (np.ones(len(made.new), bool), made.analysed)]
    return Attrition(*counts, *others)


def _naive(made: Children) -> bool:
    has = made.analysed
    model = design({"new": made.new[has], "before": made.before[has]}, ["new"])
    return fit(model, made.after[has]).coefficient("new").p < 0.05


def _one_school(random: np.random.Generator) -> Findings:
    waves = one_treated.make(one_treated.Network(schools=12), random)
    changes = {name: change(one.before, one.after) for name, one in waves.items()}
    others = frozenset(waves) - {one_treated.TREATED}
    return Findings(
        choose(Situation(Unit.SCHOOL, False, 12, 1)),
        Arm(4, frozenset([one_treated.TREATED])), Arm(44, others), None,
        rank=ranked(changes, one_treated.TREATED), baseline=0.0,
    )  # fmt: skip


def _dose(random: np.random.Generator) -> tuple[Findings, bool]:
    """Minutes did nothing, and those who want to learn did more of them."""
    made = doses.make(doses.Dose(), random)
    model = design({"minutes": made.measured, "before": made.before}, ["minutes"])
    slope = mixed.fit(model, made.after, {"class": mixed.Group(made.room)}).coefficient("minutes")
    first = by_student(slope.estimate, slope.error, slope.freedom, Estimator.MIXED)
    arm = Arm(12, frozenset("ab"))
    chosen = choose(Situation(Unit.CLASS, False, 24, is_dose=True))
    return Findings(chosen, arm, arm, first, baseline=0.0), not first.holds_zero


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
