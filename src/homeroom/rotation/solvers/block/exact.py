"""A small school exactly: one whole-numbered model, solved aim after aim, each one's value kept as a row."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from homeroom.rotation.block.board import Board, Facts, Option
from homeroom.rotation.block.made import level, plan_of
from homeroom.rotation.block.plan import Aim, Level, Plan, StoppedBy
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.solvers.block.columns import Asked, Week
from homeroom.rotation.solvers.block.highs import Answer, Numbers, Stop, solve
from homeroom.rotation.solvers.block.settle import settle
from homeroom.rotation.solvers.block.weeks import WEIGHTS, build

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
TOLERANCE = 1e-6
NO_PLAN = gettext_noop("No plan keeps every lock and every pair of this week. Take away a lock.")
NO_TIME = gettext_noop("Time was over before there was a plan. The plan before stays. Allow more time.")
LOST_LOCK = gettext_noop(
    "The lock of child %(child)s on %(iso_day)s, session %(session)s, can't be kept. Take it away."
)


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
    """Raises RotationError where no plan keeps every lock, and where the clock stopped it before the first."""
    children = tuple(child.number for child in facts.instance.children)
    asked = Asked(
        children, peers_apart=bool(facts.apart or facts.together), before=options_of(before) if before else None
    )
    week = build(facts, Board(facts), asked)
    floors = {name: weight for name, weight in WEIGHTS.items() if name != "gain"}
    first = solve(week.model, week.model.objective(floors), stop)
    values = first.values
    if values is None:
        raise RotationError(NO_TIME if first.clock else NO_PLAN)
    levels: list[Level] = []
    for name, aim in STEPS:
        if name == "change" and before is None:
            continue
        answer = _reach(week, name, stop, values)
        values = values if answer.values is None else answer.values
        reached = _value(week, name, values)
        if name == "broken" and reached > 0.5:
            raise RotationError(_which_lock(facts, week, values))
        if aim is not None:
            levels.append(_level(week, name, aim, reached, answer))
    board = settle(Board(facts), week, values)
    if board is None:
        raise RotationError(NO_PLAN)
    return Reached(board, tuple(levels))


def _reach(week: Week, name: str, stop: Stop, start: Numbers) -> Answer:
    """What can't be less than nothing and is nothing already needs no solving."""
    most = name in MOST
    if not most and _value(week, name, start) < TOLERANCE:
        answer = Answer(start, 0.0, True)
    else:
        answer = solve(week.model, week.model.objective({name: 1.0 if most else -1.0}), stop, start)
    value = _value(week, name, start if answer.values is None else answer.values)
    slack = TOLERANCE if name in ("gain", "unequal") else 0.0
    if most:
        week.model.keep(name, least=value - slack)
    else:
        week.model.keep(name, most=(value if slack else float(round(value))) + slack)
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
    bound = value if answer.proved else float(max(0, ceil(-answer.bound - TOLERANCE)))
    return level(aim, value, min(bound, value), stopped)


def _which_lock(facts: Facts, week: Week, values: Numbers) -> str:
    broken = week.model.aims["broken"]
    seat = next(seat for seat in week.seats if values[seat.column] > 0.5 and seat.column in broken)
    slot = facts.instance.slots[seat.slot]
    return LOST_LOCK % {"child": seat.child, "iso_day": slot.on, "session": slot.session}


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
