"""A whole school: a valid plan first, then prices and a bound, then neighbourhood after neighbourhood."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from homeroom.rotation.block.board import Board, Facts
from homeroom.rotation.block.greedy import fill
from homeroom.rotation.block.made import level
from homeroom.rotation.block.plan import Aim, Level, Plan, StoppedBy
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.solvers.block.bound import by_class, safest
from homeroom.rotation.solvers.block.columns import Asked, Week
from homeroom.rotation.solvers.block.exact import exact_plan
from homeroom.rotation.solvers.block.highs import Prices, Stop, relax
from homeroom.rotation.solvers.block.search import Held, More, Search, Suggested, held
from homeroom.rotation.solvers.block.weeks import NO_FLOOR, RELAXED, build

EXACT = 30  # children up to whom the whole week is one model
ROUGH = 200  # children from whom on prices are found by the first-order method
TURNS = 60  # neighbourhoods after every class had its turn
STEPS = 20_000  # of the first-order method
TIGHT = 200  # nodes of a class, where the bound is made tighter
NO_PLAN = gettext_noop("No plan was found that keeps every lock. Take away a lock, or allow more time.")
NET = 3.0  # a step may take this many times what is left by the clock on the wall


class Progress(msgspec.Struct, frozen=True):
    """A line of what is reached so far. `left` is CPU seconds of the budget."""

    stage: str
    best: float
    bound: float | None
    gap: float | None
    left: float


@dataclass
class Budget:
    """CPU seconds, so that a busy machine does as much as a quiet one. `halted` says that a person cancelled."""

    seconds: float
    seed: int = 0
    turns: int = TURNS
    tight: bool = False
    halted: bool = False
    started: float = field(default_factory=time.process_time)

    @property
    def spent(self) -> float:
        return time.process_time() - self.started

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self.spent)

    @property
    def over(self) -> bool:
        return self.halted or self.left <= 0


type Tell = Callable[[Progress, Plan], None]


@dataclass(frozen=True)
class Proof:
    """What a relaxation's prices prove of the gain where nobody is without a place or under a floor. Each child who is,
    and each session, buys back what it was priced at."""

    gain: float
    weights: Mapping[str, float]

    def of(self, best: Held) -> float:
        _, overflow, worst, short, *_ = best.score
        missed = {"over": overflow, "worst": worst, "short": short}
        return self.gain - sum(self.weights[name] * count for name, count in missed.items())


@dataclass(frozen=True)
class Bounded:
    """The relaxation of a week, with its floors and without. `price` is about what the floors cost of the gain."""

    week: Week
    suggested: Suggested
    proofs: tuple[Proof, ...]
    price: float | None

    @property
    def gain(self) -> float:
        """Where nobody is without a place or under a floor."""
        return min(proof.gain for proof in self.proofs)

    def of(self, best: Held) -> float:
        return min(proof.of(best) for proof in self.proofs)


def solve_block(facts: Facts, budget: Budget, made_by: str, tell: Tell, before: Plan | None = None) -> Plan:
    """Raises RotationError where the locks can't be kept; else there is always a plan."""
    first = held(fill(facts), made_by, budget.seed, before)
    if not first.score[0]:
        tell(_told("first plan", first, None, budget), first.plan)
    if len(facts.instance.children) <= EXACT:
        plan = exact_plan(facts, Stop(seconds=NET * budget.seconds, seed=budget.seed), made_by, before)
        return msgspec.structs.replace(plan, seconds=round(budget.spent, 3))
    return _whole(facts, first, budget, tell, before)


def _whole(facts: Facts, first: Held, budget: Budget, tell: Tell, before: Plan | None) -> Plan:
    bounded = _bound(facts, budget)
    search = Search(facts, first, bounded.suggested, budget.seed)
    for stage, children, more in _neighbourhoods(search, budget):
        if budget.over:
            break
        if search.improve(children, NET * budget.left, more) and not search.best.score[0]:
            tell(_told(stage, search.best, bounded.of(search.best), budget), search.best.plan)
    if search.best.score[0]:
        raise RotationError(NO_PLAN)
    best = held(search.best.board, first.plan.made_by, budget.seed, before)
    plan = _proved(best, bounded.of(best), budget)
    return msgspec.structs.replace(plan, price_of_floor=bounded.price)


def _neighbourhoods(search: Search, budget: Budget) -> Iterator[tuple[str, list[int], More]]:
    """Each class regroups; a grade's tutors do, and its children change between the groups that there are; whoever
    is under the floor has one group after another tried. Then bands are made as equal as the rule asks, and those whom
    chance draws regroup."""
    yield from (("classes", children, More(3, 3)) for children in search.each_class())
    yield from (("grades", children, More(tutors=2)) for children in search.each_grade())
    yield from (("floors", children, More(9, 9)) for children in search.each_short())
    search.measure_truly()
    for children in search.each_grade():
        if search.best.unequal:
            yield "equity", children, More(tutors=1)
    yield from (("neighbourhoods", search.neighbourhood(turn), More(1, 3)) for turn in range(budget.turns))


def _bound(facts: Facts, budget: Budget) -> Bounded:
    children = tuple(child.number for child in facts.instance.children)
    week = build(facts, Board(facts), Asked(children, pooled=True))
    costs = week.model.objective(RELAXED)
    stop = Stop(STEPS, seconds=NET * budget.left, seed=budget.seed)
    prices = relax(week.model, costs, stop, rough=len(children) > ROUGH)
    gain = safest(week.model, costs, prices.rows)
    if budget.tight:
        gain = min(gain, by_class(week.model, costs, prices.rows, Stop(TIGHT, seconds=NET * budget.left)))
    floors = any(child.floor for child in facts.instance.children)
    free = week.model.objective(NO_FLOOR)
    without = relax(week.model, free, stop, rough=len(children) > ROUGH) if floors else prices
    longer = max(1.0, facts.worth.assumed.second / 2)  # of two meetings as one group, were they worth more than two
    proofs = (
        Proof((gain + week.sure) * longer, RELAXED),
        Proof((safest(week.model, free, without.rows) + week.sure) * longer, NO_FLOOR),
    )
    return Bounded(week, Suggested(week, prices.columns), proofs, _price(week, prices, without))


def _price(week: Week, prices: Prices, without: Prices) -> float | None:
    """The relaxation's gain without the floor, less its gain with it. Not known where the clock ended either."""
    if prices.clock or without.clock:
        return None
    gain = week.model.objective({"gain": 1.0})
    return round(max(0.0, float(gain @ without.columns) - float(gain @ prices.columns)), 6)


def _told(stage: str, best: Held, bound: float | None, budget: Budget) -> Progress:
    gain = -best.score[-1]
    gap = None if bound is None else round(abs(bound - gain) / max(abs(gain), 1e-9), 6)
    return Progress(stage, round(gain, 6), bound, gap, round(budget.left, 1))


def _proved(best: Held, bound: float, budget: Budget) -> Plan:
    stopped = StoppedBy.PERSON if budget.halted else StoppedBy.CLOCK if budget.over else StoppedBy.LIMIT
    levels = tuple(_level(one, bound, stopped) for one in best.plan.levels)
    return msgspec.structs.replace(best.plan, levels=levels, seconds=round(budget.spent, 3))


def _level(one: Level, bound: float, stopped: StoppedBy) -> Level:
    return level(one.aim, one.value, max(bound, one.value) if one.aim is Aim.GAIN else one.bound, stopped)
