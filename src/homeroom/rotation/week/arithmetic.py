"""What sums say before anything is searched: minutes, seats and adults that can't be enough, and what would help.

It finds no week and proves none possible; but what it finds is sure, at once, and can be said in one sentence
(`words`). Hard rules alone are asked: wishes stop nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import (
    Activity,
    Adult,
    Block,
    Grade,
    Instance,
    Kind,
    Model,
    Template,
    TimeKind,
)
from homeroom.rotation.week.rules import Rule, RuleKind, Strength


class Sum(StrEnum):
    """What is short. `needed` and `there` are in the unit that the name tells."""

    CORE_BLOCKS = "core blocks"  # of a class's day, for its activities
    DAY_MINUTES = "minutes of the day"  # of a class, for what rules ask of it
    BELLS = "bells"  # no template keeps the rules for the grade's bells
    TEACHER_BLOCKS = "blocks of a teacher"  # for the classes of one grade
    ADULT_MINUTES = "minutes of an adult"  # for classes, preparation and lunch
    SEATS_AT = "seats at a time"
    SEAT_MINUTES = "seat-minutes"
    TUTORS_AT = "tutors at a time"
    SPECIAL_MEETINGS = "special meetings"  # of a class's week


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rules` are in each other's way. `move` names blocks (grade, kind) that could lie elsewhere, and `waves` is how
    many waves of the flexible block there are seats for."""

    what: Sum
    needed: int
    there: int
    rules: tuple[str, ...] = ()
    day: int | None = None
    grade: str = ""
    adult: int | None = None
    room: int | None = None
    at: int | None = None
    move: tuple[tuple[str, Kind], ...] = ()
    waves: int | None = None


def findings(instance: Instance) -> tuple[Finding, ...]:
    found = [
        finding
        for day in instance.days
        for part in (_class_days, _teachers, _adults, _seats, _seat_minutes, _tutors)
        for finding in part(instance, day.key)
    ]
    return (*found, *_meetings(instance))


def _hard(instance: Instance, day: int, *kinds: RuleKind) -> list[Rule]:
    return [one for one in instance.rules if one.strength is Strength.HARD and one.kind in kinds and one.on(day)]


def _bell_rules(instance: Instance, day: int, grade: str) -> list[Rule]:
    """Rules that a template keeps or not, whatever the other grades do."""
    rules = _hard(instance, day, RuleKind.WINDOW, RuleKind.MINUTES)
    return [one for one in rules if one.of_grade(grade) and one.activity is None]


def _keeps(template: Template, rule: Rule) -> bool:
    blocks = template.of(Kind(rule.block))
    if rule.kind is RuleKind.MINUTES:
        return sum(block.minutes for block in blocks) >= rule.amount
    return all(rule.start <= block.start and block.end <= rule.end for block in blocks)


def _fitting(instance: Instance, day: int, grade: Grade) -> list[Template]:
    asked = sum(one.times for one in instance.activities_of(day, grade.name))
    templates = instance.templates_of(day, grade.name)
    return [one for one in templates if grade.model is Model.FLEX or len(one.of(Kind.CORE)) == asked]


def _open(instance: Instance, day: int, grade: Grade) -> list[Template]:
    rules = _bell_rules(instance, day, grade.name)
    locked = {lock.template for lock in instance.locks if lock.day == day and lock.template is not None}
    fitting = [one for one in _fitting(instance, day, grade) if all(_keeps(one, rule) for rule in rules)]
    return [one for one in fitting if one.key in locked] or fitting


def _class_days(instance: Instance, day: int) -> Iterator[Finding]:
    for grade in instance.grades:
        fitting, rules = _fitting(instance, day, grade), _bell_rules(instance, day, grade.name)
        if not fitting:
            yield _core_blocks(instance, day, grade)
            continue
        asked = [rule for rule in rules if rule.kind is RuleKind.MINUTES]
        needed, there = sum(rule.amount for rule in asked), max(sum(one.minutes for one in t.blocks) for t in fitting)
        if len({rule.block for rule in asked}) == len(asked) and needed > there:
            yield Finding(Sum.DAY_MINUTES, needed, there, tuple(rule.id for rule in asked), day, grade.name)
        elif not _open(instance, day, grade):
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
    for rule in _hard(instance, day, RuleKind.TEACHER):
        by_grade: dict[str, int] = {}
        for grade, _, blocks in _taught(instance, day, rule.adult or 0):
            by_grade[grade.name] = by_grade.get(grade.name, 0) + blocks
        for name, needed in by_grade.items():
            there = max((len(one.of(Kind.CORE)) for one in instance.templates_of(day, name)), default=0) * rule.amount
            if needed > there:
                yield Finding(Sum.TEACHER_BLOCKS, needed, there, (rule.id,), day, name, rule.adult)


def _adults(instance: Instance, day: int) -> Iterator[Finding]:
    for adult in instance.adults:
        ours = _hard(instance, day, RuleKind.HOURS, RuleKind.PREPARATION, RuleKind.LUNCH, RuleKind.TEACHER)
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


def _seats(instance: Instance, day: int) -> Iterator[Finding]:
    """Where even the best templates need more seats at one time than there are: the worst time of each room."""
    clocks = range(0, 24 * 60, GRID)
    options = {grade.name: _open(instance, day, grade) for grade in instance.grades}
    for rule in _hard(instance, day, RuleKind.SEATS):
        load = dict.fromkeys(clocks, 0)
        for grade in instance.grades:
            told = [_loads(instance, day, rule, grade, one) for one in options[grade.name]]
            for clock in set.intersection(*(set(one) for one in told)) if told else set():
                load[clock] += min(one[clock] for one in told)
        at = max(clocks, key=lambda clock: load[clock])
        if load[at] > rule.amount:
            yield _seats_at(instance, day, rule, at, load[at])


def _seats_at(instance: Instance, day: int, rule: Rule, at: int, needed: int) -> Finding:
    move, flexible, blamed = [], 0, [rule.id]
    for grade in instance.grades:
        now = [_block_at(one, at) for one in _open(instance, day, grade)]
        kinds = {block.kind for block in now if block is not None}
        load = _load_of(instance, day, rule, grade, at)
        less = [
            one for one in _fitting(instance, day, grade) if _loads(instance, day, rule, grade, one).get(at, 0) < load
        ]
        if less:
            move.append((grade.name, _mover(kinds, less[0], at)))
        if load:
            blamed += [one.id for one in _bell_rules(instance, day, grade.name)]
            blamed += [
                one.id for one in _hard(instance, day, RuleKind.TEACHER) if one.adult in _staff(instance, day, grade)
            ]
            flexible += grade.flexible_seats if kinds == {Kind.FLEXIBLE} else 0
    locks = [lock.id for lock in instance.locks if lock.day == day and lock.template is not None]
    left = rule.amount - (needed - flexible)
    waves = -(-flexible // left) if flexible and left > 0 else None
    rules = tuple(dict.fromkeys([*blamed, *locks]))
    return Finding(Sum.SEATS_AT, needed, rule.amount, rules, day, room=rule.room, at=at, move=tuple(move), waves=waves)


def _staff(instance: Instance, day: int, grade: Grade) -> set[int]:
    return {who.adult for one in instance.activities_of(day, grade.name) for who in one.teachers}


def _mover(kinds: set[Kind], less: Template, at: int) -> Kind:
    """The block that another template puts in this place, which is what a person would move."""
    instead = _block_at(less, at)
    return next(iter(sorted(kinds))) if instead is None else instead.kind


def _block_at(template: Template, clock: int) -> Block | None:
    return next((block for block in template.blocks if block.start <= clock < block.end), None)


def _load_of(instance: Instance, day: int, rule: Rule, grade: Grade, at: int) -> int:
    return min((_loads(instance, day, rule, grade, one).get(at, 0) for one in _open(instance, day, grade)), default=0)


def _loads(instance: Instance, day: int, rule: Rule, grade: Grade, template: Template) -> dict[int, int]:
    """Children of a grade that are surely in the room under a template, clock by clock."""
    sure, loads = _sure(instance, day, rule, grade), {}
    for block in template.blocks:
        core = block.kind is Kind.CORE
        rotational = core and grade.model is Model.ROTATIONAL
        room = grade.room if core and not rotational else block.room
        children = grade.flexible_seats if block.kind is Kind.FLEXIBLE else grade.children
        load = sure if rotational else children if room == rule.room else 0
        if load:
            loads.update(dict.fromkeys(range(block.start, block.end, GRID), load))
    return loads


def _sure(instance: Instance, day: int, rule: Rule, grade: Grade) -> int:
    """Children of the smallest classes that are left where every teacher has one."""
    limits = {one.adult: one.amount for one in _hard(instance, day, RuleKind.TEACHER)}
    elsewhere, free = set[int](), set[int]()
    for activity in instance.activities_of(day, grade.name):
        if activity.room == rule.room:
            continue
        for own in grade.classes:
            adults = [one for one in activity.adults_of(own.number) if one in limits]
            elsewhere.update(adults)
            free.update(() if adults else (own.number,))
    left = max(0, len(grade.classes) - len(free) - sum(limits[one] for one in elsewhere))
    return sum(sorted(own.size for own in grade.classes)[:left])


def _seat_minutes(instance: Instance, day: int) -> Iterator[Finding]:
    """All that a room must hold on a day, in whichever order, over all the time at which anybody could be there."""
    for rule in _hard(instance, day, RuleKind.SEATS):
        needed, clocks = 0, set[int]()
        for grade in instance.grades:
            told = [_needed(instance, day, rule, grade, one) for one in _open(instance, day, grade)]
            needed += min((minutes for minutes, _ in told), default=0)
            clocks.update(clock for _, own in told for clock in own)
        there = rule.amount * len(clocks) * GRID
        if needed > there:
            yield Finding(Sum.SEAT_MINUTES, needed, there, (rule.id,), day, room=rule.room)


def _needed(instance: Instance, day: int, rule: Rule, grade: Grade, template: Template) -> tuple[int, set[int]]:
    minutes, clocks = 0, set[int]()
    rotational = grade.model is Model.ROTATIONAL
    here = [one for one in instance.activities_of(day, grade.name) if one.room == rule.room] if rotational else []
    cores = sorted(block.minutes for block in template.of(Kind.CORE))
    for activity in here:
        minutes += sum(cores[: activity.times]) * grade.children
    for block in template.blocks:
        core = block.kind is Kind.CORE
        if (core and here) or (grade.room if core and not rotational else block.room) == rule.room:
            clocks.update(range(block.start, block.end, GRID))
            children = grade.flexible_seats if block.kind is Kind.FLEXIBLE else grade.children
            minutes += 0 if core and here else block.minutes * children
    return minutes, clocks


def _tutors(instance: Instance, day: int) -> Iterator[Finding]:
    for rule in _hard(instance, day, RuleKind.TUTORS):
        load: dict[int, int] = {}
        for grade in instance.grades:
            flexible = [
                {clock for block in one.of(Kind.FLEXIBLE) for clock in range(block.start, block.end, GRID)}
                for one in _open(instance, day, grade)
            ]
            for clock in set.intersection(*flexible) if flexible else set():
                load[clock] = load.get(clock, 0) + grade.tutors
        at = max(sorted(load), key=lambda clock: load[clock], default=None)
        if at is not None and load[at] > rule.amount:
            rules = (rule.id, *(one.id for one in _hard(instance, day, RuleKind.WINDOW, RuleKind.MINUTES)))
            yield Finding(Sum.TUTORS_AT, load[at], rule.amount, rules, day, at=at)


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
