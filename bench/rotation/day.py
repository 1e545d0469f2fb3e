"""Figures of planning one day anew: a tutor and twenty children of 600 are missing.

    python -m bench.rotation.day [--runs 12] [--seeds 3] [--children 600] [--plan 60] [--stability 0.1]

The weeks are invented; each is planned in `--plan` CPU seconds first. A child's session is unaffected where the plan
could stand as it is: no adult of it is away, and enough of its group are here for it to meet with nobody new. The share
of them that stay is told; in brackets, the share where groups that absences left too small count as well. What the day
is worth is told as a share of what it would have been, to those who are here, with everybody here; in brackets, of what
it could be with every child free to move, which mends the week's plan as well. CPU is that of the solver's process.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from homeroom.rotation.block.day_greedy import seated_greedily
from homeroom.rotation.block.day_groups import Day, of_today
from homeroom.rotation.block.day_plan import moved, plan_of_day, worth_of_day
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.block.today import STABILITY, Away, Seated, Today
from homeroom.rotation.check import check
from homeroom.rotation.solvers.run import solve_block, solve_day
from homeroom.simulation.rotation.blocks import of_size

CPU, UNCHANGED, KEPT = 3.0, 0.98, 0.98
AWAY = 20


@dataclass(frozen=True)
class Found:
    seconds: float
    unchanged: float
    strictly: float
    unplaced: int
    broken: int
    worth: float
    of_free: float


def missing(week: Instance, plan: Plan, run: str, stability: float) -> Today:
    draw = random.Random(run)
    on = draw.choice(week.slots).on
    slots = tuple(slot.key for slot in week.slots if slot.on == on)
    leading = {group.adult for group in plan.groups if group.modality is Modality.TUTORING}
    tutor = draw.choice(sorted(adult for adult in leading if adult is not None))
    here = [child.number for child in week.children if not set(slots) <= set(child.away)]
    children = draw.sample(here, min(AWAY, len(here) // 10))
    away = tuple(Away(number, slots) for number in children)
    return Today(week, plan, on, away, (Away(tutor, slots),), stability=stability)


def found(day: Day, seated: Seated, seconds: float, best: float) -> Found:
    made = plan_of_day(day, seated)
    here = {(child.number, slot) for child, slot in day.present()}
    gone = {(after.child, after.slot) for _, after in moved(day, made)}
    could = {at for at in here if day.unaffected(*at)}
    stood = {at for at in here if not day.affected(*at)}
    return Found(
        seconds,
        1 - len(gone & could) / len(could),
        1 - len(gone & stood) / len(stood),
        sum(seat.modality is Modality.OVERFLOW for seat in seated.seats),
        len(check(day.facts.instance, made).broken),
        worth_of_day(day, made) / worth_of_day(day, day.today.plan),
        worth_of_day(day, made) / best,
    )


def timed(today: Today) -> tuple[Seated, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seated = solve_day(today)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seated, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def runs(asked: argparse.Namespace) -> Iterator[tuple[str, Found, Found]]:
    for seed in range(1, asked.seeds + 1):
        week = of_size(asked.children, seed)
        plan = solve_block(week, seconds=asked.plan, seed=seed)
        for run in range(asked.runs // asked.seeds):
            today = missing(week, plan, f"{seed} {run}", asked.stability)
            day = of_today(today)
            best = worth_of_day(day, plan_of_day(day, timed(replace(today, stability=0.0))[0]))
            yield (
                f"seed {seed}, {today.on:%A}",
                found(day, *timed(today), best=best),
                found(day, seated_greedily(today), 0.0, best),
            )


def told(one: Found) -> str:
    return (
        f"{one.seconds:.1f} CPU s, {one.unchanged:.1%} unchanged ({one.strictly:.1%}), {one.unplaced} unplaced, "
        f"{one.broken} breaks, worth {one.worth:.1%} ({one.of_free:.1%})"
    )


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="bench.rotation.day")
    for name, usual in (("runs", 12), ("seeds", 3), ("children", 600)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--plan", type=float, default=60.0)
    parser.add_argument("--stability", type=float, default=STABILITY)
    solved, thumb = list[Found](), list[Found]()
    for name, one, other in runs(parser.parse_args(arguments)):
        print(f"  {name}: {told(one)}; rule of thumb: {told(other)}", flush=True)
        solved.append(one)
        thumb.append(other)
    seconds, unchanged = [one.seconds for one in solved], [one.unchanged for one in solved]
    worth = [one.worth for one in solved]
    good = {
        f"CPU s: {statistics.median(seconds):.1f} in the middle, {max(seconds):.1f} at most": max(seconds) <= CPU,
        f"unaffected unchanged: {statistics.mean(unchanged):.1%}, {min(unchanged):.1%} at least (of all that could "
        f"stand: {statistics.mean(one.strictly for one in solved):.1%})": min(unchanged) >= UNCHANGED,
        f"unplaced: {sum(one.unplaced for one in solved)}": not any(one.unplaced for one in solved),
        f"rules broken: {sum(one.broken for one in solved)}; by rule of thumb "
        f"{sum(one.broken for one in thumb)}": not any(one.broken for one in (*solved, *thumb)),
        f"worth, of the planned: {statistics.mean(worth):.1%}, {min(worth):.1%} at least (of what it could be with "
        f"all free to move: {statistics.mean(one.of_free for one in solved):.1%})": min(worth) >= KEPT,
    }
    for words, well in good.items():
        print(f"{'PASS' if well else 'FAIL'} {words}")
    return int(not all(good.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
