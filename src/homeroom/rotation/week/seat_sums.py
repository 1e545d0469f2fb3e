"""Seats and tutors that can't be enough, whichever templates the grades go by."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.finding import Finding, Sum, bell_rules, fitting, hard, open_to
from homeroom.rotation.week.instance import Block, Grade, Instance, Kind, Model, Template
from homeroom.rotation.week.rules import Rule, RuleKind


def seats_at_once(instance: Instance, day: int) -> Iterator[Finding]:
    """Where even the best templates need more seats at one time than there are: the worst time of each room."""
    clocks = range(0, 24 * 60, GRID)
    options = {grade.name: open_to(instance, day, grade) for grade in instance.grades}
    for rule in hard(instance, day, RuleKind.SEATS):
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
        now = [_block_at(one, at) for one in open_to(instance, day, grade)]
        kinds = {block.kind for block in now if block is not None}
        load = _load_of(instance, day, rule, grade, at)
        less = [
            one for one in fitting(instance, day, grade) if _loads(instance, day, rule, grade, one).get(at, 0) < load
        ]
        if less:
            move.append((grade.name, _mover(kinds, less[0], at)))
        if load:
            blamed += [one.id for one in bell_rules(instance, day, grade.name)]
            blamed += [
                one.id for one in hard(instance, day, RuleKind.TEACHER) if one.adult in _staff(instance, day, grade)
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
    return min((_loads(instance, day, rule, grade, one).get(at, 0) for one in open_to(instance, day, grade)), default=0)


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
    limits = {one.adult: one.amount for one in hard(instance, day, RuleKind.TEACHER)}
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


def seat_minutes(instance: Instance, day: int) -> Iterator[Finding]:
    """All that a room must hold on a day, in whichever order, over all the time at which anybody could be there."""
    for rule in hard(instance, day, RuleKind.SEATS):
        needed, clocks = 0, set[int]()
        for grade in instance.grades:
            told = [_needed(instance, day, rule, grade, one) for one in open_to(instance, day, grade)]
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


def tutors(instance: Instance, day: int) -> Iterator[Finding]:
    for rule in hard(instance, day, RuleKind.TUTORS):
        load: dict[int, int] = {}
        for grade in instance.grades:
            flexible = [
                {clock for block in one.of(Kind.FLEXIBLE) for clock in range(block.start, block.end, GRID)}
                for one in open_to(instance, day, grade)
            ]
            for clock in set.intersection(*flexible) if flexible else set():
                load[clock] = load.get(clock, 0) + grade.tutors
        at = max(sorted(load), key=lambda clock: load[clock], default=None)
        if at is not None and load[at] > rule.amount:
            rules = (rule.id, *(one.id for one in hard(instance, day, RuleKind.WINDOW, RuleKind.MINUTES)))
            yield Finding(Sum.TUTORS_AT, load[at], rule.amount, rules, day, at=at)
