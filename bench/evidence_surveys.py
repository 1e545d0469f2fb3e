"""Figures: how well surveys tell how far their questions hang together, where the truth is known.

Answers are boxes, as on paper. Surveys of 20 to 200 people take turns: five questions alike; four that weigh unlike,
one turned, with a tenth of the answers left out and a tenth of straight lines; three faces in two languages, of
which fewer answer in one. The truth is an integral, not a large sample. Last are scales of a true alpha of .45 or less:
how often one is shown though it should be .6.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence import reliability
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.sentences import RELIABILITY
from homeroom.simulation.studies.scales import Scale
from homeroom.simulation.surveys import crowd, truth
from homeroom.simulation.surveys.crowd import Crowd, Speakers

WANTED, LEAST_COVER, MOST_COVER = 1_000, 0.92, 0.97
ALL = {"all": 1}
AHEAD = 10.0  # what is added up must not fall below 0: a Counter drops it
TOLD = RELIABILITY["percent"] / 100
CROWDS = {
    "five alike": Crowd(ALL),
    "four unlike": Crowd(ALL, Scale((0.8, 0.7, 0.6, 0.5), blank=0.1), turned=frozenset({1}), straight=0.1),
    "three faces": Crowd(
        ALL,
        Scale((0.75,) * 3),
        boxes=(0.1, 0.3, 0.6),
        speakers={"en": Speakers(0.6, 0.8), "es": Speakers(0.4, 0.4, shift=0.5)},
    ),
    "hardly related": Crowd(ALL, Scale((0.4, 0.4, 0.4, 0.4))),
}


class Case(NamedTuple):
    name: str
    people: int


CASES = [Case(name, people) for name in CROWDS for people in (20, 40, 80, 200)]


def planted(case: Case) -> Crowd:
    found = CROWDS[case.name]
    return Crowd({"all": case.people}, found.scale, found.boxes, found.turned, found.speakers, found.straight)


TRUTHS = {name: truth.of(made) for name, made in CROWDS.items()}


def one(case: Case, number: int) -> Counter[str]:
    random = np.random.default_rng([*map(ord, case.name), case.people, number])
    scored, true = crowd.make(planted(case), random).scored, TRUTHS[case.name]
    people, many = float(np.isfinite(scored).sum()) / scored.shape[1], scored.shape[1]
    try:
        covariance = reliability.covariances(scored)
        alpha, omega = reliability.alpha(covariance), reliability.omega(covariance)
    except EvidenceError:
        return Counter(untold=1)
    counts = Counter[str](told=1, shown=int(alpha >= TOLD))
    for name, found, planned in (("alpha", alpha, true.alpha), ("omega", omega, true.omega)):
        low, high = reliability.interval(found, people, many)
        counts[name] = int(low <= planned <= high)
        counts[f"{name} off"] = round(1e6 * (found - planned + AHEAD))
    return counts


def main(arguments: Sequence[str] = ()) -> int:
    missed = 0
    for case, found in counted(CASES, one, asked(__doc__, "evidence_surveys", arguments, WANTED)).items():
        many, true = found["told"] or 1, TRUTHS[case.name]
        alpha, omega = (found[name] / many for name in ("alpha", "omega"))
        off = [found[f"{name} off"] / many / 1e6 - AHEAD for name in ("alpha", "omega")]
        is_met = LEAST_COVER <= alpha <= MOST_COVER
        missed += not is_met
        print(
            f"{case.name}, {case.people} asked, {found['studies']} surveys: alpha {true.alpha:.3f} held in {alpha:.1%} "
            f"(92 to 97 %), off by {off[0]:+.3f}; omega {true.omega:.3f} held in {omega:.1%}, "
            f"off by {off[1]:+.3f}; shown {found['shown'] / (found['studies'] or 1):.1%}; "
            f"not worked out {found['untold']}: {verdict(is_met)}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
