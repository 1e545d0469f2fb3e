"""What sums say before anything is searched: minutes, seats and adults that can't be enough, and what would help.

It finds no week and proves none possible; but what it finds is sure, at once, and can be said in one sentence
(`words`). Hard rules alone are asked: wishes stop nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.finding import Finding, Sum, bell_rules, fitting, hard, open_to
from homeroom.rotation.week.instance import (
    Activity,
    Adult,
    Grade,
    Instance,
    Kind,
    Model,
    TimeKind,
)
from homeroom.rotation.week.rules import RuleKind, Strength
from homeroom.rotation.week.seat_sums import seat_minutes, seats_at_once, tutors


def findings(instance: Instance) -> tuple[Finding, ...]:
    found = [
        finding
        for day in instance.days
        for part in (_class_days, _teachers, _adults, seats_at_once, seat_minutes, tutors)
        for finding in part(instance, day.key)
    ]
    return (*found, *_meetings(instance))


def _class_days(instance: Instance, day: int) -> Iterator[Finding]:
    for grade in instance.grades:
        templates, rules = fitting(instance, day, grade), bell_rules(instance, day, grade.name)
        if not templates:
            yield _core_blocks(instance, day, grade)
            continue
        asked = [rule for rule in rules if rule.kind is RuleKind.MINUTES]
        needed, there = sum(rule.amount for rule in asked), max(sum(one.minutes for one in t.blocks) for t in templates)
        if len({rule.block for rule in asked}) == len(asked) and needed > there:
            yield Finding(Sum.DAY_MINUTES, needed, there, tuple(rule.id for rule in asked), day, grade.name)
        elif not open_to(instance, day, grade):
            yield Finding(Sum.BELLS, 1, 0, tuple(rule.id for rule in rules), day, grade.name)


def _core_blocks(instance: Instance, day: int, grade: Grade) -> Finding:
    asked = sum(one.times for one in instance.activities_of(day, grade.name))
    there = max((len(one.of(Kind.CORE)) for one in instance.templates_of(day, grade.name)), default=0)
    return Finding(Sum.CORE_BLOCKS, asked, there, (), day, grade.name)


def _taught(instance: Instance, day: int, adult: int) -> Iterator[tuple[Grade, Activity, int]]:
    """What an adult teaches on a day, and in how many blocks."""
    for grade in instance.grades:
        for activity in instance.activities_of(day, grade.name) if grade.model is Model.ROTATIONAL else ():
            classes = sum(adult in activity.adults_of(own.number) for own in grade.classes)
            if classes:
                yield grade, activity, classes * activity.times


def _teachers(instance: Instance, day: int) -> Iterator[Finding]:
    for rule in hard(instance, day, RuleKind.TEACHER):
        by_grade: dict[str, int] = {}
        for grade, _, blocks in _taught(instance, day, rule.adult or 0):
            by_grade[grade.name] = by_grade.get(grade.name, 0) + blocks
        for name, needed in by_grade.items():
            there = max((len(one.of(Kind.CORE)) for one in instance.templates_of(day, name)), default=0) * rule.amount
            if needed > there:
                yield Finding(Sum.TEACHER_BLOCKS, needed, there, (rule.id,), day, name, rule.adult)


def _adults(instance: Instance, day: int) -> Iterator[Finding]:
    for adult in instance.adults:
        ours = hard(instance, day, RuleKind.HOURS, RuleKind.PREPARATION, RuleKind.LUNCH, RuleKind.TEACHER)
        by_kind = {rule.kind: rule for rule in ours if rule.adult == adult.number}
        teacher, prep, lunch = (by_kind.get(kind) for kind in (RuleKind.TEACHER, RuleKind.PREPARATION, RuleKind.LUNCH))
        if RuleKind.HOURS not in by_kind or teacher is None or teacher.amount != 1:
            continue
        there = len(_minutes(adult, day)) * GRID
        needed = sum(
            blocks * _shortest(instance, day, grade) for grade, _, blocks in _taught(instance, day, adult.number)
        )
        free = (prep.amount if prep else 0) - _set_down(adult, day, TimeKind.PREPARATION)
        free = max(0, free, (lunch.amount if lunch and not _set_down(adult, day, TimeKind.LUNCH) else 0))
        if needed and there and needed + free > there:
            rules = tuple(rule.id for rule in by_kind.values())
            yield Finding(Sum.ADULT_MINUTES, needed + free, there, rules, day, adult=adult.number)


def _minutes(adult: Adult, day: int) -> set[int]:
    """Clocks at which the adult is there and nothing else is set down."""
    told: dict[bool, set[int]] = {True: set(), False: set()}
    for time in adult.times:
        if time.day == day:
            told[time.kind is TimeKind.AVAILABLE].update(range(time.start, time.end, GRID))
    return told[True] - told[False]


def _set_down(adult: Adult, day: int, kind: TimeKind) -> int:
    return sum(time.end - time.start for time in adult.times if time.day == day and time.kind is kind)


def _shortest(instance: Instance, day: int, grade: Grade) -> int:
    blocks = [block.minutes for one in instance.templates_of(day, grade.name) for block in one.of(Kind.CORE)]
    return min(blocks, default=0)


def _meetings(instance: Instance) -> Iterator[Finding]:
    rules = [one for one in instance.rules if one.kind is RuleKind.MEETINGS and one.strength is Strength.HARD]
    for grade in instance.grades:
        specials = {one.key for one in instance.specials_of(grade.name)}
        ours = [one for one in rules if one.of_grade(grade.name) and one.special in specials]
        needed = sum(one.amount for one in ours)
        there = sum(
            len(day.weekdays)
            * max((len(one.of(Kind.SPECIAL)) for one in instance.templates_of(day.key, grade.name)), default=0)
            for day in instance.days
        )
        if needed > there:
            yield Finding(Sum.SPECIAL_MEETINGS, needed, there, tuple(one.id for one in ours), grade=grade.name)
