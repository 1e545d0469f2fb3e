"""A first placed week in two steps: which day each activity is on, then the hours of each day alone.

Which days hold what is a small question, and so is a day by itself. A day that can't be filled is mixed with another.
It proves nothing, and may find no plan where there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec
from ortools.sat.python import cp_model

from homeroom.rotation.grid.alike import alike
from homeroom.rotation.grid.instance import Activity, DaysBetween, Instance, NotAvailable, Of, Rules, SameStart, Within
from homeroom.rotation.grid.instance import Starts as Begins
from homeroom.rotation.grid.meaning import Meaning, allowed, together
from homeroom.rotation.solvers.grid_model import Grid, Yes

TURNS, WORK = 3, 3.0  # each search's deterministic time
type Starts = dict[int, int]


def by_days(week: Instance, seed: int) -> Starts | None:
    """The start of each activity, or None where none was found in so many turns."""
    for turn in range(TURNS):
        day_of = _Days(week).found(seed + turn)
        if day_of is None:
            return None
        if (starts := filled(week, day_of)) is not None:
            return starts
    return None


def filled(week: Instance, day_of: dict[int, int]) -> Starts | None:
    """Days as they are told, where each can be filled; else those that can't, together with each of the others by
    turns."""
    starts = {day: _hours(week, day_of, day) for day in sorted(set(day_of.values()))}
    good = {day: own for day, own in starts.items() if own is not None}
    bad = [day for day, own in starts.items() if own is None]
    if not bad:
        return _one_week(good)
    mixes = (_placed(_free(week, [*bad, day], _one_week(good, day))) for day in good)
    return next((starts for starts in mixes if starts is not None), None)


def _one_week(good: dict[int, Starts], without: int | None = None) -> Starts:
    return {key: start for day, own in good.items() if day != without for key, start in own.items()}


def _free(week: Instance, days: list[int], kept: Starts) -> Instance:
    """All but what is kept may be anywhere on these days."""
    fixed = [Begins(of=Of(activity=key), times=(start,)) for key, start in kept.items()]
    free = [_on(week, days, activity.key) for activity in week.activities if activity.key not in kept]
    return msgspec.structs.replace(week, rules=(*week.rules, *fixed, *free))


def _hours(week: Instance, day_of: dict[int, int], day: int) -> Starts | None:
    among = {key for key, own in day_of.items() if own == day}
    left = (_left_of(rule, among) for rule in week.rules)
    rules = (*(rule for rule in left if rule is not None), _on(week, [day]))
    activities = tuple(activity for activity in week.activities if activity.key in among)
    return _placed(msgspec.structs.replace(week, activities=activities, rules=rules))


def _on(week: Instance, days: Iterable[int], key: int | None = None) -> Within:
    hours = len(week.hours)
    times = tuple(time for day in days for time in range(day * hours, (day + 1) * hours))
    return Within(of=Of(activity=key), times=times)


def _left_of(rule: Rules, among: set[int]) -> Rules | None:
    """What a rule says of the activities of one day; None where that is nothing."""
    if isinstance(rule, SameStart | DaysBetween):
        keys = tuple(key for key in rule.activities if key in among)
        return msgspec.structs.replace(rule, activities=keys) if len(keys) > 1 else None
    if isinstance(rule, NotAvailable) or rule.of.activity is None:
        return rule
    return rule if rule.of.activity in among else None


def _placed(week: Instance) -> Starts | None:
    grid = Grid(week)
    grid.model.clear_objective()
    solver = _solver(1)
    if solver.solve(grid.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {
        key: next(start for start, taken in own.items() if solver.boolean_value(taken))
        for key, own in grid.starts.items()
    }


def _solver(seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = WORK
    return solver


class _Days:
    """A day for each unit: nobody has more hours on it than it has, nor more long ones than fit between the rest."""

    def __init__(self, week: Instance):
        self._told, self._model = Meaning(week), cp_model.CpModel()
        self._starts, self._on = allowed(week, self._told), dict[int, dict[int, Yes]]()
        for unit in together(week):
            shared = set.intersection(*(self._starts[key] for key in unit))
            days = {start // self._told.hours: self._model.new_bool_var("") for start in sorted(shared)}
            self._model.add_exactly_one(days.values())
            self._on |= dict.fromkeys(unit, days)
        for activities in self._busy(week):
            self._fit(activities)
        for units in alike(week):
            for first, then in pairwise(units):
                for day in range(len(week.days)):
                    self._model.add(self._until(then[0], day) <= self._until(first[0], day))
        missed = [self._apart(rule, len(week.days)) for rule in week.rules if isinstance(rule, DaysBetween)]
        self._model.minimize(cp_model.LinearExpr.sum([one for some in missed for one in some]))

    def found(self, seed: int) -> dict[int, int] | None:
        solver = _solver(seed)
        if solver.solve(self._model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        on = self._on.items()
        return {key: next(day for day, here in days.items() if solver.boolean_value(here)) for key, days in on}

    def _busy(self, week: Instance) -> Iterable[Sequence[Activity]]:
        busy: dict[str, list[Activity]] = defaultdict(list)
        for activity in week.activities:
            for one in (*(f"t {name}" for name in activity.teachers), *self._told.children(activity)):
                busy[one].append(activity)
        return {tuple(one.key for one in them): them for them in busy.values()}.values()

    def _fit(self, activities: Sequence[Activity]) -> None:
        fixed = {one.key for one in activities if len(self._starts[one.key]) == 1}
        taken = {time for one in activities if one.key in fixed for time in self._times(one)}
        left = [one for one in activities if one.key not in fixed]
        free = {time for one in left for time in self._times(one)} - taken
        for day in {day for one in left for day in self._on[one.key]}:
            spans = list(_spans(time for time in free if time // self._told.hours == day))
            for length in {one.duration for one in left}:
                here = [one.duration // length * self._on[one.key].get(day, 0) for one in left]
                self._model.add(cp_model.LinearExpr.sum(here) <= sum(span // length for span in spans))

    def _until(self, key: int, day: int) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.sum([here for own, here in self._on[key].items() if own <= day])

    def _times(self, one: Activity) -> Iterator[int]:
        return (time for start in self._starts[one.key] for time in self._told.covered(one, start))

    def _apart(self, rule: DaysBetween, count: int) -> list[Yes]:
        """What is missed, where it may be."""
        missed = []
        for first in range(max(1, count - rule.days + 1)):
            span = range(first, first + rule.days)
            here = [yes for key in rule.activities for day, yes in self._on[key].items() if day in span]
            over = self._model.new_int_var(0, 0 if rule.hard else len(here), "")
            self._model.add(cp_model.LinearExpr.sum(here) <= 1 + over)
            missed.append(over)
        return missed


def _spans(times: Iterable[int]) -> Iterator[int]:
    """How long each run of hours is."""
    length, last = 0, -2
    for time in sorted(times):
        if time != last + 1 and length:
            yield length
            length = 0
        length, last = length + 1, time
    if length:
        yield length
