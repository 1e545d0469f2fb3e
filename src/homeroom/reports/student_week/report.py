"""The report of one child: effort and result apart, thirty days over all programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.class_week.report import Cell, Lessons, Named
from homeroom.reports.freshness import Freshness
from homeroom.reports.values import Value
from homeroom.reports.week import Week


@dataclass(frozen=True)
class Effort:
    """One program's minutes under one definition."""

    name: str
    definition: str
    this_week: Value
    so_far: Value


@dataclass(frozen=True)
class LessonEffort:
    """One program's lessons."""

    name: str
    this_week: Lessons
    so_far: Lessons


@dataclass(frozen=True)
class StandardResult:
    """One standard the child worked on in the window; `run` is the rule's evidence where the child is not moving."""

    code: str
    title: str
    cell: Cell
    run: str


@dataclass(frozen=True)
class LevelResult:
    """The latest sitting of one part of an assessment: its headline and the `rest`, by the vendor's column names.

    `score` is the best of the scores among the rest; blank where the headline is a score itself, or there is none.
    """

    name: str
    assessment: str
    objective: str
    method: str
    words: str
    rest: tuple[tuple[str, str], ...]
    on: date
    score: str = ""

    @property
    def short(self) -> str:
        return f"{self.words}, score {self.score}" if self.score else self.words


@dataclass(frozen=True)
class Claim:
    """A program's own words on a standard, by the vendor's column names."""

    name: str
    standard: str
    values: tuple[tuple[str, str], ...]
    on: date


@dataclass(frozen=True)
class Contradiction:
    """A sitting whose marked answers are not what its own raw score says; blank where the score was not told."""

    name: str
    assessment: str
    answers: int
    marked_right: int
    raw_score: str
    on: date

    @property
    def words(self) -> str:
        score = f"its raw score is {self.raw_score}" if self.raw_score else "its raw score says otherwise"
        return (
            f"The file marks {self.marked_right} of {self.answers} answers right, yet {score}. "
            "Both can't be true, so none of these answers is counted."
        )


@dataclass(frozen=True)
class Day:
    """What one program saw of the child on one day."""

    on: date
    words: str


@dataclass(frozen=True)
class TimelineRow:
    """One program's days with work within the timeline."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class StudentWeek:
    """`timeline_days` are all days of the timeline, oldest first."""

    child: Named
    grade: str
    classes: tuple[str, ...]
    week: Week
    lead: str
    freshness: tuple[Freshness, ...]
    effort: tuple[Effort, ...]
    lessons: tuple[LessonEffort, ...]
    standards: tuple[StandardResult, ...]
    levels: tuple[LevelResult, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    timeline_days: tuple[date, ...]
    timeline: tuple[TimelineRow, ...]
    notes: tuple[str, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        return f"student-{self.child.number}-{self.week}.csv"
