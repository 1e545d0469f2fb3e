"""Figure: a school year in world P, by way of picking lessons: grade-3 standards known at its end, and tried in vain.

Every way has the same children and the same luck. Intervals are over seeds, each a class of 40; differences are taken
within a seed. The rules' constants were chosen by reasoning and looked at on seeds 7 and 8; the figure is of others.
`--inherited` is for the harder world, where parts and whole standards share prerequisites.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.mastery.told import tell

FIRST, SEEDS, CHILDREN = 100, 20, 40
WRONG = (0.10, 0.15, 0.20)
T_95 = 2.093  # Student's t for 20 seeds
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """A value a seed."""

    mastered: Real
    spins: Real


def measure(make: Callable[[int], object], seeds: range, inherited: bool = False, children: int = CHILDREN) -> Measured:
    from homeroom.simulation.worlds.prerequisites import live, of_grade

    world = of_grade(3, inherited)
    years = [live(world, make(seed), children, seed) for seed in seeds]  # type: ignore[arg-type]
    return Measured(*(np.array([getattr(year, name).mean() for year in years]) for name in ("mastered", "spins")))


def interval(values: Real) -> str:
    half = T_95 * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():6.2f} [{values.mean() - half:6.2f}, {values.mean() + half:6.2f}]"


def ways(inherited: bool) -> dict[str, Callable[[int], object]]:
    from bench.mastery import policies
    from homeroom.simulation.worlds.prerequisites import of_grade, rewired

    world = of_grade(3, inherited)

    def with_wrong(share: float) -> Callable[[int], object]:
        return lambda seed: policies.next_step(world, rewired(world.graph, world.grades, share, seed))

    return {
        "random": lambda seed: policies.at_random(world, seed),
        "class plan only": lambda seed: policies.class_plan(world),
        "lowest mastery first": lambda seed: policies.lowest_first(world),
        "any ready": lambda seed: policies.any_ready(world, seed),
        "in sequence, each until known": lambda seed: policies.in_sequence(world),
        "next steps, right graph": lambda seed: policies.next_step(world),
        **{f"next steps, {share:.0%} wrong edges": with_wrong(share) for share in WRONG},
        "oracle": lambda seed: None,
    }


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    os.environ.setdefault("HOMEROOM_HOME", ".make/home")
    import django

    django.setup()
    asked = argparse.ArgumentParser()
    asked.add_argument("--inherited", action="store_true")
    asked.add_argument("--seeds", type=int, default=SEEDS)
    given = asked.parse_args()
    seeds = range(FIRST, FIRST + given.seeds)
    started = time.process_time()
    found = {name: measure(make, seeds, given.inherited) for name, make in ways(given.inherited).items()}
    low, high = found["random"].mastered.mean(), found["oracle"].mastered.mean()
    ours = found["next steps, right graph"].mastered
    print(
        f"{len(seeds)} seeds × {CHILDREN} children; mean and 95 % interval; {time.process_time() - started:.0f} CPU s"
    )
    tell(_figures(found, given.inherited))
    print(f"{'':32}{'mastered of 37':24}{'in vain':24}{'gap closed':12}next steps ahead by")
    for name, one in found.items():
        closed = f"{(one.mastered.mean() - low) / (high - low):6.0%}"
        print(f"{name:32}{interval(one.mastered):24}{interval(one.spins):24}{closed:12}{interval(ours - one.mastered)}")
    return 0


def _figures(found: dict[str, Measured], inherited: bool) -> dict[str, float]:
    low, high = found["random"].mastered.mean(), found["oracle"].mastered.mean()
    world = "next steps, inherited" if inherited else "next steps"
    figures: dict[str, float] = {}
    for name, one in found.items():
        figures[f"{world}: {name}: mastered"] = one.mastered.mean()
        figures[f"{world}: {name}: in vain"] = one.spins.mean()
        figures[f"{world}: {name}: gap closed"] = (one.mastered.mean() - low) / (high - low)
    return figures


if __name__ == "__main__":
    raise SystemExit(main())
