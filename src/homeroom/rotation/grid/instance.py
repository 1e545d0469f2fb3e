"""A week of activities to be placed, for schools whose week is no template: most of what FET's files hold.

A time is a number: the day's place times the count of hours, plus the hour's place. A rule of weight 100 is hard; a
lower one is a wish that costs its weight wherever it is broken; 0 costs nothing. Names are the file's own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from homeroom.rotation.errors import RotationError

HARD = 100.0


class Students(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A year, a group of one, or a subgroup: `parts` are the sets that it is made of. One name is one set, so that a
    subgroup may stand under several groups; `count` is how many children, 0 where the file doesn't say."""

    name: str
    count: int = 0
    parts: tuple[Students, ...] = ()


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    building: str = ""
    seats: int = 30000


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`duration` in hours of the grid, one after the other on one day. `split_of` is the first of the activities that
    this one was split off with, 0 for none."""

    key: int
    subject: str
    duration: int = 1
    teachers: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    split_of: int = 0


class Of(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which activities a rule is about: those that fit every part given. `students` fit where they share a child."""

    activity: int | None = None
    teacher: str = ""
    students: str = ""
    subject: str = ""
    tag: str = ""
    duration: int | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    weight: float = HARD

    @property
    def hard(self) -> bool:
        return self.weight >= HARD


class NotAvailable(Rule, frozen=True, kw_only=True, tag="not-available"):
    """Nothing of the teacher, or of the students, then; of nobody at all where both are blank: a break."""

    times: tuple[int, ...]
    teacher: str = ""
    students: str = ""


class Starts(Rule, frozen=True, kw_only=True, tag="starts"):
    of: Of
    times: tuple[int, ...]
    locked: bool = False


class Within(Rule, frozen=True, kw_only=True, tag="within"):
    """Every hour of the activities is one of `times`."""

    of: Of
    times: tuple[int, ...]


class SameStart(Rule, frozen=True, kw_only=True, tag="same-start"):
    activities: tuple[int, ...]


class DaysBetween(Rule, frozen=True, kw_only=True, tag="days-between"):
    """Any two are at least `days` apart. Two that share a day all the same follow directly, where `joined`."""

    activities: tuple[int, ...]
    days: int
    joined: bool = False


class EndsDay(Rule, frozen=True, kw_only=True, tag="ends-day"):
    """Nothing of the activities' students comes later that day."""

    of: Of


class InRoom(Rule, frozen=True, kw_only=True, tag="in-room"):
    """One of `rooms`. A `home` room is that of a teacher, for what only that teacher teaches, where no other rule of
    the activity says a room."""

    of: Of
    rooms: tuple[str, ...]
    home: bool = False
    locked: bool = False


Rules = NotAvailable | Starts | Within | SameStart | DaysBetween | EndsDay | InRoom


class Instance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    school: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    subjects: tuple[str, ...]
    teachers: tuple[str, ...]
    students: tuple[Students, ...]
    activities: tuple[Activity, ...]
    rooms: tuple[Room, ...] = ()
    tags: tuple[str, ...] = ()
    rules: tuple[Rules, ...] = ()
    format: str = "homeroom grid 1"

    def __post_init__(self) -> None:
        """Raises RotationError where a part names another that is not there."""
        for what in _strays(self):
            raise RotationError(what)


def sets_of(students: tuple[Students, ...]) -> Iterator[Students]:
    """Every set, wherever it stands; one that stands twice comes twice."""
    for one in students:
        yield one
        yield from sets_of(one.parts)


def _strays(one: Instance) -> Iterator[str]:
    if not one.days or not one.hours:
        yield "A week needs a day and an hour at least."
    known: dict[str, tuple[str, ...] | tuple[int, ...]] = {
        "day": one.days,
        "hour": one.hours,
        "subject": one.subjects,
        "teacher": one.teachers,
        "room": tuple(room.name for room in one.rooms),
        "activity tag": one.tags,
        "activity": tuple(activity.key for activity in one.activities),
    }
    for what, names in known.items():
        yield from (f"The {what} {name} is there twice." for name, count in Counter(names).items() if count > 1)
    there: dict[str, frozenset[str | int]] = {what: frozenset(names) for what, names in known.items()}
    there["students"] = frozenset(students.name for students in sets_of(one.students))
    for what, name in _named(one):
        if name not in there[what]:
            yield f"There is no {what} {name}."
    times = range(len(one.days) * len(one.hours))
    for rule in one.rules:
        if isinstance(rule, NotAvailable | Starts | Within) and not set(rule.times) <= set(times):
            yield "A rule names a time outside the week."
    for activity in one.activities:
        if not 1 <= activity.duration <= len(one.hours):
            yield f"Activity {activity.key} doesn't fit into a day."


def _named(one: Instance) -> Iterator[tuple[str, str | int]]:
    for activity in one.activities:
        yield "subject", activity.subject
        yield from (("teacher", name) for name in activity.teachers)
        yield from (("students", name) for name in activity.students)
        yield from (("activity tag", name) for name in activity.tags)
    for rule in one.rules:
        yield from _named_by(rule)


def _named_by(rule: Rules) -> Iterator[tuple[str, str | int]]:
    if isinstance(rule, SameStart | DaysBetween):
        yield from (("activity", key) for key in rule.activities)
    elif isinstance(rule, NotAvailable):
        named = {"teacher": rule.teacher, "students": rule.students}
        yield from ((what, name) for what, name in named.items() if name)
    else:
        of = rule.of
        parts = {"teacher": of.teacher, "students": of.students, "subject": of.subject, "activity tag": of.tag}
        yield from ((what, name) for what, name in parts.items() if name)
        if of.activity is not None:
            yield "activity", of.activity
        if isinstance(rule, InRoom):
            yield from (("room", name) for name in rule.rooms)


def as_json(one: Instance) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def from_json(text: bytes) -> Instance:
    """Raises RotationError for a file that is damaged or something else."""
    try:
        return msgspec.json.decode(text, type=Instance)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no file of a week of activities: {why}.") from why


def digest(one: Instance) -> str:
    return hashlib.sha256(as_json(one)).hexdigest()
