"""Figures: what is said of single classrooms of simulated pilots, where the truth is known.

A class's result is its effect, what ordinary classes differ by (residual ICC .15 after a pretest that explains half)
and the children's own noise. Naive is a test of each class against the mean of the old ones that counts children.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence.pool import p_spread, pooled

CHILDREN, ICC, LEFT = 24, 0.15, 0.5
OWN = ((1 - ICC) * LEFT / CHILDREN) ** 0.5
ORDINARY = (ICC * LEFT) ** 0.5
WANTED, MOST_NULL, LEAST_COVER = 1_000, 0.10, 0.93


class Pilot(NamedTuple):
    new: int
    old: int
    spread: float


CASES = [Pilot(new, old, spread) for new, old in ((6, 18), (12, 36)) for spread in (0.0, 0.1, 0.2, 0.4)]


def one(pilot: Pilot, number: int) -> Counter[str]:
    random = np.random.default_rng([CASES.index(pilot), number])
    true = random.normal(0, 1, pilot.new) * pilot.spread
    results = random.normal(0, np.hypot(ORDINARY, OWN), pilot.new + pilot.old)
    new, old = results[: pilot.new] + true, results[pilot.new :]
    found = pooled(new, np.full(pilot.new, OWN), old, np.full(pilot.old, OWN))
    apart = (new - old.mean()) / (OWN * np.sqrt(1 + 1 / pilot.old))
    heterogeneity = float((((new - new.mean()) / OWN) ** 2).sum())
    return Counter(
        held=sum(bool(a.low <= effect <= a.high) for a, effect in zip(found.classes, true, strict=True)),
        flagged=int(any(a.stands_out for a in found.classes)),
        one_sided=int(any(max(a.above, 1 - a.above) > 0.95 for a in found.classes)),
        above_and_below=int(new.max() > old.mean() > new.min()),
        naive=int((np.abs(apart) > 1.96).any()),
        naive_spread=int(chdtrc(pilot.new - 1, heterogeneity) < 0.05),
        spread=int(p_spread(new, old) < 0.05),
    )


def main(arguments: Sequence[str] = ()) -> int:
    counts = counted(CASES, one, asked(__doc__, "evidence_classrooms", arguments, WANTED))
    missed = 0
    for pilot, found in counts.items():
        studies = found["studies"] or 1
        share = {name: count / studies for name, count in found.items()}
        cover = found["held"] / studies / pilot.new
        good = cover >= LEAST_COVER and (pilot.spread > 0 or share.get("flagged", 0) <= MOST_NULL)
        missed += not good
        print(
            f"{pilot.new}+{pilot.old}, true spread {pilot.spread}, {studies} pilots: cover {cover:.1%} (>= 93 %); "
            f"a class named in {share.get('flagged', 0):.1%}{' (<= 10 %)' if not pilot.spread else ''}, "
            f"at 95 % of one side {share.get('one_sided', 0):.1%}, naively {share.get('naive', 0):.1%}; "
            f"spread found {share.get('spread', 0):.1%}, by chi-square {share.get('naive_spread', 0):.1%}; "
            f"some above, some below {share.get('above_and_below', 0):.1%}: {verdict(good)}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
