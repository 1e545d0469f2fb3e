"""One day of a school's flexible block, as far as one reader sees it: sessions, meetings in them, children in those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import Enum

from homeroom.reports.class_week.report import Named
from homeroom.rotation.block.modality import Modality


class Standing(Enum):
    """Why there are sessions, or none."""

    PLANNED = "planned"
    NO_SCHOOL = "no school"
    NOT_PUBLISHED = "not published"
    ENDED = "ended"
    NO_BLOCK = "no block"


class Phase(Enum):
    """When a session is, by the clock; on any other day than today all are `LATER`."""

    OVER = "over"
    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Adult:
    """`absent`: on the day, for the whole of it or while a session lasts."""

    number: int
    name: str
    absent: bool = False

    @property
    def key(self) -> str:
        return f"adult-{self.number}"


@dataclass(frozen=True)
class Spot:
    """A room; where the plan names none, the lab, or the classroom of a class. A blank `key` is nowhere in particular.

    `key` is a name for addresses: `room-4`, `class-7`, `lab`.
    """

    key: str
    words: str


@dataclass(frozen=True)
class Work:
    """Something to open: a lesson, or the standard where none is named. `link` is blank where no address is known."""

    words: str
    link: str = ""


@dataclass(frozen=True)
class Sitter:
    """A child in a meeting. `short` is the name that lies about on paper; `seat` what the child's device has told."""

    child: Named
    short: str
    room: str
    works: tuple[Work, ...] = ()
    absent: bool = False
    seat: str = ""


@dataclass(frozen=True)
class Meeting:
    """Children in one place in one session who do the same: a group with its adult, a program, work of their own.

    `key` stays the same while the plan does. `others` counts children whom the reader does not see.
    """

    key: str
    modality: Modality
    spot: Spot
    adult: Adult | None
    code: str
    title: str
    program: str
    program_name: str
    sitters: tuple[Sitter, ...]
    others: int = 0

    @property
    def is_online(self) -> bool:
        """Its minutes are told by the program, so nobody ticks them."""
        return self.modality is Modality.TECHNOLOGY

    @property
    def here(self) -> tuple[Sitter, ...]:
        return tuple(one for one in self.sitters if not one.absent)

    def is_of(self, whose: str) -> bool:
        return whose in (self.spot.key, self.adult.key if self.adult else "")


@dataclass(frozen=True)
class Sitting:
    """One session of the day. Two classes with other bells have sessions of other numbers."""

    number: int
    start: time
    end: time
    phase: Phase
    meetings: tuple[Meeting, ...]

    @property
    def children(self) -> int:
        """Those whom the reader sees and who are not absent."""
        return len({one.child.number for meeting in self.meetings for one in meeting.here})


@dataclass(frozen=True)
class Gone:
    """Somebody who is absent, a child or an adult. Blank times: all day. `noted_in_lab`: on the Lab Board alone."""

    name: str
    number: int
    is_adult: bool
    starts_at: time | None = None
    ends_at: time | None = None
    noted_in_lab: bool = False


@dataclass(frozen=True)
class TodayInTheLab:
    """`version` is that of the plan, 0 where none is published. `children` are those of the day whom the reader sees,
    `in_order` these and who is absent, by name; `unseen` counts all others of the plan's day. `shown` narrows it to
    one adult or place of `choices`, blank for all."""

    school: int
    title: str
    on: date
    at: datetime
    is_today: bool
    standing: Standing
    closed: str
    version: int
    sittings: tuple[Sitting, ...] = ()
    gone: tuple[Gone, ...] = ()
    children: tuple[int, ...] = ()
    in_order: tuple[int, ...] = ()
    unseen: int = 0
    shown: str = ""
    choices: tuple[Spot, ...] = ()
    drawn_from: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """Without an ending."""
        shown = f"-{self.shown}" if self.shown else ""
        return f"school-{self.school}-today-{self.on.isoformat()}{shown}"

    @property
    def meetings(self) -> Iterator[Meeting]:
        for sitting in self.sittings:
            yield from sitting.meetings

    @property
    def adults(self) -> tuple[Adult, ...]:
        """Whoever leads or meets somebody, by name."""
        found = {one.adult.number: one.adult for one in self.meetings if one.adult}
        return tuple(sorted(found.values(), key=lambda one: (one.name, one.number)))

    @property
    def spots(self) -> tuple[Spot, ...]:
        found = {one.spot.key: one.spot for one in self.meetings if one.spot.key}
        return tuple(sorted(found.values(), key=lambda one: (one.words, one.key)))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The children who are named in what is shown."""
        named = {one.child.number for meeting in self.meetings for one in meeting.sitters}
        return tuple(sorted(named | {one.number for one in self.gone if not one.is_adult}))

    @property
    def owners(self) -> tuple[Spot, ...]:
        """Adults, then places, each with its key."""
        return (*(Spot(one.key, one.name) for one in self.adults), *self.spots)

    def of(self, phase: Phase) -> Sequence[Sitting]:
        return [one for one in self.sittings if one.phase is phase]

    def only(self, whose: str) -> TodayInTheLab:
        """The same day of one adult or place; of one that is not there, the whole."""
        if all(one.key != whose for one in self.choices):
            return self
        left = (
            replace(one, meetings=tuple(meeting for meeting in one.meetings if meeting.is_of(whose)))
            for one in self.sittings
        )
        return replace(self, shown=whose, sittings=tuple(one for one in left if one.meetings))
