"""Each kind of rule: where, and by how much, a plan breaks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from homeroom.rotation.week.check.found import Asked, Break, each_clock, missed, over
from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Adult, Kind, Model, TimeKind
from homeroom.rotation.week.plan import Entry
from homeroom.rotation.week.rules import Rule, RuleKind


def _seats(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in each_clock(one for one in asked.plan.entries if one.day == day and one.room == rule.room):
        flexible = {asked.grade_of[one.school_class].name for one in now if one.kind is Kind.FLEXIBLE}
        load = sum(asked.size_of[one.school_class] for one in now if one.kind is not Kind.FLEXIBLE)
        load += sum(grade.flexible_seats for grade in asked.instance.grades if grade.name in flexible)
        yield over(rule, day, clock, load, now)


def _classes(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in each_clock(one for one in asked.plan.entries if one.day == day and one.room == rule.room):
        yield over(rule, day, clock, len(now), now)


def _teacher(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    """A flex grade is one class to its adults."""
    for clock, now in each_clock(asked.of_adult(day, rule.adult)):
        flex = {asked.grade_of[one.school_class].name for one in now if _in_flex(asked, one)}
        yield over(rule, day, clock, len(flex) + sum(not _in_flex(asked, one) for one in now), now)


def _in_flex(asked: Asked, one: Entry) -> bool:
    return one.kind is Kind.CORE and asked.grade_of[one.school_class].model is Model.FLEX


def _minutes(adult: Adult, day: int, *kinds: TimeKind) -> set[int]:
    return {
        clock
        for time in adult.times
        if time.day == day and time.kind in kinds
        for clock in range(time.start, time.end, GRID)
    }


def _hours(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    adult = asked.adult(rule.adult)
    there, taken = _minutes(adult, day, TimeKind.AVAILABLE), set(TimeKind) - {TimeKind.AVAILABLE}
    away = _minutes(adult, day, *taken)
    for clock, now in each_clock(asked.of_adult(day, rule.adult)):
        if clock in away or (there and clock not in there):
            yield Break(rule.id, day, 1, clock, tuple(one.school_class for one in now), (adult.number,), rule.strength)


def _lunch(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    busy = {clock for clock, _ in each_clock(asked.of_adult(day, rule.adult))}
    busy |= _minutes(asked.adult(rule.adult), day, TimeKind.DUTY)
    starts = range(rule.start, rule.end - rule.amount + 1, GRID)
    if not any(busy.isdisjoint(range(start, start + rule.amount, GRID)) for start in starts):
        yield missed(rule, day, 1)


def _preparation(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    adult = asked.adult(rule.adult)
    bells = [block for one in asked.instance.templates if one.day == day for block in one.blocks]
    there = _minutes(adult, day, TimeKind.AVAILABLE) or set(
        range(min(block.start for block in bells), max(block.end for block in bells), GRID)
    )
    free = there - {clock for clock, _ in each_clock(asked.of_adult(day, adult.number))}
    free -= _minutes(adult, day, TimeKind.LUNCH, TimeKind.DUTY)
    yield missed(rule, day, rule.amount - GRID * len(free))


def _meetings(asked: Asked, rule: Rule, _: int) -> Iterator[Break]:
    weekdays = {day.key: len(day.weekdays) for day in asked.instance.days if rule.on(day.key)}
    for own, grade in asked.grade_of.items():
        if rule.of_grade(grade.name) and rule.special in {one.key for one in asked.instance.specials_of(grade.name)}:
            met = [one.day for one in asked.plan.entries if one.school_class == own and one.special == rule.special]
            yield missed(rule, None, rule.amount - sum(weekdays.get(day, 0) for day in met), [own])


def _flexible(asked: Asked, day: int) -> list[Entry]:
    return [one for one in asked.plan.entries if one.day == day and one.kind is Kind.FLEXIBLE]


def _tutors(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in each_clock(_flexible(asked, day)):
        grades = {asked.grade_of[one.school_class].name for one in now}
        needed = sum(grade.tutors for grade in asked.instance.grades if grade.name in grades)
        yield over(rule, day, clock, needed, now)


def _waves(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    first = [one for one in _flexible(asked, day) if one.at == 0]
    yield over(rule, day, None, len({one.start for one in first}), first)


def _window(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    """Minutes outside for a kind of block; an activity is inside or not."""
    outside: Counter[int] = Counter()
    for one in asked.plan.entries:
        grade = asked.grade_of[one.school_class]
        ours = one.activity == rule.activity if rule.activity is not None else one.kind == rule.block
        if one.day == day and ours and (rule.activity is not None or rule.of_grade(grade.name)):
            late = sum(not rule.start <= clock < rule.end for clock in range(one.start, one.end, GRID)) * GRID
            outside[one.school_class] += min(late, 1) if rule.activity is not None else late
    yield from (missed(rule, day, late, [own]) for own, late in outside.items())


def _both(asked: Asked, rule: Rule, day: int) -> list[Entry]:
    return [
        one
        for one in asked.plan.entries
        if one.day == day
        and one.kind == rule.block
        and asked.grade_of[one.school_class].name in (rule.grade, rule.other)
    ]


def _apart(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in each_clock(_both(asked, rule, day)):
        if len({asked.grade_of[one.school_class].name for one in now}) == 2:
            yield Break(rule.id, day, 1, clock, tuple(one.school_class for one in now), strength=rule.strength)


def _together(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    first: dict[str, set[int]] = {rule.grade: set(), rule.other: set()}
    for one in _both(asked, rule, day):
        if one.at == 0:
            first[asked.grade_of[one.school_class].name].add(one.start)
    if first[rule.grade] != first[rule.other]:
        yield missed(rule, day, 1, [one.school_class for one in _both(asked, rule, day)])


def _at_least(asked: Asked, rule: Rule, day: int) -> Iterator[Break]:
    for own, grade in asked.grade_of.items():
        if rule.of_grade(grade.name):
            told = sum(one.minutes for one in asked.of_class(day, own) if one.kind == rule.block)
            yield missed(rule, day, rule.amount - told, [own])


KEPT: dict[RuleKind, Callable[[Asked, Rule, int], Iterator[Break]]] = {
    RuleKind.SEATS: _seats,
    RuleKind.CLASSES: _classes,
    RuleKind.TEACHER: _teacher,
    RuleKind.HOURS: _hours,
    RuleKind.LUNCH: _lunch,
    RuleKind.PREPARATION: _preparation,
    RuleKind.MEETINGS: _meetings,
    RuleKind.TUTORS: _tutors,
    RuleKind.WAVES: _waves,
    RuleKind.WINDOW: _window,
    RuleKind.APART: _apart,
    RuleKind.TOGETHER: _together,
    RuleKind.MINUTES: _at_least,
}
