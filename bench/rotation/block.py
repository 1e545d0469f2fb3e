"""Figures: a flexible block planned against its bound, the rule of thumb and gain-greedy, on the same invented weeks.

Budgets are CPU seconds. The gap is that between value and bound, as a share of the bound.
"""

from __future__ import annotations

import argparse
import time

from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.plan import Aim, Plan
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.solvers.run import Follow, Line, solve_block
from homeroom.simulation.rotation.blocks import of_size


def told(plan: Plan) -> str:
    levels = {level.aim: level.value for level in plan.levels}
    return f"{levels[Aim.GAIN]:.1f} ({levels[Aim.OVERFLOW]:.0f} unplaced, {levels[Aim.SHORT]:.0f} sessions short)"


def one(children: int, seed: int, seconds: float, *, tight: bool) -> None:
    week = of_size(children, seed)
    lines: list[tuple[float, Line]] = []
    start = time.monotonic()
    follow = Follow(lambda line: lines.append((time.monotonic() - start, line)))
    plan = solve_block(week, seconds=seconds, seed=seed, tight=tight, follow=follow)
    gain = next(level for level in plan.levels if level.aim is Aim.GAIN)
    if gain.bound is None:
        print(f"{children} children, seed {seed}: ended before it was done, {gain.stopped_by}", flush=True)
        return
    print(
        f"{children} children, seed {seed}: {told(plan)}, {100 * (1 - gain.value / gain.bound):.1f}% below "
        f"{'the tighter' if tight else 'the'} bound {gain.bound:.1f}, {plan.seconds:.1f} CPU s, "
        f"stopped by {gain.stopped_by}; first plan after {lines[0][0]:.1f} s by the clock; "
        f"rule of thumb {told(thumb(week))}; gain-greedy {told(greedy(week))}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=600)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--tight", action="store_true", help="the Lagrangian bound")
    asked = parser.parse_args()
    for seed in range(1, asked.seeds + 1):
        one(asked.children, seed, asked.seconds, tight=asked.tight)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
