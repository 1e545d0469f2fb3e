"""A school's planned week as FET would have it: each meeting an activity, on a grid of five minutes.

FET has no words for seats: a room in which several groups are at once is left out, and told, as is each rule of a week
that it has no words for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from homeroom.rotation.fet.left_out import NO_WORDS, LeftOut, added_up
from homeroom.rotation.grid import instance as grid
from homeroom.rotation.grid.plan import Meeting
from homeroom.rotation.grid.plan import Plan as Placed
from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Adult, Grade, Instance, Model, TimeKind
from homeroom.rotation.week.plan import Entry, Plan
from homeroom.rotation.week.rules import Rule, RuleKind
from homeroom.rotation.week.words import Names

NO_SEATS = "Several groups are in it at once, and FET has no words for seats."


@dataclass(frozen=True)
class Carried:
    instance: grid.Instance
    plan: Placed
    left_out: tuple[LeftOut, ...]


def of_week(week: Instance, plan: Plan, names: Names, school: str) -> Carried:
    """The week's activities, and where the plan has them."""
    return _Week(week, plan, names, school).carried()


@dataclass(frozen=True)
class _Week:
    week: Instance
    plan: Plan
    names: Names
    school: str

    def carried(self) -> Carried:
        kept = [rule for rule in self.week.rules if not _is_fets_own(rule)]
        left = [(str(rule.kind), NO_WORDS) for rule in kept if rule.kind is not RuleKind.HOURS]
        left += [(f"room {self.rooms[number]}", NO_SEATS) for number in sorted(self.shared)]
        instance = grid.Instance(
            school=self.school,
            days=tuple(self.days.values()),
            hours=tuple(f"{clock // 60}:{clock % 60:02}" for clock in self.clocks),
            subjects=tuple(dict.fromkeys(self._subject(meeting[0]) for meeting in self.meetings)),
            teachers=tuple(self.adults.values()),
            students=tuple(self._grade(grade) for grade in self.week.grades),
            activities=tuple(self._activity(key, meeting) for key, meeting in enumerate(self.meetings, 1)),
            rooms=tuple(
                grid.Room(self.rooms[one.number], seats=one.seats)
                for one in self.week.rooms
                if one.number not in self.shared
            ),
            rules=tuple(self._hours(rule) for rule in kept if rule.kind is RuleKind.HOURS),
        )
        meetings = tuple(self._meeting(key, meeting[0]) for key, meeting in enumerate(self.meetings, 1))
        return Carried(instance, Placed(grid.digest(instance), meetings), added_up(left))

    @cached_property
    def meetings(self) -> list[list[Entry]]:
        """Classes of a grade that do the same at once, with the adults of a flex grade or without any, are one."""
        found: dict[object, list[Entry]] = defaultdict(list)
        for at, one in enumerate(self.plan.entries):
            grade = self.grade_of[one.school_class]
            joined = not one.adults or grade.model is Model.FLEX
            where = (one.day, one.start, one.end, self._subject(one), one.room, one.adults, grade.name)
            found[where if joined else at].append(one)
        return list(found.values())

    @cached_property
    def clocks(self) -> range:
        blocks = [block for template in self.week.templates for block in template.blocks]
        return range(min(block.start for block in blocks), max(block.end for block in blocks), GRID)

    @cached_property
    def grade_of(self) -> Mapping[int, Grade]:
        return {own.number: grade for grade in self.week.grades for own in grade.classes}

    @cached_property
    def activities(self) -> Mapping[int, str]:
        return {one.key: one.name for one in self.week.activities}

    @cached_property
    def specials(self) -> Mapping[int, str]:
        return {one.key: one.name for one in self.week.specials}

    @cached_property
    def days(self) -> Mapping[int, str]:
        return _each_once((one.key, one.name) for one in self.week.days)

    @cached_property
    def adults(self) -> Mapping[int, str]:
        return _each_once((one.number, self.names.of_adult(one.number)) for one in self.week.adults)

    @cached_property
    def rooms(self) -> Mapping[int, str]:
        return _each_once((one.number, self.names.of_room(one.number)) for one in self.week.rooms)

    @cached_property
    def students(self) -> Mapping[int | str, str]:
        classes = ((own.number, self.names.of_class(own.number)) for g in self.week.grades for own in g.classes)
        return _each_once([*((one.name, one.name) for one in self.week.grades), *classes])

    @cached_property
    def shared(self) -> set[int]:
        """Rooms that hold several groups at some time."""
        held = Counter(
            (one.room, one.day, clock)
            for one, *_ in self.meetings
            for clock in range(one.start, one.end, GRID)
            if one.room is not None
        )
        return {room for (room, _, _), many in held.items() if many > 1 and room is not None}

    def _subject(self, entry: Entry) -> str:
        if entry.activity is not None:
            return self.activities[entry.activity]
        return str(entry.kind) if entry.special is None else self.specials[entry.special]

    def _grade(self, grade: Grade) -> grid.Students:
        parts = tuple(grid.Students(self.students[own.number], own.size) for own in grade.classes)
        return grid.Students(self.students[grade.name], grade.children, parts)

    def _activity(self, key: int, meeting: list[Entry]) -> grid.Activity:
        first = meeting[0]
        teachers = tuple(self.adults[adult] for adult in first.adults)
        students = tuple(self.students[one.school_class] for one in meeting)
        return grid.Activity(key, self._subject(first), first.minutes // GRID, teachers, students)

    def _meeting(self, key: int, entry: Entry) -> Meeting:
        room = "" if entry.room is None or entry.room in self.shared else self.rooms[entry.room]
        return Meeting(key, self._time(entry.day, entry.start), room)

    def _time(self, day: int, clock: int) -> int:
        return list(self.days).index(day) * len(self.clocks) + self.clocks.index(clock)

    def _hours(self, rule: Rule) -> grid.NotAvailable:
        (adult,) = (one for one in self.week.adults if one.number == rule.adult)
        times = (
            self._time(day, clock)
            for day in self.days
            if rule.on(day)
            for clock in self.clocks
            if not _is_there(adult, day, clock)
        )
        return grid.NotAvailable(times=tuple(times), teacher=self.adults[adult.number])


def _is_fets_own(rule: Rule) -> bool:
    """FET never lets an adult be in two places at once."""
    return rule.kind is RuleKind.TEACHER and rule.amount == 1


def _is_there(adult: Adult, day: int, clock: int) -> bool:
    now = {one.kind for one in adult.times if one.day == day and one.start <= clock < one.end}
    said = any(one.day == day and one.kind is TimeKind.AVAILABLE for one in adult.times)
    return now <= {TimeKind.AVAILABLE} and (TimeKind.AVAILABLE in now or not said)


def _each_once[Key](named: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """The names, those that come again with a number behind them."""
    found: dict[Key, str] = {}
    for key, name in named:
        found[key] = next(one for one in _numbered(name) if one not in found.values())
    return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1
