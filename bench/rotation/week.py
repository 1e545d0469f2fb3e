"""Figures of planning a week, on made-up schools (`bench/rotation/schools.py`).

    python -m bench.rotation.week [--schools 6] [--tight 6] [--seed 1]

Schools of 24 to 40 classes and five day types: CPU until there is a plan, judged by the checker. The same with a lab
that is far too small: CPU until the conflict is named. Tight single days: how many are decided in the limit, with and
without the redundant rows.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from bench.rotation.schools import Size, school
from homeroom.rotation.solvers.week_main import answer, answers
from homeroom.rotation.solvers.week_search import days_alone
from homeroom.rotation.week.check import breaks
from homeroom.rotation.week.plan import Task

PLANNED_IN, NAMED_IN = 10.0, 5.0


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="bench.rotation.week")
    for name, usual in (("schools", 6), ("tight", 6), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args(arguments)
    good = [
        weeks(asked.seed, asked.schools),
        tight(asked.seed, asked.tight),
    ]
    print("PASS" if all(good) else "FAIL")
    return int(not all(good))


def _timed[Told](asked: Callable[[], Told]) -> tuple[Told, float]:
    before = time.process_time()
    return asked(), time.process_time() - before


def weeks(seed: int, schools: int) -> bool:
    planned, named, broken, without = [], [], 0, 0
    for turn in range(schools):
        size = Size(classes=(24, 32, 40)[turn % 3])
        instance = school(seed + turn, size)
        told, seconds = _timed(lambda instance=instance: answer(Task(instance)))
        planned.append(seconds)
        without += told.plan is None
        broken += len(breaks(instance, told.plan)) if told.plan else 0
        small = school(seed + turn, Size(size.classes, seats=0.55))
        why, then = _timed(lambda small=small: next(answers(Task(small))))
        if why.conflict is not None:
            named.append(then)
            print(
                f"  {size.classes} classes: {seconds:.1f} s; too small: {then:.1f} s, {why.conflict.rules}", flush=True
            )
    print(f"plans: {schools - without} of {schools}, {broken} breaks, CPU s {_spread(planned)}")
    print(f"conflicts: {len(named)} of {schools}, CPU s {_spread(named)}", flush=True)
    return not broken and not without and max(planned, default=0) <= PLANNED_IN and max(named, default=0) <= NAMED_IN


def _spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.1f} in the middle, {max(seconds):.1f} at most" if seconds else "none"


def tight(seed: int, days: int) -> bool:
    """Single days whose lab is a little too small, in the eyes of the redundant rows; both get the same limit."""
    decided = {True: 0, False: 0}
    impossible = tried = 0
    while impossible < days and tried < 4 * days:
        instance = school(seed + 100 + tried, Size(24, 1, 0.75))
        tried += 1
        _, day = days_alone(Task(instance))
        if day is None:
            continue
        impossible += 1
        decided[True] += 1
        decided[False] += days_alone(Task(instance, redundant=False))[1] is not None
    print(
        f"tight impossible days: {impossible}; decided with the rows {decided[True]}, without {decided[False]}",
        flush=True,
    )
    return decided[True] == impossible


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
