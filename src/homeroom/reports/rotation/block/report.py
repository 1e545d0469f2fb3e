"""What the pages and files of the flexible block are drawn from. Who is not visible to the reader is counted only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from homeroom.reports.class_week.report import Named


@dataclass(frozen=True)
class Shown:
    """Children: those whom the reader sees by name, and how many more there are."""

    children: tuple[Named, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.children) + self.more


NOBODY = Shown()


@dataclass(frozen=True)
class GroupTold:
    """A group in one session. `adult` is blank for a peer project; `goes_on`: it is one of last week's."""

    kind: str
    adult: str
    room: str
    code: str
    title: str
    members: Shown
    goes_on: bool


@dataclass(frozen=True)
class ProgramTold:
    """Who works in a program in one session; `licences` is None where it has no limit."""

    name: str
    members: Shown
    licences: int | None


@dataclass(frozen=True)
class MeetingTold:
    """Children who meet an adult then. Nothing says what for."""

    adult: str
    room: str
    members: Shown


@dataclass(frozen=True)
class SessionTold:
    """One session of one day. `seats` are the lab's, `places` those of independent work."""

    slot: int
    day: date
    number: int
    starts_at: time
    ends_at: time
    seats: int
    places: int
    groups: tuple[GroupTold, ...]
    programs: tuple[ProgramTold, ...]
    meetings: tuple[MeetingTold, ...]
    independent: Shown
    overflow: Shown

    @property
    def online(self) -> int:
        return sum(one.members.count for one in self.programs)

    def shown(self) -> Iterator[Shown]:
        for listed in (self.groups, self.programs, self.meetings):
            yield from (one.members for one in listed)
        yield from (self.independent, self.overflow)


@dataclass(frozen=True)
class Found:
    """Something about the plan in words, where that is, and whom it is about."""

    rule: str
    words: str
    where: str = ""
    members: Shown = NOBODY


@dataclass(frozen=True)
class ObjectionTold:
    """A teacher's disagreement, and what came of it; `answer` is blank where nobody has said so far."""

    number: int
    child: Named
    where: str
    reason: str
    by: str
    answer: str
    answered_by: str


@dataclass(frozen=True)
class PlanTold:
    """One version, for a list of them and for the head of its page."""

    number: int
    week: date
    version: int
    state: str
    state_words: str
    made: str
    since: str
    how: str


@dataclass(frozen=True)
class BlockReport:
    """A plan on one day, or on all days of its week where `day` is None. `unmet` and `overflow` come first."""

    school: int
    school_name: str
    plan: PlanTold
    day: date | None
    days: tuple[date, ...]
    sessions: tuple[SessionTold, ...]
    unmet: tuple[Found, ...]
    overflow: tuple[Found, ...]
    broken: tuple[Found, ...]
    quality: tuple[str, ...]
    since: tuple[Found, ...]
    objections: tuple[ObjectionTold, ...]
    unseen: int

    @property
    def file_name(self) -> str:
        return f"block-{self.plan.week}-version-{self.plan.version}" + (f"-{self.day}" if self.day else "")

    @property
    def children(self) -> list[int]:
        """Everybody who is named, for the audit log."""
        listed = [one for session in self.sessions for one in session.shown()]
        listed += [one.members for one in (*self.unmet, *self.overflow, *self.broken, *self.since)]
        named = {child.number for one in listed for child in one.children}
        return sorted(named | {one.child.number for one in self.objections})
