"""The report of a class's small groups: the one object that the screen, the printed lists and the CSV share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from homeroom.mastery.state import State
from homeroom.reports.cautions import Caution
from homeroom.reports.class_week.report import Named
from homeroom.reports.freshness import Freshness
from homeroom.reports.languages.kept import said


@dataclass(frozen=True)
class Member:
    """A child in a group. `state` is a teacher's word where there is one (`is_set`), else what the evidence says.

    `also` names the other kept groups that the child is in.
    """

    child: Named
    state: State
    is_set: bool
    answers: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggested:
    """A group that last night's estimates suggest. `since` is the day from which on it has been suggested."""

    place: int
    code: str
    title: str
    reason: str
    since: date | None
    members: tuple[Member, ...]

    @property
    def why(self) -> str:
        """The reason, which is kept in English, in the language spoken."""
        return said(self.reason) or self.reason

    @property
    def shown(self) -> str:
        """What was shown, in short: whoever keeps it says which suggestion they mean."""
        return "-".join([self.code, *(str(one.child.number) for one in self.members)])


@dataclass(frozen=True)
class Adult:
    """Somebody who works with a group, or may."""

    number: int
    name: str


@dataclass(frozen=True)
class Kept:
    """A group that a teacher keeps. `label` tells it from the class's others; `gone` are no longer in the class.

    `state` is the number of its last change: whoever changes it says which one they saw.
    """

    number: int
    label: str
    code: str
    title: str
    reason: str
    adult: Adult | None
    begins_on: date
    ends_on: date
    members: tuple[Member, ...]
    gone: int
    state: int
    notes: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reason, which is kept in English, in the language spoken."""
        return said(self.reason) or self.reason

    @property
    def children(self) -> tuple[Named, ...]:
        return tuple(member.child for member in self.members)


@dataclass(frozen=True)
class Ended:
    """A group that has ended. Until a day what was seen in it can still be entered."""

    number: int
    label: str
    last_day: date
    open_until: date


@dataclass(frozen=True)
class LeftOut:
    """A child in no group, suggested or kept, and why."""

    child: Named
    reason: str

    @property
    def why(self) -> str:
        """The reason, which is kept in English, in the language spoken."""
        return said(self.reason) or self.reason


@dataclass(frozen=True)
class Change:
    """A change of a group that can still be undone."""

    number: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ClassGroups:
    """`as_of` is the night of the suggestions; none before the first night that grouped the class.

    `adults`, `children` and `standards` (code and title) are what a teacher may choose from.
    """

    class_id: int
    title: str
    school: str
    lead: str
    as_of: date | None
    freshness: tuple[Freshness, ...]
    suggested: tuple[Suggested, ...]
    kept: tuple[Kept, ...]
    ended: tuple[Ended, ...]
    left_out: tuple[LeftOut, ...]
    changes: tuple[Change, ...]
    adults: tuple[Adult, ...]
    children: tuple[Named, ...]
    standards: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    cautions: tuple[Caution, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        """Without an ending."""
        return f"class-{self.class_id}-groups"

    def group(self, number: int) -> Kept | None:
        return next((one for one in self.kept if one.number == number), None)
