"""What sums can find, and the rules and templates that they ask."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from homeroom.rotation.week.instance import Grade, Instance, Kind, Model, Template
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


def hard(instance: Instance, day: int, *kinds: RuleKind) -> list[Rule]:
    return [one for one in instance.rules if one.strength is Strength.HARD and one.kind in kinds and one.on(day)]


def bell_rules(instance: Instance, day: int, grade: str) -> list[Rule]:
    """Rules that a template keeps or not, whatever the other grades do."""
    rules = hard(instance, day, RuleKind.WINDOW, RuleKind.MINUTES)
    return [one for one in rules if one.of_grade(grade) and one.activity is None]


def _keeps(template: Template, rule: Rule) -> bool:
    blocks = template.of(Kind(rule.block))
    if rule.kind is RuleKind.MINUTES:
        return sum(block.minutes for block in blocks) >= rule.amount
    return all(rule.start <= block.start and block.end <= rule.end for block in blocks)


def fitting(instance: Instance, day: int, grade: Grade) -> list[Template]:
    asked = sum(one.times for one in instance.activities_of(day, grade.name))
    templates = instance.templates_of(day, grade.name)
    return [one for one in templates if grade.model is Model.FLEX or len(one.of(Kind.CORE)) == asked]


def open_to(instance: Instance, day: int, grade: Grade) -> list[Template]:
    rules = bell_rules(instance, day, grade.name)
    locked = {lock.template for lock in instance.locks if lock.day == day and lock.template is not None}
    keeping = [one for one in fitting(instance, day, grade) if all(_keeps(one, rule) for rule in rules)]
    return [one for one in keeping if one.key in locked] or keeping
