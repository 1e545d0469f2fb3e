"""The report of one child: effort and result apart, thirty days over all programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from homeroom.mastery.rules import Rule
from homeroom.mastery.state import State
from homeroom.reports.cautions import Caution
from homeroom.reports.class_week.report import Cell, Lessons, Named
from homeroom.reports.estimates import NOTHING, Known
from homeroom.reports.freshness import Freshness
from homeroom.reports.languages import kept
from homeroom.reports.no_standard import NoStandard
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
    """One standard: what is known, and the answers of the window; `run` is the evidence where it does not move."""

    code: str
    title: str
    cell: Cell
    run: str
    known: Known = NOTHING

    @property
    def was_worked_on(self) -> bool:
        """Whether the window holds work on it, or the rule of not moving speaks of it."""
        return bool(self.cell.answers or self.cell.lessons or self.run)


@dataclass(frozen=True)
class Step:
    """A standard to work on next, and why, as the night wrote it down in English; `why` says it in any language."""

    code: str
    title: str
    reason: str

    @property
    def why(self) -> str:
        return kept.said(self.reason) or self.reason


@dataclass(frozen=True)
class Said:
    """A teacher's word on one standard of the list: it comes first, or is left out, until somebody lifts it."""

    number: int
    code: str
    title: str
    is_first: bool
    reason: str
    by: str
    since: date

    @property
    def words(self) -> str:
        return gettext("put first") if self.is_first else gettext("left out")


@dataclass(frozen=True)
class Flag:
    """A rule that the child's work meets, and the counts it rests on. `code` is blank where it is about no standard.

    `evidence` is as the night wrote it down in English; `why` says it in any language.
    """

    rule: Rule
    code: str
    title: str
    evidence: str

    @property
    def why(self) -> str:
        return kept.said(self.evidence) or self.evidence

    @property
    def name(self) -> str:
        """The rule's own, with which its sentence begins."""
        return self.rule.words.partition(": ")[0]

    @property
    def words(self) -> str:
        """The rest of the rule's sentence."""
        said = self.rule.words.partition(": ")[2]
        return f"{said[:1].upper()}{said[1:]}"


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
        told = {"result": self.words, "score": self.score}
        return gettext("%(result)s, score %(score)s") % told if self.score else self.words


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
        told = {"right": self.marked_right, "answers": self.answers, "score": self.raw_score}
        if self.raw_score:
            return (
                gettext(
                    "The file marks %(right)s of %(answers)s answers right, yet its raw score is "
                    "%(score)s. Both can't be "
                    "true, so none of these answers is counted, and none moves an estimate."
                )
                % told
            )
        return (
            gettext(
                "The file marks %(right)s of %(answers)s answers right, yet its raw score says otherwise. "
                "Both can't be "
                "true, so none of these answers is counted, and none moves an estimate."
            )
            % told
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
    estimated_on: date | None
    cautions: tuple[Caution, ...]
    steps: tuple[Step, ...]
    said: tuple[Said, ...]
    flags: tuple[Flag, ...]
    no_standard: tuple[NoStandard, ...]
    levels: tuple[LevelResult, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    timeline_days: tuple[date, ...]
    timeline: tuple[TimelineRow, ...]
    notes: tuple[str, ...]
    drawn_from: Mapping[str, int]

    @property
    def by_state(self) -> Mapping[State, int]:
        """How many standards stand at each state, the surest state first; those without evidence are left out."""
        counts = Counter(result.known.shown for result in self.standards)
        return {state: counts[state] for state in reversed(State) if counts[state] and state is not State.NO_EVIDENCE}

    @property
    def file_name(self) -> str:
        """Without an ending."""
        return f"student-{self.child.number}-{self.week}"
