"""One week searched for: level after level, from the week before where there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import ortools
from ortools.sat.python import cp_model

from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.solvers.week_model import Mode, WeekModel
from homeroom.rotation.solvers.week_plan import entries_of
from homeroom.rotation.solvers.week_rows import add_rules
from homeroom.rotation.week.instance import Instance, digest
from homeroom.rotation.week.plan import Aim, Entry, Level, Missed, Plan, Status, Task
from homeroom.rotation.week.rules import RuleKind, Strength

MADE_BY = f"CP-SAT {ortools.__version__}"


def weekly(instance: Instance) -> frozenset[str]:
    """Rules that join the days."""
    return frozenset(rule.id for rule in instance.rules if rule.kind is RuleKind.MEETINGS)


def days_alone(
    task: Task, mode: Mode = Mode.KEEP, soft: frozenset[str] = frozenset()
) -> tuple[tuple[Entry, ...], int | None]:
    """Each day planned by itself, without what joins them; or the first one for which there is no plan."""
    entries: list[Entry] = []
    for day in task.instance.days:
        model = WeekModel(task.instance, (day.key,), mode, task.redundant, weekly(task.instance), soft)
        add_rules(model)
        if soft:
            model.cp.minimize(cp_model.LinearExpr.sum([model.slack[rule] for rule in sorted(soft)]))
        search = solver(task.seed, task.limit)
        status = search.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            return (), day.key
        if status == cp_model.UNKNOWN:
            return (), None
        entries.extend(entries_of(model, search.value))
    return tuple(entries), None


def solver(seed: int, limit: float) -> cp_model.CpSolver:
    made = cp_model.CpSolver()
    made.parameters.num_workers = 1
    made.parameters.random_seed = seed
    made.parameters.max_deterministic_time = limit
    # Half of the time, for nothing that was seen to be of use here.
    made.parameters.cp_model_probing_level = 0
    return made


def _level(aim: Aim, search: cp_model.CpSolver, proved: bool) -> Level:
    stopped = StoppedBy.PROVED if proved else StoppedBy.LIMIT
    return Level(aim, round(search.objective_value), round(search.best_objective_bound), stopped)


@dataclass
class Search:
    task: Task
    mode: Mode = Mode.KEEP
    started_from: tuple[Entry, ...] = ()
    # Bells and activities are those it is started from: what is left to find are the specials.
    fixed: bool = False
    soft: frozenset[str] = frozenset()
    model: WeekModel = field(init=False)

    def __post_init__(self) -> None:
        instance = self.task.instance
        days = tuple(day.key for day in instance.days)
        self.model = WeekModel(instance, days, self.mode, self.task.redundant, named=self.soft)
        add_rules(self.model)
        if self.fixed:
            kept = {one.index for one in self._as_before(self.started_from)}
            self.model.cp.add_bool_and(
                one for one in [*self.model.bells.values(), *self.model.does.values()] if one.index in kept
            )
        self._hint(self.task.previous.entries if self.task.previous else self.started_from)

    def plan(self) -> tuple[Plan | None, Status]:
        """What a level reached is a row of the next."""
        plan: Plan | None = None
        levels: list[Level] = []
        for aim, cost in self._aims():
            if cost is not None:
                self.model.cp.minimize(cost)
            search = solver(self.task.seed, self.task.limit)
            status = search.solve(self.model.cp)
            if status == cp_model.INFEASIBLE:
                return None, Status.IMPOSSIBLE
            if status == cp_model.UNKNOWN:
                return plan, Status.UNKNOWN if plan is None else Status.PLANNED
            if aim is not None and cost is not None:
                levels.append(_level(aim, search, status == cp_model.OPTIMAL))
                self._keep(cost, levels[-1].value, search)
            plan = self._told(search.value, tuple(levels))
        return plan, Status.PLANNED

    def _keep(self, cost: cp_model.LinearExpr, value: int, search: cp_model.CpSolver) -> None:
        self.model.cp.clear_objective()
        self.model.cp.add(cost <= value)
        self.model.cp.clear_hints()
        for variable in self._decisions():
            self.model.cp.add_hint(variable, search.value(variable))

    def _aims(self) -> list[tuple[Aim | None, cp_model.LinearExpr | None]]:
        """Without any aim the search is for any week that keeps the rules."""
        made: list[tuple[Aim | None, cp_model.LinearExpr | None]] = []
        for aim, strength in ((Aim.FLOORS, Strength.FLOOR), (Aim.WISHES, Strength.WISH)):
            rules = [one.id for one in self.task.instance.rules if one.strength is strength]
            if aim is Aim.FLOORS:
                rules += [one for one in self.model.slack if one not in self._soft()]
            if rules:
                made.append((aim, cp_model.LinearExpr.sum([self.model.slack[rule] for rule in rules])))
        if self.task.previous is not None:
            kept = self._as_before(self.task.previous.entries)
            made.append((Aim.CHANGES, len(kept) - cp_model.LinearExpr.sum(kept)))
        return made or [(None, None)]

    def _soft(self) -> set[str]:
        return {one.id for one in self.task.instance.rules if one.strength is not Strength.HARD}

    def _decisions(self) -> list[cp_model.IntVar]:
        return [*self.model.bells.values(), *self.model.does.values(), *self.model.special.values()]

    def _literal_of(self, entry: Entry) -> cp_model.IntVar | None:
        if entry.activity is not None:
            return self.model.does.get((entry.day, entry.school_class, entry.at, entry.activity))
        if entry.special is not None:
            return self.model.special.get((entry.template, entry.school_class, entry.at, entry.special))
        return None

    def _as_before(self, previous: tuple[Entry, ...]) -> list[cp_model.IntVar]:
        bells = {entry.template for entry in previous} & set(self.model.bells)
        does = [told for entry in previous if (told := self._literal_of(entry)) is not None]
        return [*(self.model.bells[template] for template in sorted(bells)), *does]

    def _hint(self, previous: tuple[Entry, ...]) -> None:
        """The week before, or each day alone, or classes that follow each other through the activities."""
        if previous:
            before = {one.index for one in self._as_before(previous)}
            for variable in self._decisions():
                self.model.cp.add_hint(variable, int(variable.index in before))
            return
        orders: dict[tuple[int, int], list[int]] = defaultdict(list)
        for day, own, at, activity in self.model.does:
            if at == 0:
                orders[day, own].append(activity)
        turns = {own.number: turn for grade in self.task.instance.grades for turn, own in enumerate(grade.classes)}
        for (day, own, at, activity), variable in self.model.does.items():
            order = orders[day, own]
            self.model.cp.add_hint(variable, int(order[(turns[own] + at) % len(order)] == activity))

    def _told(self, value: Callable[[cp_model.IntVar], int], levels: tuple[Level, ...]) -> Plan:
        missed = [Missed(rule, value(slack)) for rule, slack in self.model.slack.items()]
        return Plan(
            digest(self.task.instance),
            entries_of(self.model, value),
            levels,
            tuple(one for one in missed if one.amount),
            self.task.seed,
            MADE_BY,
        )
