"""Figure: the next 10 for 1,000 children × 317 standards: CPU of the plain-Python oracle over ours, the same lists out.

The graph is the real K-8 one where the measuring data lie beside the checkout, else a drawn one of the same size.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from pathlib import Path

import numpy as np

from bench.mastery.told import tell

SHARED = Path(__file__).parents[3] / "shared" / "data" / "standards" / "ccss_coherence"
CHILDREN, MOST, TURNS = 1_000, 10, 5


def graph() -> tuple[list[str], list[tuple[str, str]], str]:
    if not SHARED.is_dir():
        random = np.random.default_rng(1)
        codes = [f"S{place:03}" for place in range(317)]
        ends = [np.sort(random.choice(317, 2, replace=False)) for _ in range(454)]
        return codes, [(codes[a], codes[b]) for a, b in ends], "a drawn graph"
    with (SHARED / "ccss_math_standards.csv").open(newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file) if row["grade"] in "K12345678"]
    with (SHARED / "ccss_math_prerequisites.csv").open(newline="") as file:
        edges = [(row["from_code"], row["to_code"]) for row in csv.DictReader(file)]
    return (
        codes,
        [edge for edge in edges if set(edge) <= set(codes)],
        "the K-8 graph (Student Achievement Partners, CC0)",
    )


def main() -> int:
    os.environ.setdefault("NUMBA_NUM_THREADS", "1")
    sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
    from homeroom.mastery.graph import Graph
    from homeroom.mastery.knowledge import Knowledge
    from homeroom.mastery.next import Wishes, next_steps
    from homeroom.mastery.reasons import of_steps
    from mastery import next_by_hand

    codes, edges, source = graph()
    stands = Graph.of(codes, edges)
    random = np.random.default_rng(7)
    shape = (CHILDREN, len(codes))
    known = Knowledge(
        np.arange(CHILDREN),
        random.beta(0.8, 0.8, shape),
        random.choice([0.0, 2.0, 6.0, 12.0], shape),
        random.choice([0, 0, 1, 4, 11], shape),
        random.choice([np.nan, 50.0, 95.0], shape),
        100.0,
    )
    grade = np.array([code.startswith(("3.", "4.")) for code in codes]) | (not SHARED.is_dir())
    wishes = Wishes.of(known, grade.astype(np.float64))
    steps = next_steps(known, stands, wishes, MOST)

    started = time.process_time()
    for _ in range(TURNS):
        steps = next_steps(known, stands, wishes, MOST)
    ours = (time.process_time() - started) / TURNS
    started = time.process_time()
    for row in range(CHILDREN):
        of_steps(steps, known, stands, row)
    words = time.process_time() - started

    before = [stands.of_standard(k) for k in range(len(codes))]
    lists = [array.tolist() for array in (known.p, known.weight, known.missed, known.today - known.last)]
    targets, stops = wishes.targets.tolist(), wishes.stops.tolist()
    started = time.process_time()
    by_hand = []
    for row in range(CHILDREN):
        days = [None if one != one else one for one in lists[3][row]]
        child = next_by_hand.Child(lists[0][row], lists[1][row], lists[2][row], days, targets[row], stops[row])
        by_hand.append([step[0] for step in next_by_hand.ranked(child, before, MOST)])
    oracle = time.process_time() - started
    same = sum([k for k in steps.standard[row].tolist() if k >= 0] == by_hand[row] for row in range(CHILDREN))
    tell({"next 10: plain Python over ours": oracle / ours})
    print(f"{source}: {len(codes)} standards, {len(edges)} edges; {CHILDREN} children, next {MOST}")
    print(
        f"plain Python {oracle:.2f} CPU s, ours {ours:.4f} CPU s: {oracle / ours:.0f} times; "
        f"same lists {same} of {CHILDREN}"
    )
    print(f"the words of all reasons, on top: {words:.3f} CPU s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
