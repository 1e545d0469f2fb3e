"""Whether a placed week keeps every rule, and what its broken wishes cost: worked out anew, with no code of the model.

A wish costs its weight once an activity; for days between once a pair; for the same start once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import msgspec

from homeroom.rotation.grid.instance import (
    HARD,
    Activity,
    DaysBetween,
    EndsDay,
    InRoom,
    Instance,
    NotAvailable,
    Of,
    Rules,
    SameStart,
    Starts,
    Students,
    Within,
)
from homeroom.rotation.grid.plan import Meeting, Plan


class Broken(msgspec.Struct, frozen=True):
    """`code` says which rule; one of less than full weight is a wish."""

    code: str
    activities: tuple[int, ...]
    weight: float = HARD

    @property
    def hard(self) -> bool:
        return self.weight >= HARD


def check(week: Instance, plan: Plan) -> tuple[Broken, ...]:
    """Everything that is broken. Where an activity is missing, there twice or outside its day, only that is told."""
    found = tuple(_misplaced(week, plan))
    return found or tuple(_Check(week, plan).broken())


def cost(found: tuple[Broken, ...]) -> float:
    return sum(one.weight for one in found if not one.hard)


def _misplaced(week: Instance, plan: Plan) -> Iterator[Broken]:
    there = Counter(meeting.activity for meeting in plan.meetings)
    by_key = {activity.key: activity for activity in week.activities}
    for key in sorted(by_key.keys() | there.keys()):
        if key not in by_key or there[key] != 1:
            yield Broken("placed once", (key,))
    hours = len(week.hours)
    for meeting in plan.meetings:
        if meeting.activity in by_key:
            last = meeting.start + by_key[meeting.activity].duration - 1
            if not 0 <= meeting.start <= last < hours * len(week.days) or meeting.start // hours != last // hours:
                yield Broken("within a day", (meeting.activity,))


class _Check:
    def __init__(self, week: Instance, plan: Plan):
        self.week, self.hours = week, len(week.hours)
        self.at: dict[int, Meeting] = {meeting.activity: meeting for meeting in plan.meetings}
        self.by_key = {activity.key: activity for activity in week.activities}
        below: dict[str, set[str]] = {}
        for year in week.students:
            _spread(year, (), below)
        # Those without anything below them are the smallest.
        inner = {above for name, own in below.items() for above in own - {name}}
        self.small = {name: {one for one, own in below.items() if name in own and one not in inner} for name in below}

    def broken(self) -> Iterator[Broken]:
        yield from self._twice()
        yield from self._rooms()
        for rule in self.week.rules:
            for code, keys in self._kept(rule):
                # Two that share a day must be joined, however small the wish is that they don't share one.
                weight = HARD if code == "joined" else rule.weight
                if weight:
                    yield Broken(code, keys, weight)

    def _times(self, key: int) -> set[int]:
        return set(range(self.at[key].start, self.at[key].start + self.by_key[key].duration))

    def _children(self, activity: Activity) -> set[str]:
        return set().union(*(self.small[name] for name in activity.students))

    def _twice(self) -> Iterator[Broken]:
        users: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for activity in self.week.activities:
            room = self.at[activity.key].room
            who = [("teacher", name) for name in activity.teachers]
            who += [("students", name) for name in self._children(activity)] + ([("room", room)] if room else [])
            for what, name in who:
                for time in self._times(activity.key):
                    users[what, name, time].append(activity.key)
        told = {(f"{what} twice", tuple(keys)) for (what, _, _), keys in users.items() if len(keys) > 1}
        yield from (Broken(code, keys) for code, keys in sorted(told))

    def _rooms(self) -> Iterator[Broken]:
        seats = {room.name: room.seats for room in self.week.rooms}
        counts: dict[str, int] = {}
        _count(self.week.students, counts)
        for activity in self.week.activities:
            room = self.at[activity.key].room
            if room and room not in seats:
                yield Broken("room there", (activity.key,))
            elif room and seats[room] < sum(counts[name] for name in activity.students):
                yield Broken("seats", (activity.key,))

    def _kept(self, rule: Rules) -> Iterator[tuple[str, tuple[int, ...]]]:
        if isinstance(rule, SameStart):
            if len({self.at[key].start for key in rule.activities}) > 1:
                yield "same start", rule.activities
        elif isinstance(rule, DaysBetween):
            yield from self._days_between(rule)
        elif isinstance(rule, NotAvailable):
            for activity in self._about(Of(teacher=rule.teacher, students=rule.students)):
                if self._times(activity.key) & set(rule.times):
                    yield "not available", (activity.key,)
        else:
            for activity in self._about(rule.of):
                yield from ((code, (activity.key,)) for code in self._of_one(rule, activity))

    def _of_one(self, rule: Starts | Within | EndsDay | InRoom, activity: Activity) -> Iterator[str]:
        meeting = self.at[activity.key]
        if isinstance(rule, Starts) and meeting.start not in rule.times:
            yield "starts"
        if isinstance(rule, Within) and self._times(activity.key) - set(rule.times):
            yield "within"
        if isinstance(rule, EndsDay) and self._followed(activity):
            yield "ends the day"
        if isinstance(rule, InRoom) and meeting.room not in rule.rooms and self._asks(rule, activity):
            yield "in a room"

    def _asks(self, rule: InRoom, activity: Activity) -> bool:
        """A home is only for a lone teacher's activity that no other rule gives a room."""
        others = (other for other in self.week.rules if isinstance(other, InRoom) and not other.home)
        return not rule.home or (
            len(activity.teachers) == 1 and not any(activity in self._about(other.of) for other in others)
        )

    def _followed(self, activity: Activity) -> bool:
        children, at = self._children(activity), self.at[activity.key].start
        return any(
            at < self.at[other.key].start < (at // self.hours + 1) * self.hours and children & self._children(other)
            for other in self.week.activities
            if other is not activity
        )

    def _days_between(self, rule: DaysBetween) -> Iterator[tuple[str, tuple[int, ...]]]:
        for one, other in combinations(rule.activities, 2):
            first, then = sorted((self.at[one], self.at[other]), key=lambda meeting: meeting.start)
            apart = then.start // self.hours - first.start // self.hours
            if apart < rule.days:
                yield "days between", (one, other)
            if apart == 0 and rule.joined and then.start != first.start + self.by_key[first.activity].duration:
                yield "joined", (one, other)

    def _about(self, of: Of) -> list[Activity]:
        return [
            one
            for one in self.week.activities
            if of.activity in (None, one.key)
            and of.teacher in ("", *one.teachers)
            and of.subject in ("", one.subject)
            and of.tag in ("", *one.tags)
            and of.duration in (None, one.duration)
            and (not of.students or self.small[of.students] & self._children(one))
        ]


def _spread(one: Students, above: tuple[str, ...], below: dict[str, set[str]]) -> None:
    """For each set the names of those that hold it, and its own."""
    below.setdefault(one.name, set()).update((*above, one.name))
    for part in one.parts:
        _spread(part, (*above, one.name), below)


def _count(students: tuple[Students, ...], counts: dict[str, int]) -> None:
    for one in students:
        counts[one.name] = one.count
        _count(one.parts, counts)
