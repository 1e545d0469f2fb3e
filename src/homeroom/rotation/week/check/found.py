"""What is not kept, and the plan as the rules ask it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Adult, Grade, Instance, Template
from homeroom.rotation.week.plan import Entry, Plan
from homeroom.rotation.week.rules import Rule, Strength

BELLS, ACTIVITIES, PLACE = "bells", "activities", "place"


@dataclass(frozen=True)
class Break:
    """What is not kept, by how much, and who is hit. `rule` is a rule's id or lock's, or `bells`, `activities` and
    `place` for what holds in every week."""

    rule: str
    day: int | None
    amount: int
    at: int | None = None
    classes: tuple[int, ...] = ()
    adults: tuple[int, ...] = ()
    strength: Strength = Strength.HARD


@dataclass(frozen=True)
class Asked:
    instance: Instance
    plan: Plan

    @cached_property
    def grade_of(self) -> dict[int, Grade]:
        return {own.number: grade for grade in self.instance.grades for own in grade.classes}

    @cached_property
    def size_of(self) -> dict[int, int]:
        return {own.number: own.size for grade in self.instance.grades for own in grade.classes}

    @cached_property
    def templates(self) -> dict[int, Template]:
        return {one.key: one for one in self.instance.templates}

    def of_class(self, day: int, own: int) -> list[Entry]:
        return [one for one in self.plan.entries if (one.day, one.school_class) == (day, own)]

    def of_adult(self, day: int, adult: int | None) -> list[Entry]:
        return [one for one in self.plan.entries if one.day == day and adult in one.adults]

    def adult(self, number: int | None) -> Adult:
        return next(one for one in self.instance.adults if one.number == number)


def each_clock(entries: Iterable[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    """Every five minutes at which somebody is somewhere."""
    now: dict[int, list[Entry]] = defaultdict(list)
    for one in entries:
        for clock in range(one.start, one.end, GRID):
            now[clock].append(one)
    yield from sorted(now.items())


def over(rule: Rule, day: int | None, clock: int | None, load: int, entries: Iterable[Entry] = ()) -> Break:
    """By how much a load passes what the rule allows, and whose it is."""
    every = list(entries)
    classes = tuple(sorted({one.school_class for one in every}))
    adults = tuple(sorted({adult for one in every for adult in one.adults}))
    return Break(rule.id, day, load - rule.amount, clock, classes, adults, rule.strength)


def missed(rule: Rule, day: int | None, amount: int, classes: Iterable[int] = ()) -> Break:
    adults = () if rule.adult is None else (rule.adult,)
    return Break(rule.id, day, amount, None, tuple(sorted(set(classes))), adults, rule.strength)
