"""All that the planner of a school's week reads: opaque numbers and plain values, no person's name, no reasons.

Times are minutes after midnight, on a grid of five minutes. What a grade may do stands in its templates; what it must
keep to stands in `rules`, each with an id of its own: a rule that is not in the list does not hold. So a conflict is
a set of ids, and lifting a rule is leaving it out. `as_json` and `from_json` keep it in a file, in a fixed order.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

import msgspec

from homeroom.rotation.errors import RotationError
from homeroom.rotation.week.faults import faults
from homeroom.rotation.week.rules import Rule


class Kind(StrEnum):
    """What a class does between two bells. In a core block the week says which activity."""

    CORE = "core"
    CLASS = "class"
    LAB = "lab"
    FLEXIBLE = "flexible"
    SPECIAL = "special"
    LUNCH = "lunch"
    RECESS = "recess"


class Model(StrEnum):
    ROTATIONAL = "rotational"
    FLEX = "flex"  # in core blocks the whole grade is in one room, with all of its adults


class RoomKind(StrEnum):
    CLASSROOM = "classroom"
    LAB = "lab"
    FLEX = "flex"
    SMALL = "small"
    LUNCH = "lunch"
    YARD = "yard"
    SPECIAL = "special"


class TimeKind(StrEnum):
    AVAILABLE = "available"
    PREPARATION = "prep"
    LUNCH = "lunch"
    DUTY = "duty"


class DayType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`weekdays`: 0 for Monday. Each of them goes by the same plan."""

    key: int
    name: str
    weekdays: tuple[int, ...]


class SchoolClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: int
    size: int


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`flexible_seats` and `tutors` are what the grade's flexible block takes of the lab and of the tutors. `room` and
    `adults` are those of a flex grade."""

    name: str
    classes: tuple[SchoolClass, ...]
    model: Model = Model.ROTATIONAL
    flexible_seats: int = 0
    tutors: int = 0
    room: int | None = None
    adults: tuple[int, ...] = ()

    @property
    def children(self) -> int:
        return sum(one.size for one in self.classes)


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch between two bells. `room` is where the whole grade goes: to lunch, to the yard, to the lab's seats for
    its flexible block."""

    kind: Kind
    start: int
    end: int
    sessions: int = 1
    room: int | None = None

    @property
    def minutes(self) -> int:
        return self.end - self.start


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bells that a grade may go by on days of one type."""

    key: int
    day: int
    grade: str
    name: str
    blocks: tuple[Block, ...]

    def of(self, kind: Kind) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind is kind)

    def minutes(self, kind: Kind) -> int:
        return sum(block.minutes for block in self.of(kind))


class Teacher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    adult: int
    classes: tuple[int, ...]


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each class of a rotational grade does in `times` core blocks of a day: with its teacher, or in the lab."""

    key: int
    grade: str
    name: str
    kind: Kind = Kind.CLASS
    room: int | None = None
    teachers: tuple[Teacher, ...] = ()
    times: int = 1
    days: tuple[int, ...] = ()

    def adults_of(self, school_class: int) -> tuple[int, ...]:
        return tuple(one.adult for one in self.teachers if school_class in one.classes)


class Special(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Music, art, sport: one of them stands in each special block. No grade named is every grade."""

    key: int
    name: str
    adult: int | None = None
    room: int | None = None
    grades: tuple[str, ...] = ()


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: int
    kind: RoomKind
    seats: int


class Time(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: int
    start: int
    end: int
    kind: TimeKind = TimeKind.AVAILABLE


class Adult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An adult without any available time on a day type is there all day. `teaches` are names of activities and
    specials (none is every one), `grades` those of children (none is every one)."""

    number: int
    times: tuple[Time, ...] = ()
    teaches: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


class Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decided: a grade's template, or the activity or special of a class's `at`-th core or special block
    of a day, counted from 0. It holds like a hard rule, and a conflict names it by its id."""

    id: str
    day: int
    template: int | None = None
    school_class: int | None = None
    at: int = 0
    activity: int | None = None
    special: int | None = None


class Instance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One school's week."""

    school: int
    days: tuple[DayType, ...]
    grades: tuple[Grade, ...]
    templates: tuple[Template, ...]
    activities: tuple[Activity, ...] = ()
    specials: tuple[Special, ...] = ()
    rooms: tuple[Room, ...] = ()
    adults: tuple[Adult, ...] = ()
    rules: tuple[Rule, ...] = ()
    locks: tuple[Lock, ...] = ()
    format: str = "homeroom week 1"

    def __post_init__(self) -> None:
        """Raises RotationError where a part names another that is not there, or bells overlap or are off the grid."""
        for what in faults(self):
            raise RotationError(what)

    def templates_of(self, day: int, grade: str) -> tuple[Template, ...]:
        return tuple(one for one in self.templates if one.day == day and one.grade == grade)

    def activities_of(self, day: int, grade: str) -> tuple[Activity, ...]:
        return tuple(one for one in self.activities if one.grade == grade and (not one.days or day in one.days))

    def specials_of(self, grade: str) -> tuple[Special, ...]:
        return tuple(one for one in self.specials if not one.grades or grade in one.grades)

    def keeping(self, ids: frozenset[str]) -> Instance:
        """The same school with these rules and locks alone."""
        return msgspec.structs.replace(
            self,
            rules=tuple(rule for rule in self.rules if rule.id in ids),
            locks=tuple(lock for lock in self.locks if lock.id in ids),
        )


def as_json(one: Instance) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def from_json(text: bytes) -> Instance:
    """Raises RotationError for a file that is damaged or something else."""
    try:
        return msgspec.json.decode(text, type=Instance)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no file of a week: {why}.") from why


def digest(one: Instance) -> str:
    return hashlib.sha256(as_json(one)).hexdigest()
