"""All that the planner of one flexible-block week reads: opaque numbers and plain values, no names, no reasons.

`as_json` and `from_json` keep it in a file, which is what a solver's process and the checker are given.
Everything stands in a fixed order, so the same school gives the same bytes; `digest` is their SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

import msgspec

from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One session of one day. `key` counts from 0 in order of time; `start` and `end` are minutes after midnight."""

    key: int
    on: date
    session: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: int
    code: str
    subject: str
    grade: str


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much work on a standard matters to a child: 4p(1-p), times what `Assumptions.on_goal` says on a goal."""

    standard: int
    value: float
    p: float
    on_goal: bool = False


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Work that goals gave a child in one program: in which slots it may be done, and the assignments' ids."""

    program: str
    standard: int
    slots: tuple[int, ...]
    works: tuple[str, ...] = ()


class Served(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A child is with the adult of a service in a slot. There is no field for what it is."""

    slot: int
    adult: int
    room: int | None = None


class Child(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`floor` is how many adult-led sessions of the week the child should have; `language` the one in which adults
    must lead, where that is required. `response` multiplies a modality's response for this child (1 where absent)."""

    number: int
    school_class: int
    grade: str
    floor: int
    needs: tuple[Need, ...]
    given: tuple[Given, ...] = ()
    away: tuple[int, ...] = ()
    services: tuple[Served, ...] = ()
    language: str = ""
    response: dict[Modality, float] = {}


class Teaches(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an adult is qualified for: a subject in some grades; a blank subject is every one, no grade is all."""

    subject: str = ""
    grades: tuple[str, ...] = ()


class Adult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`leads` is the modality of the groups that the adult may lead: tutoring, or teacher-led for a teacher's class."""

    number: int
    leads: Modality
    slots: tuple[int, ...]
    teaches: tuple[Teaches, ...]
    languages: tuple[str, ...] = ("en",)
    school_class: int | None = None
    room: int | None = None


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: int
    kind: str
    seats: int
    devices: int


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vendor's licence: `concurrent` children at once (None: no limit); minutes a child and week, by grade.

    `least` is a floor with a price, never a reason to have no plan; `most` is kept.
    """

    slug: str
    concurrent: int | None = None
    least: dict[str, int] = {}
    most: dict[str, int] = {}


class Running(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of last week; the plan gains by going on with it."""

    adult: int
    standard: int
    children: tuple[int, ...]


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two children who may not, or must, be in one group. There is no field for why."""

    one: int
    other: int
    together: bool = False


class Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person, or a study's draw, has decided of a child's slot. Blank parts are open."""

    child: int
    slot: int
    modality: Modality
    adult: int | None = None
    program: str = ""
    standard: int | None = None


class Sizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Least and most children of a group, by modality. `small` is where a tutor's group counts as a larger one.

    Where a day was planned anew because somebody is missing, groups may run with fewer: `eased_…` children at least.
    """

    tutoring: tuple[int, int] = (3, 6)
    small: int = 4
    teacher_led: tuple[int, int] = (4, 8)
    peer: tuple[int, int] = (4, 5)
    eased_tutoring: int = 2
    eased_teacher_led: int = 3


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sessions of a child's week at most."""

    program: int = 2
    technology: int = 3
    independent: int = 2
    peer: int = 2


RESPONSE = {
    Modality.TUTORING: 0.20,
    Modality.TEACHER_LED: 0.14,
    Modality.TECHNOLOGY: 0.10,
    Modality.PEER: 0.055,
    Modality.INDEPENDENT: 0.045,
}


class Assumptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is assumed of what helps, until data say otherwise. Invented: pages say so beside every value.

    `response` is what a whole session of `session` minutes is worth at a need of 1. The second meeting of a tutoring
    group on one standard is worth `second` - 1 times the first; a group larger than `Sizes.small` is worth `larger`.
    Working again on a standard by oneself costs `repeat`; a missed minute of a program's least costs `missed_minute`.
    """

    response: dict[Modality, float] = msgspec.field(default_factory=RESPONSE.copy)
    session: int = 30
    on_goal: float = 1.3
    second: float = 1.8
    larger: float = 0.85
    repeat: float = 0.02
    missed_minute: float = 0.0005
    running: float = 0.02
    learned: bool = False


class Equity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Children whose mean of adult-led sessions must be `least` of the mean of all. The name is a key, never shown."""

    name: str
    children: tuple[int, ...]
    least: float = 0.95


class Instance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One school's flexible block of one week. `seats` and `independent` are places of the lab, and of independent
    work, in each slot. `eased` are the slots of days that were planned anew, where groups may be smaller. All rules are
    hard but for `floor`, `least` and `equity`, which are floors: missed only where nothing else can be done, and
    listed."""

    school: int
    week: date
    slots: tuple[Slot, ...]
    standards: tuple[Standard, ...]
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    rooms: tuple[Room, ...]
    programs: tuple[Program, ...]
    seats: tuple[int, ...]
    independent: tuple[int, ...]
    running: tuple[Running, ...] = ()
    pairs: tuple[Pair, ...] = ()
    locks: tuple[Lock, ...] = ()
    equity: tuple[Equity, ...] = ()
    eased: tuple[int, ...] = ()
    sizes: Sizes = Sizes()
    limits: Limits = Limits()
    assumptions: Assumptions = Assumptions()
    format: str = "homeroom block 1"

    def __post_init__(self) -> None:
        """Raises RotationError where a part names another that is not there."""
        for what in _strays(self):
            raise RotationError(what)


def _strays(one: Instance) -> list[str]:
    slots, adults = range(len(one.slots)), {adult.number for adult in one.adults}
    children, standards = {child.number for child in one.children}, range(len(one.standards))
    found: list[str] = []
    if [slot.key for slot in one.slots] != list(slots) or [own.key for own in one.standards] != list(standards):
        found.append("The slots and the standards are to be counted from 0, in order.")
    if len(children) != len(one.children) or len(adults) != len(one.adults):
        found.append("A child or an adult stands there twice.")
    if len(one.seats) != len(one.slots) or len(one.independent) != len(one.slots):
        found.append("Each slot needs its number of seats in the lab, and of places for independent work.")
    named: Mapping[str, set[int]] = {
        "slot": {
            *(slot for child in one.children for slot in child.away),
            *(served.slot for child in one.children for served in child.services),
            *(slot for child in one.children for given in child.given for slot in given.slots),
            *(slot for adult in one.adults for slot in adult.slots),
            *(lock.slot for lock in one.locks),
            *one.eased,
        }
        - set(slots),
        "standard": {
            *(need.standard for child in one.children for need in child.needs),
            *(given.standard for child in one.children for given in child.given),
            *(running.standard for running in one.running),
        }
        - set(standards),
        "child": {
            *(number for pair in one.pairs for number in (pair.one, pair.other)),
            *(lock.child for lock in one.locks),
            *(number for running in one.running for number in running.children),
            *(number for band in one.equity for number in band.children),
        }
        - children,
        "adult": {running.adult for running in one.running} - adults,
    }
    return found + [f"There is no {what} {sorted(lost)[0]}." for what, lost in named.items() if lost]


def as_json(one: Instance) -> bytes:
    return msgspec.json.encode(one, order="deterministic")


def from_json(text: bytes) -> Instance:
    """Raises RotationError for a file that is damaged or something else."""
    try:
        return msgspec.json.decode(text, type=Instance)
    except msgspec.MsgspecError as why:
        raise RotationError(f"This is no file of a flexible block: {why}.") from why


def digest(one: Instance) -> str:
    return hashlib.sha256(as_json(one)).hexdigest()
