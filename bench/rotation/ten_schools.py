"""Ten schools of 500 invented children planned one after another: CPU seconds, by the clock, and peak memory.

    python -m bench.rotation.ten_schools [--schools 10] [--children 500] [--seconds 20] [--kept FILE]

A school's flexible block has so many CPU seconds; its plan is judged by the checker. `--kept` is a file that each
school is added to, and from which a later run goes on.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from homeroom.rotation.block.plan import Aim
from homeroom.rotation.check import check
from homeroom.rotation.solvers.run import solve_block
from homeroom.simulation.rotation.blocks import of_size

MINUTES, GIGABYTES = 10.0, 2.0


class School(msgspec.Struct, frozen=True):
    """Of one school; `mib` is the most that any solver has held so far."""

    seed: int
    children: int
    seconds: float
    cpu: float
    clock: float
    mib: float
    below: float
    unplaced: float
    broken: int


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.rotation.ten_schools")
    for name, usual in (("schools", 10), ("children", 500)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--kept", type=Path, default=Path(".make/ten_schools.jsonl"))
    asked = parser.parse_args(arguments)
    asked.kept.parent.mkdir(parents=True, exist_ok=True)
    lines = asked.kept.read_bytes().splitlines() if asked.kept.exists() else []
    wanted = (asked.children, asked.seconds)
    before = (msgspec.json.decode(line, type=School) for line in lines)
    known = [one for one in before if (one.children, one.seconds) == wanted and one.seed <= asked.schools]
    with asked.kept.open("ab") as kept:
        for seed in sorted(set(range(1, asked.schools + 1)) - {one.seed for one in known}):
            known.append(_planned(seed, *wanted))
            print(known[-1], flush=True)
            kept.write(msgspec.json.encode(known[-1]) + b"\n")
            kept.flush()
    return _told(known)


def _planned(seed: int, children: int, seconds: float) -> School:
    week = of_size(children, seed)
    cpu, clock = _children_cpu(), time.monotonic()
    plan = solve_block(week, seconds=seconds, seed=seed)
    used, took = _children_cpu() - cpu, time.monotonic() - clock
    levels = {level.aim: level for level in plan.levels}
    gain = levels[Aim.GAIN]
    below = 100 * (1 - gain.value / gain.bound) if gain.bound else float("nan")
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    unplaced, broken = levels[Aim.OVERFLOW].value, len(check(week, plan).broken)
    return School(seed, children, seconds, used, took, held, below, unplaced, broken)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _told(known: Sequence[School]) -> int:
    cpu, clock, held = sum(one.cpu for one in known), sum(one.clock for one in known), max(one.mib for one in known)
    print(
        f"{len(known)} schools, {sum(one.children for one in known)} children: {cpu:.0f} CPU s, {clock:.0f} s by the "
        f"clock, {held:.0f} MiB at most; below the bound {min(one.below for one in known):.1f} to "
        f"{max(one.below for one in known):.1f}%; unplaced {sum(one.unplaced for one in known):g}; "
        f"rules broken {sum(one.broken for one in known)}"
    )
    good = cpu <= 60 * MINUTES and held <= 1024 * GIGABYTES and not any(one.broken for one in known)
    print("PASS" if good else "FAIL")
    return int(not good)


if __name__ == "__main__":
    raise SystemExit(main())
