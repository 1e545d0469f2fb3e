"""Figures: hidden counts that can be worked out of what is shown; children who join and whose result a release tells.

Beside the usual ways in the same run: hiding the small counts alone, and telling whole percents of everybody each week.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator, default_rng

from homeroom.evidence.counts import Cell, Counts, crossed
from homeroom.evidence.suppress import FEW, attack, cohort_to_tell_of, hidden, share

SEED = 20_261_122


def table(draw: Generator) -> Counts:
    """Schools crossed with one property of children, some of its values rare."""
    schools, values = int(draw.integers(3, 13)), int(draw.integers(2, 7))
    rare = draw.dirichlet(np.full(values, 0.8))
    sizes = draw.integers(30, 120, schools)
    drawn = [draw.multinomial(size, rare) for size in sizes]
    return crossed({(f"school {s}", f"value {v}"): int(drawn[s][v]) for s in range(schools) for v in range(values)})


def told(counts: Counts, away: frozenset[Cell]) -> int:
    """How many hidden counts everybody can work out exactly."""
    return sum(low == high for low, high in attack(counts, away).values())


def small_ones(counts: Counts) -> frozenset[Cell]:
    return frozenset(cell for cell, count in counts.cells.items() if count < FEW)


def tables(many: int) -> None:
    ways: dict[str, Callable[[Counts], frozenset[Cell]]] = {"small counts alone": small_ones, "ours": hidden}
    drawn = [table(default_rng([SEED, number])) for number in range(many)]
    cells = sum(len(one.cells) for one in drawn)
    for name, way in ways.items():
        started = time.process_time()
        away = [way(one) for one in drawn]
        spent = time.process_time() - started
        gone, worked_out = sum(map(len, away)), sum(map(told, drawn, away))
        print(
            f"{many:,} tables, {name}: {gone:,} of {cells:,} counts hidden ({gone / cells:.1%}),"
            f" {worked_out:,} of them can be worked out; {spent:.0f} CPU s",
            flush=True,
        )


def joiners(pairs: int) -> None:
    """Two weeks' releases of one class; between them one child joins. What does the second tell of that child?"""
    draw = default_rng([SEED, 1])
    known = {"whole percents of everybody": 0, "ours": 0}
    for _ in range(pairs):
        size, chance = int(draw.integers(10, 60)), draw.uniform(0.1, 0.9)
        right = draw.random(size + 1) < chance
        first, second = frozenset(range(size)), frozenset(range(size + 1))
        known["whole percents of everybody"] += tells(_percent, right, first, second)
        known["ours"] += tells(share, right, first, cohort_to_tell_of(second, [first]))
    for name, count in known.items():
        print(f"{pairs:,} pairs of releases, {name}: the joiner's result is told in {count:,}", flush=True)


def tells(
    says: Callable[[int, int], str | None], right: np.ndarray, first: frozenset[int], second: frozenset[int]
) -> bool:
    """Whether only one result of whoever joined goes with both releases, counts of children told with each."""
    if first == second:
        return False  # nothing is said of anybody else
    was, now = (says(int(right[list(group)].sum()), len(group)) for group in (first, second))
    fitting = {
        joined
        for before in range(len(first) + 1)
        for joined in (0, 1)
        if says(before, len(first)) == was and says(before + joined, len(second)) == now
    }
    return len(fitting) == 1


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tables", type=int, default=10_000)
    options.add_argument("--pairs", type=int, default=10_000)
    chosen = options.parse_args(arguments)
    tables(chosen.tables)
    joiners(chosen.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
