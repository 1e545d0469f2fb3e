"""Planted conflicts in made-up schools of 12 classes: whether what is named is truly impossible and minimal.

    python -m bench.rotation.planted [--until 200] [--seed 3] [--minutes 9] [--kept FILE]

Of one to four rules by turns. With another seed than the one that named them, the rules are impossible together; each
left out once, there is a plan in which the checker finds no break. `--kept` is a file that what was found is added to,
and from which a later run goes on; each stops after so many minutes of CPU.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bench.rotation.schools import LUNCH, Size, school
from homeroom.rotation.solvers.week_conflict import conflict_of
from homeroom.rotation.solvers.week_main import answer
from homeroom.rotation.week.check import breaks
from homeroom.rotation.week.instance import Instance, Kind
from homeroom.rotation.week.plan import Status, Task
from homeroom.rotation.week.rules import Rule, RuleKind

KINDS = 4


class Found(msgspec.Struct, frozen=True):
    seed: int
    turn: int
    named: tuple[str, ...]
    right: bool


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="bench.rotation.planted")
    for name, usual in (("until", 200), ("seed", 3)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--kept", type=Path, default=Path(".make/planted.jsonl"))
    asked = parser.parse_args(arguments)
    asked.kept.parent.mkdir(parents=True, exist_ok=True)
    lines = asked.kept.read_bytes().splitlines() if asked.kept.exists() else []
    known = [one for one in (msgspec.json.decode(line, type=Found) for line in lines) if one.seed == asked.seed]
    with asked.kept.open("ab") as kept:
        for one in _more(asked.seed, sorted(set(range(asked.until)) - {one.turn for one in known}), asked.minutes):
            kept.write(msgspec.json.encode(one) + b"\n")
            kept.flush()
            known.append(one)
    return _told(known, asked.until)


def _more(seed: int, turns: Sequence[int], minutes: float) -> Iterator[Found]:
    for turn in turns:
        if time.process_time() > 60 * minutes:
            return
        instance = _planted(random.Random(f"{seed} {turn}"), school(seed + turn, Size(12, 1, 2.0)), turn % KINDS)
        conflict = conflict_of(Task(instance), (0,))
        right = conflict.minimal and _is_smallest(instance, conflict.rules, conflict.given)
        yield Found(seed, turn, conflict.rules, right)


def _told(known: Sequence[Found], until: int) -> int:
    right, sizes = sum(one.right for one in known), Counter(len(one.named) for one in known)
    named = ", ".join(f"{size} rules {count}" for size, count in sorted(sizes.items()))
    print(f"planted conflicts: {right} of {len(known)} named truly impossible and minimal; {named}")
    for one in known:
        if not one.right:
            print(f"  not: seed {one.seed}, turn {one.turn}, {one.named}")
    print("PASS" if right == len(known) >= until else "FAIL" if right < len(known) else "to be gone on with")
    return int(right < len(known))


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
    full = Rule("p4", RuleKind.SEATS, amount=_children(instance, one, other, third) - 1, room=LUNCH)
    over = [msgspec.structs.replace(rule, block="lunch") for rule in same[:2]] + [full]
    chosen = {
        0: [Rule("p1", RuleKind.MINUTES, amount=draw.choice([100, 200]), block=block, grade=one)],
        1: [same[0], Rule("p2", RuleKind.APART, grade=one, other=other, block=block)],
        2: same if draw.random() < 0.5 else over,
        3: [*_at_once(instance, one, other, third), full],
    }[kind]
    daily = [rule for rule in instance.rules if rule.kind is not RuleKind.MEETINGS]
    return msgspec.structs.replace(instance, rules=(*daily, *chosen))


def _at_once(instance: Instance, *grades: str) -> Iterator[Rule]:
    """Lunches of half an hour in the same fifty minutes."""
    first = next(one for one in instance.templates if one.grade == grades[0])
    lunch = next(block for block in first.blocks if block.kind is Kind.LUNCH)
    start, end = lunch.start - 10, lunch.end + 10
    for turn, grade in enumerate(grades, 1):
        yield Rule(f"p{turn}", RuleKind.WINDOW, grade=grade, block="lunch", start=start, end=end)


def _children(instance: Instance, *grades: str) -> int:
    return sum(grade.children for grade in instance.grades if grade.name in grades)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
