"""Figures: plans of ten thousand invented weeks of many sizes and scarcities that break a hard rule.

Each number draws a week of its own; the two quick ways plan all of them, the solver every tenth.
Where a quick way leaves a lock, the solver is asked whether any plan keeps all of them: if none does, the week is
impossible, and told so. Cumulative: a run goes on where the last one stopped, in `--state`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import highspy

from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.check import check
from homeroom.rotation.errors import RotationError
from homeroom.rotation.rules import LOCKS
from homeroom.rotation.solvers.block.pipeline import Budget, Progress, solve_block
from homeroom.simulation.rotation.blocks import make
from homeroom.simulation.rotation.school import Wanted

STATE = Path(".make/bench/rotation_instances")
SECONDS, TURNS = 1.0, 2
EVERY = 10  # a solver takes some hundred times as long


def drawn(number: int) -> Instance:
    """A week of 4 to 60 children, with seats, places and adults from few to plenty."""
    coin = random.Random(number)
    children = coin.choice((4, 6, 8, 12, 16, 24, 36, 60))
    most = {
        "seats": 0.8,
        "independent": 0.6,
        "services": 0.2,
        "away": 0.1,
        "pairs": 0.1,
        "languages": 0.2,
        "locks": 0.1,
    }
    shares = {name: coin.uniform(0.0, share) for name, share in most.items()}
    return make(Wanted(children, number, days=coin.randint(1, 5), sessions=coin.randint(1, 3), **shares))


def solved(week: Instance, number: int) -> Plan | None:
    """Nothing where the solver says that no plan keeps every lock."""

    def quiet(_: Progress, __: Plan) -> None:
        """Nobody waits for these plans."""

    budget = Budget(SECONDS, number, TURNS)
    try:
        return solve_block(Facts(week), budget, f"HiGHS {highspy.Highs().version()}", quiet, None)
    except RotationError:
        return None


def judged(number: int) -> tuple[dict[str, list[str]], bool]:
    """By way of planning the hard rules that its plan breaks; and whether the week is possible."""
    week = drawn(number)
    found: dict[str, Plan | None] = {"rule of thumb": thumb(week), "gain-greedy": greedy(week, floors=True)}
    broken = {way: [one.rule for one in check(week, plan).broken] for way, plan in found.items() if plan}
    if number % EVERY and not any(broken.values()):
        return broken, True
    plan = solved(week, number)
    if plan is None:
        return {way: [rule for rule in rules if rule != LOCKS.id] for way, rules in broken.items()}, False
    return {**broken, "solver": [one.rule for one in check(week, plan).broken]}, True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wanted", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=600.0, help="of this run, by the clock")
    parser.add_argument("--state", type=Path, default=STATE)
    asked = parser.parse_args()
    asked.state.mkdir(parents=True, exist_ok=True)
    kept = asked.state / "seen.json"
    seen = json.loads(kept.read_text()) if kept.exists() else {"done": 0, "impossible": 0, "plans": {}, "broken": []}
    until = time.monotonic() + asked.seconds
    while seen["done"] < asked.wanted and time.monotonic() < until:
        broken, possible = judged(seen["done"])
        for way, rules in broken.items():
            seen["plans"][way] = seen["plans"].get(way, 0) + 1
            seen["broken"] += [f"{way}, week {seen['done']}: {rule}" for rule in rules]
        seen["done"] += 1
        seen["impossible"] += not possible
        kept.write_text(json.dumps(seen))
    print(
        f"{seen['done']:,} of {asked.wanted:,} weeks, {seen['impossible']} of them impossible; plans: {seen['plans']}"
    )
    print(f"hard rules broken: {len(seen['broken'])} {seen['broken']}  limit 0  {'MISS' if seen['broken'] else 'PASS'}")
    return int(bool(seen["broken"]))


if __name__ == "__main__":
    raise SystemExit(main())
