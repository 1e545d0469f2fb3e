"""The report of a school's week as its principal reads it: teachers by name, each beside the own past weeks alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.cautions import Caution
from homeroom.reports.freshness import Freshness
from homeroom.reports.rules import Rule
from homeroom.reports.values import NO_EVIDENCE, Value
from homeroom.reports.week import Week


@dataclass(frozen=True)
class Room:
    """A class, by its number."""

    number: int
    title: str


@dataclass(frozen=True)
class MinutesColumn:
    """A program's minutes under one definition. Never added to another column's."""

    program: str
    name: str
    definition: str


@dataclass(frozen=True)
class Spent:
    """Children with minutes in the week, their middle one, and the middles of the own weeks before, newest first."""

    children: Value
    middle: Value
    before: tuple[Value, ...]


@dataclass(frozen=True)
class Mastery:
    """The share mastered of children × standards worked on, with its range; `told` of them have a state, `thin` not."""

    share: Value = NO_EVIDENCE
    low: Value = NO_EVIDENCE
    high: Value = NO_EVIDENCE
    told: int = 0
    thin: int = 0


@dataclass(frozen=True)
class Line:
    """One teacher's children; of a room that the roster names nobody for, `teacher` is blank.

    `minutes` runs beside the report's columns. `late` are the programs whose data of these children are late.
    """

    teacher: str
    rooms: tuple[Room, ...]
    children: int
    late: tuple[str, ...]
    worked: Value
    minutes: tuple[Spent, ...]
    mastery: Mastery
    groups: int
    with_results: int


@dataclass(frozen=True)
class Visit:
    """A room to visit: who teaches there, why, by which rule, and how many children it is about."""

    room: Room
    teachers: tuple[str, ...]
    reason: str
    rule: Rule
    children: int


@dataclass(frozen=True)
class Monday:
    """`lines` are alphabetical. `whole` is all of the school's children together, each counted once."""

    school: int
    title: str
    week: Week
    lead: str
    freshness: tuple[Freshness, ...]
    visits: tuple[Visit, ...]
    more_visits: int
    minutes: tuple[MinutesColumn, ...]
    lines: tuple[Line, ...]
    whole: Line
    estimated_on: date | None
    cautions: tuple[Caution, ...]
    notes: tuple[str, ...]
    rules: tuple[Rule, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        return f"monday-{self.school}-{self.week}"
