"""The weekly report of one class: the one object that the screen, the print and the CSV share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.cautions import Caution
from homeroom.reports.class_week.on_plan import OnPlan
from homeroom.reports.estimates import Known
from homeroom.reports.freshness import Freshness
from homeroom.reports.rules import Rule
from homeroom.reports.values import NO_EVIDENCE, Value
from homeroom.reports.week import Week


@dataclass(frozen=True)
class Named:
    """A child as a report names it. `number` is the opaque student number."""

    number: int
    name: str


@dataclass(frozen=True)
class Mention:
    """A child in an action, with the child's own evidence in words."""

    child: Named
    words: str = ""


@dataclass(frozen=True)
class Action:
    """One "do next" line: what to do, who, on what evidence, by which rule; a small group names its `standard`."""

    kind: str
    what: str
    who: tuple[Mention, ...]
    evidence: str
    rule: Rule
    standard: str = ""


@dataclass(frozen=True)
class MinutesColumn:
    """A program's minutes under one definition. Never added to another column's."""

    program: str
    name: str
    definition: str
    children: int
    median: Value


@dataclass(frozen=True)
class StandardColumn:
    """A standard that the class worked on in the window."""

    code: str
    title: str
    answers: int
    right: int
    children: int
    this_week: int


@dataclass(frozen=True)
class KnownColumn:
    """A standard that something is known of, for this many children; `is_own` where it is of the class's grade."""

    code: str
    title: str
    children: int
    is_own: bool


@dataclass(frozen=True)
class LevelColumn:
    """One part of one assessment; `objective` is blank for the whole, `period` where children differ in it."""

    program: str
    name: str
    assessment: str
    objective: str
    period: str = ""

    @property
    def words(self) -> str:
        return f"{self.name}: {self.objective or self.assessment}" + (f" ({self.period})" if self.period else "")


@dataclass(frozen=True)
class Cell:
    """A child's work on one standard in the window. `share` carries its state."""

    share: Value = NO_EVIDENCE
    right: int = 0
    answers: int = 0
    lessons: int = 0
    passed: int = 0
    not_moving: bool = False


@dataclass(frozen=True)
class Lessons:
    """Different lessons tried and passed, and of how many programs we know them."""

    tried: Value = NO_EVIDENCE
    passed: Value = NO_EVIDENCE


@dataclass(frozen=True)
class Level:
    """The latest result of one part of an assessment, in the vendor's own words."""

    words: str
    on: date


@dataclass(frozen=True)
class Row:
    """One child of the class. The tuples run beside the report's columns of the same name."""

    child: Named
    worked: bool
    minutes: tuple[Value, ...]
    minutes_so_far: tuple[Value, ...]
    lessons: Lessons
    lessons_so_far: Lessons
    cells: tuple[Cell, ...]
    levels: tuple[Level | None, ...]
    known: tuple[Known, ...]


@dataclass(frozen=True)
class ClassWeek:
    """`standards` holds all columns; the first `shown_standards` are the page's, the CSV has every one.

    `known_standards` are the columns of what is estimated, the class's own grade first; `estimated_on` is None before
    the first night that estimated any of these children.
    """

    class_id: int
    title: str
    school: str
    week: Week
    lead: str
    freshness: tuple[Freshness, ...]
    actions: tuple[Action, ...]
    more_actions: int
    on_plan: OnPlan | None
    minutes: tuple[MinutesColumn, ...]
    standards: tuple[StandardColumn, ...]
    shown_standards: int
    known_standards: tuple[KnownColumn, ...]
    about: str
    estimated_on: date | None
    cautions: tuple[Caution, ...]
    levels: tuple[LevelColumn, ...]
    shown_levels: int
    has_lessons: bool
    rows: tuple[Row, ...]
    no_work: tuple[Named, ...]
    not_moving: tuple[Named, ...]
    notes: tuple[str, ...]
    drawn_from: Mapping[str, int]

    @property
    def own_standards(self) -> int:
        """How many of `known_standards` are of the class's own grade: they come first."""
        return sum(column.is_own for column in self.known_standards)

    @property
    def file_name(self) -> str:
        """Without an ending."""
        return f"class-{self.class_id}-{self.week}"
