"""Figures of planning a week, on made-up schools (`bench/rotation/schools.py`).

    python -m bench.rotation.week [--schools 6] [--tight 6] [--planted 20] [--seed 1]

Schools of 24 to 40 classes and five day types: CPU until there is a plan, judged by the checker. The same with a lab
that is far too small: CPU until the conflict is named. Tight single days: how many are decided in the limit, with and
without the redundant rows. Planted conflicts of one to four rules in small schools: whether what is named is truly
impossible and minimal, each member left out once, and the plan that then comes of it judged by the checker.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import msgspec

from bench.rotation.schools import LUNCH, Size, school
from homeroom.rotation.solvers.week_conflict import conflict_of
from homeroom.rotation.solvers.week_main import answer, answers
from homeroom.rotation.solvers.week_search import days_alone
from homeroom.rotation.week.check import breaks
from homeroom.rotation.week.instance import Instance
from homeroom.rotation.week.plan import Status, Task
from homeroom.rotation.week.rules import Rule, RuleKind

PLANNED_IN, NAMED_IN = 10.0, 5.0


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="bench.rotation.week")
    for name, usual in (("schools", 6), ("tight", 6), ("planted", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args(arguments)
    good = [
        weeks(asked.seed, asked.schools),
        tight(asked.seed, asked.tight),
        planted(asked.seed, asked.planted),
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


def planted(seed: int, conflicts: int) -> bool:
    right = 0
    for turn in range(conflicts):
        instance = _planted(random.Random(f"{seed} {turn}"), school(seed + turn, Size(12, 1, 2.0)), turn % 4)
        conflict = conflict_of(Task(instance), (0,))
        right += conflict.minimal and _is_smallest(instance, conflict.rules, conflict.given)
    print(f"planted conflicts: {right} of {conflicts} named truly impossible and minimal", flush=True)
    return right == conflicts


def _is_smallest(instance: Instance, rules: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """With another seed, and a plan for each rule left out that the checker finds no break in."""
    every = frozenset((*rules, *given))
    if answer(Task(instance.keeping(every), seed=9)).status is not Status.IMPOSSIBLE:
        return False
    for rule in rules:
        fewer = instance.keeping(every - {rule})
        told = answer(Task(fewer, seed=9))
        if told.status is not Status.PLANNED or told.plan is None or breaks(fewer, told.plan):
            return False
    return True


def _planted(draw: random.Random, instance: Instance, kind: int) -> Instance:
    one, other, third = draw.sample([grade.name for grade in instance.grades], 3)
    block = draw.choice(["lunch", "recess", "flexible"])
    same = [
        Rule("p1", RuleKind.TOGETHER, grade=one, other=other, block=block),
        Rule("p2", RuleKind.TOGETHER, grade=other, other=third, block=block),
        Rule("p3", RuleKind.APART, grade=one, other=third, block=block),
    ]
    chosen = {
        0: [Rule("p1", RuleKind.MINUTES, amount=draw.choice([100, 200]), block=block, grade=one)],
        1: [same[0], Rule("p2", RuleKind.APART, grade=one, other=other, block=block)],
        2: same,
        3: [
            Rule("p1", RuleKind.TOGETHER, grade=one, other=other, block="lunch"),
            Rule("p2", RuleKind.TOGETHER, grade=other, other=third, block="lunch"),
            Rule("p3", RuleKind.SEATS, amount=_children(instance, one, other, third) - 1, room=LUNCH),
        ],
    }[kind]
    daily = [rule for rule in instance.rules if rule.kind is not RuleKind.MEETINGS]
    return msgspec.structs.replace(instance, rules=(*daily, *chosen))


def _children(instance: Instance, *grades: str) -> int:
    return sum(grade.children for grade in instance.grades if grade.name in grades)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
