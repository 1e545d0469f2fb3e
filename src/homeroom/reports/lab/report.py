"""The report of a learning lab at one moment: the one object that the screen, the files and the polls share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from django.utils.translation import gettext

from homeroom.reports.class_week.report import Named


class Here(Enum):
    """Where a child is, as far as the lab knows. `EXPECTED`: on the list, and no feed says whether they are in."""

    NEEDS_HELP = "needs help"
    NOT_IN = "not in"
    IDLE = "idle"
    WORKING = "working"
    ABSENT = "absent"
    EXPECTED = "expected"

    @property
    def words(self) -> str:
        return {
            Here.NEEDS_HELP: gettext("Needs help"),
            Here.NOT_IN: gettext("Not in"),
            Here.IDLE: gettext("Idle"),
            Here.WORKING: gettext("Working"),
            Here.ABSENT: gettext("Absent"),
            Here.EXPECTED: gettext("Expected"),
        }[self]

    @property
    def glyph(self) -> str:
        return GLYPHS[self]


GLYPHS = {
    Here.NEEDS_HELP: "!",
    Here.NOT_IN: "○",
    Here.IDLE: "◔",
    Here.WORKING: "●",
    Here.ABSENT: "–",
    Here.EXPECTED: "·",
}


class Hearing(Enum):
    """What stands behind the states. `NONE`: no feed yet; `NOTHING`: nothing told today; `SILENT`: nothing lately."""

    NONE = "none"
    NOTHING = "nothing"
    SILENT = "silent"
    HEARD = "heard"


@dataclass(frozen=True)
class Room:
    """One of the lab's classes, with how many of its children the reader sees on the whole board."""

    number: int
    title: str
    children: int


@dataclass(frozen=True)
class Help:
    """One line of the help log."""

    child: Named
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Seat:
    """One child of the board. `program` is a name, blank where none is open; `since` is when it was opened, or that
    of the sign-in.

    `silent`: what is said was last known at `heard`. `noted_absent` stays where a child came in after all.
    `helped` counts the help log of today.
    """

    child: Named
    rooms: tuple[str, ...]
    here: Here
    program: str = ""
    since: datetime | None = None
    asked: datetime | None = None
    heard: datetime | None = None
    silent: bool = False
    noted_absent: bool = False
    seat: str = ""
    helped: int = 0


@dataclass(frozen=True)
class LabBoard:
    """The lab's children whom the reader sees, in the classes that were chosen (`chosen`; none is all), by name.

    `closed` is why no school is held today; blank on a school day. `has_lab`: somebody runs a lab at this school.
    """

    school: int
    title: str
    on: date
    at: datetime
    hearing: Hearing
    heard: datetime | None
    played: bool
    is_school_day: bool
    closed: str
    has_lab: bool
    rooms: tuple[Room, ...]
    chosen: tuple[int, ...]
    seats: tuple[Seat, ...]
    helps: tuple[Help, ...]
    drawn_from: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """Without an ending."""
        return f"school-{self.school}-lab-{self.on.isoformat()}"

    @property
    def counts(self) -> Mapping[Here, int]:
        """How many children are in each state that the board can tell, in the order of their urgency."""
        told = [Here.EXPECTED, Here.ABSENT] if self.hearing in (Hearing.NONE, Hearing.NOTHING) else list(Here)[:-1]
        return {state: sum(seat.here is state for seat in self.seats) for state in told}
