"""The rules of a week: what each kind of them means, by which of its fields."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Strength(StrEnum):
    HARD = "hard"
    FLOOR = "floor"  # missed only where nothing else can be done, and listed
    WISH = "wish"  # kept where hard rules and floors leave room


class RuleKind(StrEnum):
    SEATS = "seats"  # of `room`: at most `amount` children at once
    CLASSES = "classes"  # of `room`: at most `amount` classes at once
    TEACHER = "teacher"  # `adult` has at most `amount` classes at once
    HOURS = "hours"  # `adult` has classes in available time alone: not at the lunch, preparation or duty set down
    LUNCH = "lunch"  # `adult` has `amount` minutes on end without a class between `start` and `end`
    PREPARATION = "preparation"  # `adult` has `amount` minutes a day without a class, lunch or duty
    MEETINGS = "meetings"  # each class of `grade` (or of all) has `special` `amount` times a week, or more
    TUTORS = "tutors"  # at most `amount` tutors are needed at once
    WAVES = "waves"  # flexible blocks begin at most at `amount` times of a day
    WINDOW = "window"  # `block`, or `activity`, of `grade` (or of all) lies between `start` and `end`
    APART = "apart"  # `grade` and `other` are not at `block` at the same time
    TOGETHER = "together"  # `grade` and `other` begin `block` at the same time
    MINUTES = "minutes"  # `grade` (or all) has at least `amount` minutes of `block` a day


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule with its numbers. Without a `day` it holds on each."""

    id: str
    kind: RuleKind
    strength: Strength = Strength.HARD
    amount: int = 0
    day: int | None = None
    grade: str = ""
    other: str = ""
    block: str = ""
    room: int | None = None
    adult: int | None = None
    special: int | None = None
    activity: int | None = None
    start: int = 0
    end: int = 1440

    def on(self, day: int) -> bool:
        return self.day is None or self.day == day

    def of_grade(self, grade: str) -> bool:
        return not self.grade or self.grade == grade
