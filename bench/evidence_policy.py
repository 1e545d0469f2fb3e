"""Figures: simulated logs of offers whose true value is known, and logs worth less than 100 offers, refused."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.evidence_kept import asked, counted, verdict
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.policy_value import LEAST_EFFECTIVE, doubly_robust, ips, snips

METHODS = {"DR": doubly_robust, "SNIPS": snips, "IPS": ips}
WANTED, LOW, HIGH = 500, 0.93, 0.97


class Logged(NamedTuple):
    children: int
    offers: int


CASES = [Logged(200, 5), Logged(100, 10), Logged(1_000, 2), Logged(40, 3)]


def one(case: Logged, number: int) -> Counter[str]:
    from evidence.logs import simulated

    drawn = simulated(50_000 + number, *case)
    found: Counter[str] = Counter()
    for name, estimate in METHODS.items():
        try:
            value = estimate(drawn.log, seed=number)
        except EvidenceError:
            found[f"{name} refused"] += 1
            continue
        found[f"{name} told"] += 1
        found[f"{name} held"] += int(value.low <= drawn.truth <= value.high)
        found[f"{name} told of too few"] += int(value.effective < LEAST_EFFECTIVE)
    return found


def main(arguments: Sequence[str] = ()) -> int:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    chosen = asked(__doc__, "evidence_policy", arguments, WANTED)
    missed = 0
    for case, counts in counted(CASES, one, chosen).items():
        words = f"{case.children} children × {case.offers} offers, {counts['studies']} logs"
        for name in METHODS:
            told, refused = counts[f"{name} told"], counts[f"{name} refused"]
            if told > refused:
                held = counts[f"{name} held"] / told
                limit = f", limit {LOW:.0%} to {HIGH:.0%}: {verdict(LOW <= held <= HIGH)}" if name == "DR" else ""
                missed += name == "DR" and not LOW <= held <= HIGH
                print(f"{words}: {name} holds the true value in {held:.1%}{limit}", flush=True)
            few = counts[f"{name} told of too few"]
            missed += few > 0
            print(
                f"{words}: {name} refused {refused}, told though worth < {LEAST_EFFECTIVE}: {few}: {verdict(not few)}"
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
