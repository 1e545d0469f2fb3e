"""Figures: pairs drawn out of whole weeks, and whether intervals of what they say hold the planted truth.

Weeks, children and outcomes are invented. A week is planned by the gain-greedy rule; children whom it puts into A do
better anyway, so who compares the plan's children is misled. A log is of some weeks, each with coins of its own seed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.check import check
from homeroom.rotation.draw_effect import Difference, Pair, association, effect
from homeroom.rotation.draw_pairs import Swap, is_swapped, pairs, swapped
from homeroom.simulation.rotation.blocks import of_size

SHARE = 0.05
NOISE, SPREAD = 1.0, 0.5  # of an outcome; of what a modality does more for one child than for another
AHEAD = 0.5  # by which children whom a plan puts somewhere are ahead of those it puts elsewhere, by the order below
DOES = {
    Modality.INDEPENDENT: 0.0,
    Modality.PEER: 0.1,
    Modality.TECHNOLOGY: 0.3,
    Modality.TEACHER_LED: 0.5,
    Modality.TUTORING: 0.8,
}
AGAIN = 10  # times that the coins of a week are tossed and the plan looked at

Arms = tuple[Modality, Modality]


@dataclass(frozen=True)
class Written:
    """One week's pairs as they are written down, each with where the plan had its two children."""

    swaps: tuple[Swap, ...]
    planned: tuple[Mapping[int, Modality], ...]
    days: tuple[tuple[date, int], ...]


def week(children: int, seed: int) -> tuple[Written, str]:
    """A week's pairs, and what was seen: sessions, pairs, CPU seconds, plans that the coins broke."""
    made = of_size(children, seed)
    plan = greedy(made, floors=True)
    at = {(place.child, place.slot): place.modality for place in plan.places}
    before, begun = check(made, plan), time.process_time()
    found = pairs(made, plan, SHARE, seed, made.week)
    spent, broken = time.process_time() - begun, 0
    for coins in range(AGAIN):
        after = check(made, swapped(made, plan, [one for n, one in enumerate(found, 1) if is_swapped(coins, n)]))
        broken += bool(after.broken) or after.missed != before.missed
    slots = [made.slots[one.slot] for one in found]
    planned = tuple({child: at[child, one.slot] for child in (one.one, one.other)} for one in found)
    told = f"{len(plan.places)} sessions, {len(found)} pairs, {spent:.1f} CPU s, {broken} of {AGAIN} tosses broken"
    return Written(found, planned, tuple((slot.on, slot.session) for slot in slots)), told


def tossed(
    some: list[Written], seed: int, chance: np.random.Generator
) -> Iterator[tuple[Arms, Pair, dict[int, float]]]:
    """Each pair as its coin leaves it, with an outcome of both children."""
    for number, one in enumerate(some):
        for pair, (planned, (day, session)) in enumerate(zip(one.planned, one.days, strict=True), 1):
            first, second = planned.values()
            other = {first: second, second: first}
            is_moved = is_swapped(1000 * seed + number, pair)
            child = {other[what] if is_moved else what: who for who, what in planned.items()}
            # Every child of every week is another one.
            own = {what: 10_000 * number + who for what, who in child.items()}
            level, order = chance.normal(), sorted(planned.values())
            seen = {
                own[what]: level
                + DOES[what]
                + chance.normal(0, SPREAD)
                + AHEAD * (planned[child[what]] == order[0])
                + chance.normal(0, NOISE)
                for what in child
            }
            yield (order[0], order[1]), Pair(day, session, own), seen


def one_log(some: list[Written], seed: int) -> Iterator[tuple[Arms, bool, bool, float]]:
    """By arms with pairs enough: whether the interval holds the truth, whether that of the plan's word does, width."""
    chance = np.random.default_rng(seed)
    parted: dict[Arms, list[Pair]] = defaultdict(list)
    outcomes: dict[tuple[int, date, int], float] = {}
    unmoved: dict[Arms, dict[Modality, list[float]]] = defaultdict(lambda: defaultdict(list))
    for arms, pair, seen in tossed(some, seed, chance):
        parted[arms].append(pair)
        outcomes |= {(child, pair.day, pair.session): value for child, value in seen.items()}
    for arms, own in parted.items():
        truth = DOES[arms[0]] - DOES[arms[1]]
        found = effect(own, outcomes, *arms)
        for what in arms:
            ahead = AHEAD * (what == arms[0])
            unmoved[arms][what] = list(chance.normal(DOES[what] + ahead, 1.5, len(own)))
        plain = association(unmoved[arms], *arms)
        if isinstance(found, Difference) and isinstance(plain, Difference):
            yield arms, found.low <= truth <= found.high, plain.low <= truth <= plain.high, found.high - found.low


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=int, default=500)
    parser.add_argument("--weeks", type=int, default=6)
    parser.add_argument("--children", type=int, default=300)
    asked = parser.parse_args()
    some = []
    for seed in range(1, asked.weeks + 1):
        made, told = week(asked.children, seed)
        some.append(made)
        print(f"week {seed}: {told}", flush=True)
    held, plain, n = Counter[Arms](), Counter[Arms](), Counter[Arms]()
    width: dict[Arms, float] = defaultdict(float)
    for seed in range(1, asked.logs + 1):
        for arms, is_held, is_held_plainly, wide in one_log(some, seed):
            n[arms] += 1
            held[arms] += is_held
            plain[arms] += is_held_plainly
            width[arms] += wide
    for arms, logs in n.items():
        print(
            f"{arms[0]} against {arms[1]}, {logs} logs: 95 % intervals of pairs hold the truth "
            f"{held[arms] / logs:.1%}, {width[arms] / logs:.2f} wide; those of an association {plain[arms] / logs:.1%}"
        )
    print(f"together: {sum(held.values()) / sum(n.values()):.1%} of {sum(n.values())}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
