"""A plan of a school's week, what a solver is asked, and what it answers: a plan, or why there is none."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.errors import RotationError
from homeroom.rotation.week.instance import Instance, Kind


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one class is between two bells on days of one type. `at` counts its blocks of one kind from 0."""

    day: int
    school_class: int
    kind: Kind
    at: int
    start: int
    end: int
    template: int
    activity: int | None = None
    special: int | None = None
    room: int | None = None
    adults: tuple[int, ...] = ()
    locked: bool = False

    @property
    def minutes(self) -> int:
        return self.end - self.start


class Aim(StrEnum):
    """What the week is best at, one after the other."""

    FLOORS = "floors"  # the sum of what is missing, each rule in its own unit at its worst; least
    WISHES = "wishes"  # the same of wishes
    CHANGES = "changes"  # blocks that differ from the week before; fewest


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    aim: Aim
    value: int
    bound: int
    stopped_by: StoppedBy


class Missed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By how much a rule is not kept where it is worst: seats, minutes, classes, meetings."""

    rule: str
    amount: int


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Entries stand in the order of day, class and time. `instance` is the digest of what it was planned from."""

    instance: str
    entries: tuple[Entry, ...]
    levels: tuple[Level, ...] = ()
    missed: tuple[Missed, ...] = ()
    seed: int = 0
    made_by: str = "hand"
    format: str = "homeroom week plan 1"


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a solver is given. `limit` is in its deterministic seconds, for each of its questions; `redundant` is off
    only to see what the redundant rows are worth."""

    instance: Instance
    previous: Plan | None = None
    seed: int = 0
    limit: float = 6.0
    redundant: bool = True
    format: str = "homeroom week task 1"


class Conflict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules and locks that can't all be kept, while those that are `given` hold: an adult is in one place at a time,
    which nobody can lift. `minimal`: without any one of `rules` those that are left, with the given, are possible."""

    rules: tuple[str, ...]
    minimal: bool
    given: tuple[str, ...] = ()


class Status(StrEnum):
    PLANNED = "planned"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"  # the limit came first


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`draft` keeps all rules but those of the conflict, of which it misses as little as was found: the shortage is
    its `missed`. There is none where other rules are in each other's way as well."""

    status: Status
    plan: Plan | None = None
    conflict: Conflict | None = None
    draft: Plan | None = None
    format: str = "homeroom week answer 1"


def as_json(one: Plan | Task | Answer) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def plan_from_json(text: bytes) -> Plan:
    """Raises RotationError for a file that is damaged or something else."""
    return _read(text, Plan, "plan of a week")


def task_from_json(text: bytes) -> Task:
    """Raises RotationError for a file that is damaged or something else."""
    return _read(text, Task, "task of a week")


def answer_from_json(text: bytes) -> Answer:
    """Raises RotationError for a file that is damaged or something else."""
    return _read(text, Answer, "answer to a week")


def _read[Read: (Plan, Task, Answer)](text: bytes, kind: type[Read], what: str) -> Read:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no {what}: {why}.") from why
