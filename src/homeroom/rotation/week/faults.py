"""Where a school's week does not hang together before anything is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from homeroom.rotation.week.rules import RuleKind

if TYPE_CHECKING:
    from homeroom.rotation.week.instance import Instance

GRID = 5
# What a rule can't be without.
NEEDED = {
    RuleKind.SEATS: "room",
    RuleKind.CLASSES: "room",
    RuleKind.TEACHER: "adult",
    RuleKind.HOURS: "adult",
    RuleKind.LUNCH: "adult",
    RuleKind.PREPARATION: "adult",
    RuleKind.MEETINGS: "special",
}


def faults(one: Instance) -> list[str]:
    return [*_twice(one), *_strays(one), *_lacking(one), *_bells(one)]


def _twice(one: Instance) -> list[str]:
    lists: dict[str, list[object]] = {
        "day type": [day.key for day in one.days],
        "grade": [grade.name for grade in one.grades],
        "class": [school_class.number for grade in one.grades for school_class in grade.classes],
        "template": [template.key for template in one.templates],
        "activity": [activity.key for activity in one.activities],
        "special": [special.key for special in one.specials],
        "room": [room.number for room in one.rooms],
        "adult": [adult.number for adult in one.adults],
        "rule": [*(rule.id for rule in one.rules), *(lock.id for lock in one.locks)],
    }
    return [f"A {what} stands there twice." for what, keys in lists.items() if len(set(keys)) != len(keys)]


def _strays(one: Instance) -> list[str]:
    have: dict[str, set[int] | set[str]] = {
        "day type": {day.key for day in one.days},
        "grade": {grade.name for grade in one.grades},
        "class": {own.number for grade in one.grades for own in grade.classes},
        "template": {template.key for template in one.templates},
        "activity": {activity.key for activity in one.activities},
        "special": {special.key for special in one.specials},
        "room": {room.number for room in one.rooms},
        "adult": {adult.number for adult in one.adults},
    }
    named: dict[str, list[object]] = {
        "day type": [
            *(template.day for template in one.templates),
            *(day for activity in one.activities for day in activity.days),
            *(time.day for adult in one.adults for time in adult.times),
            *(rule.day for rule in one.rules),
            *(lock.day for lock in one.locks),
        ],
        "grade": [
            *(template.grade for template in one.templates),
            *(activity.grade for activity in one.activities),
            *(grade for special in one.specials for grade in special.grades),
            *(grade or None for rule in one.rules for grade in (rule.grade, rule.other)),
        ],
        "class": [
            *(own for activity in one.activities for teacher in activity.teachers for own in teacher.classes),
            *(lock.school_class for lock in one.locks),
        ],
        "template": [lock.template for lock in one.locks],
        "activity": [*(rule.activity for rule in one.rules), *(lock.activity for lock in one.locks)],
        "special": [*(rule.special for rule in one.rules), *(lock.special for lock in one.locks)],
        "room": [
            *(grade.room for grade in one.grades),
            *(activity.room for activity in one.activities),
            *(special.room for special in one.specials),
            *(rule.room for rule in one.rules),
            *(block.room for template in one.templates for block in template.blocks),
        ],
        "adult": [
            *(teacher.adult for activity in one.activities for teacher in activity.teachers),
            *(adult for grade in one.grades for adult in grade.adults),
            *(special.adult for special in one.specials),
            *(rule.adult for rule in one.rules),
        ],
    }
    return [
        f"There is no {what} {lost}."
        for what, names in named.items()
        for lost in names
        if lost is not None and lost not in have[what]
    ]


def _lacking(one: Instance) -> list[str]:
    return [
        f"The rule {rule.id} says of no {NEEDED[rule.kind]} that it is kept there."
        for rule in one.rules
        if rule.kind in NEEDED and getattr(rule, NEEDED[rule.kind]) is None
    ]


def _bells(one: Instance) -> list[str]:
    found = []
    for template in one.templates:
        bells = [time for block in template.blocks for time in (block.start, block.end)]
        if any(time % GRID for time in bells):
            found.append(f"The bells of {template.name} are not on the grid of five minutes.")
        if any(block.end <= block.start for block in template.blocks) or bells != sorted(bells):
            found.append(f"The blocks of {template.name} overlap, or one ends before it starts.")
    return found
