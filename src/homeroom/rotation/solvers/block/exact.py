"""A small school exactly: one whole-numbered model, solved aim after aim, each one's value kept as a row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from homeroom.rotation.block.board import Board, Facts, Option
from homeroom.rotation.block.made import level, plan_of
from homeroom.rotation.block.plan import Aim, Level, Plan, StoppedBy
from homeroom.rotation.errors import RotationError
from homeroom.rotation.solvers.block.highs import INFINITY, Answer, Numbers, Stop, solve
from homeroom.rotation.solvers.block.settle import settle
from homeroom.rotation.solvers.block.weeks import Asked, Week, build

STEPS: tuple[tuple[str, Aim | None], ...] = (
    ("broken", None),
    ("over", Aim.OVERFLOW),
    ("worst", Aim.WORST),
    ("short", Aim.SHORT),
    ("unequal", None),
    ("gain", Aim.GAIN),
    ("change", Aim.CHANGES),
)
MOST = frozenset({"gain"})
SLACK = {"gain": 1e-7, "unequal": 1e-7}


@dataclass(frozen=True)
class Reached:
    board: Board
    levels: tuple[Level, ...]


def options_of(plan: Plan) -> dict[tuple[int, int], Option]:
    return {
        (place.child, place.slot): Option(place.modality, place.adult, place.program, place.standard)
        for place in plan.places
    }


def exact(facts: Facts, stop: Stop, before: Plan | None = None) -> Reached:
    """Raises RotationError where no plan keeps every lock."""
    children = tuple(child.number for child in facts.instance.children)
    asked = Asked(children, peers_apart=bool(facts.apart or facts.together), before=options_of(before) if before else None)
    week = build(facts, Board(facts), asked)
    values: Numbers | None = None
    levels: list[Level] = []
    for name, aim in STEPS:
        if name == "change" and before is None:
            continue
        answer = _reach(week, name, stop, values)
        if answer.values is None:
            raise RotationError("No plan keeps every lock and every pair. Take away a lock.")
        values = answer.values
        reached = _value(week, name, values)
        if name == "broken" and reached > 0.5:
            raise RotationError(_which_lock(facts, week, values))
        if aim is not None:
            levels.append(_level(week, name, aim, reached, answer))
    board = settle(Board(facts), week, values) if values is not None else Board(facts)
    if board is None:
        raise RotationError("The groups of peers can't be told apart.")
    return Reached(board, tuple(levels))


def _reach(week: Week, name: str, stop: Stop, start: Numbers | None) -> Answer:
    weight = 1.0 if name in MOST else -1.0
    costs = week.model.objective({name: weight})
    answer = solve(week.model, costs, stop, start)
    if answer.values is None and start is not None:
        answer = replace(answer, values=start)
    if answer.values is not None:
        value = _value(week, name, answer.values)
        slack = SLACK.get(name, 0.0)
        value = value if slack else float(round(value))
        if name in MOST:
            week.model.keep(name, least=value - slack)
        else:
            week.model.keep(name, most=value + slack)
    return answer


def _value(week: Week, name: str, values: Numbers) -> float:
    return float(values @ week.model.objective({name: 1.0}))


def _level(week: Week, name: str, aim: Aim, reached: float, answer: Answer) -> Level:
    stopped = StoppedBy.CLOCK if answer.clock else StoppedBy.LIMIT
    if name in MOST:
        bound = answer.bound + week.sure
        one = level(aim, reached + week.sure, bound, stopped)
        return Level(aim, one.value, bound, one.gap, StoppedBy.PROVED) if answer.proved else one
    value = float(round(reached))
    bound = value if answer.proved else max(0.0, float(-(answer.bound + 1e-6) // 1 * 1)) if answer.bound < INFINITY else 0.0
    return level(aim, value, min(bound, value), stopped)


def _which_lock(facts: Facts, week: Week, values: Numbers) -> str:
    broken = week.model.aims["broken"]
    seat = next(seat for seat in week.seats if values[seat.column] > 0.5 and seat.column in broken)
    slot = facts.instance.slots[seat.slot]
    return f"The lock of child {seat.child} on {slot.on}, session {slot.session}, can't be kept. Take it away."


def exact_plan(facts: Facts, stop: Stop, made_by: str, before: Plan | None = None) -> Plan:
    reached = exact(facts, stop, before)
    plan = plan_of(reached.board, made_by, seed=stop.seed, before=before)
    known = {one.aim: one for one in reached.levels}
    levels = []
    for one in plan.levels:
        proved = known[one.aim]
        gap = None if proved.bound is None else abs(proved.bound - one.value) / max(abs(one.value), 1e-9)
        levels.append(Level(one.aim, one.value, proved.bound, gap, proved.stopped_by))
    return Plan(plan.instance, plan.places, plan.groups, tuple(levels), plan.seed, plan.made_by)
