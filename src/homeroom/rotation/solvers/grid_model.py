"""The rows of a week of activities: a yes or no for each activity and start, and for each activity and room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from homeroom.rotation.grid.alike import Units, alike, days_apart, in_order
from homeroom.rotation.grid.instance import (
    Activity,
    DaysBetween,
    EndsDay,
    Instance,
    NotAvailable,
    Rule,
    SameStart,
    Starts,
    Within,
)
from homeroom.rotation.grid.meaning import NO_ROOM, Meaning, allowed, together

SCALE = 100  # costs are whole numbers in the model: weights to the hundredth
type Yes = cp_model.IntVar


class Grid:
    """`starts[activity][start]` and `rooms[activity][room]` are the model's literals."""

    def __init__(self, week: Instance):
        self.week, self.meaning, self.model = week, Meaning(week), cp_model.CpModel()
        self._yes = self.model.new_constant(1)
        self._costs: list[tuple[int, Yes]] = []
        self.starts = self._starts()
        self.rooms = {activity.key: self._room(activity) for activity in week.activities}
        self._nobody_twice()
        self._no_room_twice()
        self._alike = alike(week)
        for units in self._alike:
            self._one_order(units)
        for rule in week.rules:
            self._keep(rule)
        self.model.minimize(sum(cost * broken for cost, broken in self._costs))

    def begin_with(self, starts: dict[int, int] | None) -> None:
        """Where to look first."""
        hinted: dict[int, tuple[Yes, bool]] = {}
        for key, start in in_order(starts, self._alike).items() if starts else ():
            for then, taken in self.starts[key].items():
                hinted[taken.index] = (taken, then == start)
        for taken, yes in hinted.values():
            self.model.add_hint(taken, yes)

    def _starts(self) -> dict[int, dict[int, Yes]]:
        """Activities that must start together share their literals."""
        left = allowed(self.week, self.meaning)
        made: dict[int, dict[int, Yes]] = {}
        for unit in together(self.week):
            shared = sorted(set.intersection(*(left[key] for key in unit)))
            literals = {start: self.model.new_bool_var("") for start in shared}
            self.model.add_exactly_one(literals.values())
            made |= dict.fromkeys(unit, literals)
        return made

    def _room(self, activity: Activity) -> dict[str, Yes]:
        rooms = self.meaning.rooms_of(activity)
        literals = {room: self._yes if len(rooms) == 1 else self.model.new_bool_var("") for room in rooms}
        self.model.add_exactly_one(literals.values())
        for rule in self.meaning.room_rules[activity.key]:
            if not rule.hard:
                self._cost(rule, [taken for room, taken in literals.items() if room not in rule.rooms])
        return literals

    def _cost(self, rule: Rule, broken: Iterable[Yes]) -> None:
        self._costs += [(round(rule.weight * SCALE), one) for one in broken]

    def _broken(self, rule: Rule) -> Yes:
        """A literal that says that a wish is broken, with its price; never yes where the rule is hard."""
        if rule.hard:
            return self.model.new_constant(0)
        broken = self.model.new_bool_var("")
        self._cost(rule, [broken])
        return broken

    def _nobody_twice(self) -> None:
        busy: dict[str, list[Activity]] = defaultdict(list)
        for activity in self.week.activities:
            for one in (*(f"t {name}" for name in activity.teachers), *self.meaning.children(activity)):
                busy[one].append(activity)
        # Sets of children with the same activities say the same.
        for activities in {tuple(one.key for one in them): them for them in busy.values()}.values():
            self._one_at_a_time(activities)

    def _one_at_a_time(self, activities: Sequence[Activity]) -> None:
        at: dict[int, list[Yes]] = defaultdict(list)
        for activity in activities:
            for start, taken in self.starts[activity.key].items():
                for time in self.meaning.covered(activity, start):
                    at[time].append(taken)
        needed = sum(activity.duration for activity in activities)
        if needed > len(at):
            self.model.add_bool_or([])  # more hours than there are
        for taken in at.values():
            # Where there is no hour to spare, that each is taken tells the search far more than that none is twice.
            (self.model.add_exactly_one if needed == len(at) else self.model.add_at_most_one)(taken)

    def _one_order(self, units: Units) -> None:
        """Of those that are alike the first is first: else each week would be searched many times over."""
        days, hours = len(self.week.days), self.meaning.hours
        own = [self.meaning.by_key[key] for key in units[0]]
        length = max((one.duration for one in own if one.teachers or one.students), default=0)
        apart = days_apart(self.week, units)
        for first, then in pairwise(units):
            for time in range(days * hours):
                self.model.add(self._until(then[0], time) <= self._until(first[0], time - length))
            for day in range(days if apart else 0):
                ends = (day + 1) * hours - 1
                self.model.add(self._until(then[0], ends) <= self._until(first[0], ends - apart * hours))

    def _until(self, key: int, time: int) -> cp_model.LinearExprT:
        """Whether it starts at that time or before."""
        return cp_model.LinearExpr.sum([taken for start, taken in self.starts[key].items() if start <= time])

    def _no_room_twice(self) -> None:
        users: dict[str, list[Activity]] = defaultdict(list)
        for activity in self.week.activities:
            for room in self.rooms[activity.key]:
                users[room].append(activity)
        users.pop(NO_ROOM, None)
        for room, activities in users.items():
            if all(len(self.rooms[activity.key]) == 1 for activity in activities):
                self._one_at_a_time(activities)
            else:
                self.model.add_no_overlap(self._stay(activity, room) for activity in activities)

    def _stay(self, activity: Activity, room: str) -> cp_model.IntervalVar:
        start = sum(time * taken for time, taken in self.starts[activity.key].items())
        begins = self.model.new_int_var(0, len(self.week.days) * len(self.week.hours), "")
        self.model.add(begins == start)
        taken = self.rooms[activity.key][room]
        return self.model.new_optional_fixed_size_interval_var(begins, activity.duration, taken, "")

    def _keep(self, rule: Rule) -> None:
        match rule:
            case NotAvailable() | Starts() | Within() if not rule.hard:
                for activity in self.meaning.timed(rule):
                    own = self.starts[activity.key].items()
                    self._cost(rule, [taken for start, taken in own if not self.meaning.fits(rule, activity, start)])
            case SameStart() if not rule.hard:
                self._same_start(rule)
            case DaysBetween():
                self._days_between(rule)
            case EndsDay():
                self._ends_day(rule)

    def _same_start(self, rule: SameStart) -> None:
        broken = self._broken(rule)
        first, *others = (self.starts[key] for key in rule.activities)
        for other in others:
            for start in first.keys() | other.keys():
                self.model.add(first.get(start, 0) - other.get(start, 0) <= broken)
                self.model.add(other.get(start, 0) - first.get(start, 0) <= broken)

    def _on(self, key: int, days: range) -> list[Yes]:
        return [taken for start, taken in self.starts[key].items() if start // self.meaning.hours in days]

    def _days_between(self, rule: DaysBetween) -> None:
        count = len(self.week.days)
        spans = [range(first, first + rule.days) for first in range(max(1, count - rule.days + 1))]
        if rule.hard:
            for span in spans:
                self.model.add_at_most_one(taken for key in rule.activities for taken in self._on(key, span))
            return
        for one, other in combinations(rule.activities, 2):
            broken = self._broken(rule)
            for span in spans:
                self.model.add(sum(self._on(one, span)) + sum(self._on(other, span)) <= 1 + broken)
            if rule.joined:
                self._joined(one, other)

    def _joined(self, one: int, other: int) -> None:
        """Where the two share a day, one follows the other directly."""
        lengths = self.meaning.by_key[one].duration, self.meaning.by_key[other].duration
        for start, taken in self.starts[one].items():
            day = start // self.meaning.hours
            apart = [
                also
                for then, also in self.starts[other].items()
                if then // self.meaning.hours == day and then not in (start + lengths[0], start - lengths[1])
            ]
            self.model.add_at_most_one([taken, *apart])

    def _ends_day(self, rule: EndsDay) -> None:
        for activity in self.meaning.about(rule.of):
            broken = self._broken(rule)
            children = self.meaning.children(activity)
            for other in self.week.activities:
                if other is not activity and children & self.meaning.children(other):
                    self._nothing_after(activity, other, broken)

    def _nothing_after(self, activity: Activity, other: Activity, broken: Yes) -> None:
        for start, taken in self.starts[activity.key].items():
            day = start // self.meaning.hours
            later = [
                also
                for then, also in self.starts[other.key].items()
                if then > start and then // self.meaning.hours == day
            ]
            self.model.add(taken + sum(later) <= 1 + broken)
