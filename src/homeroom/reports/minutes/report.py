"""Some weeks of a school: minutes planned and delivered by activity, and beside them how mastery changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.evidence.mastery_change import WEEKS
from homeroom.evidence.minutes import Activity
from homeroom.reports.freshness import Freshness
from homeroom.reports.monday.report import Room
from homeroom.reports.rules import Rule
from homeroom.reports.values import NO_EVIDENCE, State, Value, known
from homeroom.reports.week import Week
from homeroom.rotation.minutes import Minutes


@dataclass(frozen=True)
class Span:
    """So many weeks up to this one."""

    last: Week
    weeks: int = WEEKS

    @property
    def first(self) -> Week:
        return self.last.shifted(1 - self.weeks)

    @property
    def all(self) -> tuple[Week, ...]:
        return tuple(self.first.shifted(at) for at in range(self.weeks))

    def __str__(self) -> str:
        return f"{self.first}-to-{self.last}"


@dataclass(frozen=True)
class Line:
    """Minutes of one activity, or of all where it is None. `weeks` are those of the children, each with a plan."""

    activity: Activity | None
    minutes: Minutes
    weeks: int

    @property
    def delivered(self) -> Value:
        """Where nothing has been told there is no number: it may have been all of it, or nothing."""
        told = self.minutes
        if told.delivered or told.missed or not (told.late or told.not_recorded or told.waiting):
            return self._each(told.delivered)
        return Value(State.LATE) if told.late else NO_EVIDENCE

    @property
    def values(self) -> tuple[Value, ...]:
        """A child and week: planned; delivered, not held, not recorded, late; and beyond the plan."""
        told = self.minutes
        rest = (told.missed, told.not_recorded, told.late + told.waiting, told.beyond)
        return (self._each(told.planned), self.delivered, *map(self._each, rest))

    def _each(self, minutes: float) -> Value:
        return known(minutes / self.weeks, self.weeks, "minutes") if self.weeks else NO_EVIDENCE


@dataclass(frozen=True)
class Mastery:
    """Shares mastered of what was worked on, before and after; by how many points that differs, and between which
    ends. `children` and `standards` (of each child, added up) are what it rests on."""

    before: Value = NO_EVIDENCE
    after: Value = NO_EVIDENCE
    points: Value = NO_EVIDENCE
    low: Value = NO_EVIDENCE
    high: Value = NO_EVIDENCE
    children: int = 0
    standards: int = 0


@dataclass(frozen=True)
class Of:
    """One class, or all of them where `room` is None: `planned` of its children had a plan in these weeks."""

    room: Room | None
    children: int
    planned: int
    lines: tuple[Line, ...]
    mastery: Mastery


@dataclass(frozen=True)
class Beside:
    """`classes` stand by title; `whole` counts each child once. `limits` say what can't be read out of it."""

    school: int
    title: str
    span: Span
    lead: str
    whole: Of
    classes: tuple[Of, ...]
    definitions: tuple[tuple[Activity, str], ...]
    freshness: tuple[Freshness, ...]
    rules: tuple[Rule, ...]
    limits: tuple[str, ...]
    notes: tuple[str, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        return f"minutes-mastery-{self.school}-{self.span}"
