"""What a goal's pages and files share: the work that is proposed, and what became of the work that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from homeroom.goals.judging import Outcome as Judgement
from homeroom.goals.lags import Lag
from homeroom.goals.sent import Outcome
from homeroom.reports.class_week.report import Named
from homeroom.reports.rules import Rule
from homeroom.reports.values import Value


@dataclass(frozen=True)
class Work:
    """One piece of work of one child. `program` is blank for work without one; `name` is the program's.

    `lesson` is the program's title, blank where none is named; `serves` the goal's standard where it is another.
    `reason` is kept in English, `why` is the same in the language spoken.
    """

    program: str
    name: str
    code: str
    title: str
    serves: str
    lesson: str
    minutes: int
    reason: str
    why: str
    channel: str


@dataclass(frozen=True)
class ChildWork:
    """What is proposed for one child; `without` says why where that is nothing."""

    child: Named
    works: tuple[Work, ...]
    without: str = ""

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.works)


@dataclass(frozen=True)
class Check:
    """One thing to look at before sending, with its children (`who`) and standards; `fine`: nothing to look at."""

    key: str
    fine: bool
    words: str
    rule: Rule
    who: tuple[tuple[Named, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GoalWork:
    """The work proposed for a goal. `by_program` counts children and pieces by program and channel."""

    goal: int
    title: str
    children: tuple[ChildWork, ...]
    checks: tuple[Check, ...]
    by_program: tuple[ProgramPlan, ...]
    drawn_from: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def pieces(self) -> int:
        return sum(len(one.works) for one in self.children)


@dataclass(frozen=True)
class ProgramPlan:
    """One program and channel of a proposal."""

    program: str
    name: str
    channel: str
    children: int
    pieces: int


@dataclass(frozen=True)
class Done:
    """One piece of sent work and what became of it.

    `sending` is what its channel knows, in words; `before` what was tried first and did not work, blank for nothing.
    `last_on` is the day of the state.
    """

    number: str
    work: Work
    outcome: Outcome
    sending: str
    before: str
    state: str
    last_on: date | None


@dataclass(frozen=True)
class ChildDone:
    """`evidence` is what the judgement rests on: ordinary items, checks, lessons or minutes, as the goal is judged."""

    child: Named
    judged: Judgement
    evidence: Value
    works: tuple[Done, ...]


@dataclass(frozen=True)
class ProgramResult:
    """One program: how many pieces came how far in being sent, and in words why some could not be.

    `file`: one is ready to be uploaded; `uploaded`: an adult said that it was; `stuck`: its own door did not take all.
    """

    program: str
    name: str
    outcomes: Mapping[Outcome, int]
    reasons: tuple[tuple[str, int], ...]
    file: bool
    uploaded: bool
    stuck: bool


@dataclass(frozen=True)
class Funnel:
    """One row of the funnel, of a program and channel; its parts add to `targeted`."""

    program: str
    name: str
    channel: str
    targeted: int
    stages: Mapping[str, int]
    sides: Mapping[str, int]
    lags: Mapping[str, Lag]


@dataclass(frozen=True)
class HowLong:
    """How long both ways take for one program and channel. `steps` has those of "available", "first_work" and "seen"
    that any piece of work has come through.
    """

    program: str
    name: str
    channel: str
    steps: Mapping[str, Lag]


@dataclass(frozen=True)
class Results:
    """A goal that was sent, for the children whom the reader sees; `hidden` are others, counted and not named."""

    goal: int
    class_id: int
    class_title: str
    school: str
    title: str
    owner: str
    rule: str
    codes: tuple[tuple[str, str], ...]
    begins_on: date
    ends_on: date
    sent_on: date | None
    ended_on: date | None
    lead: str
    programs: tuple[ProgramResult, ...]
    funnel: tuple[Funnel, ...]
    how_long: tuple[HowLong, ...]
    children: tuple[ChildDone, ...]
    hidden: int
    notes: tuple[str, ...]
    drawn_from: Mapping[str, int | str]

    @property
    def file_name(self) -> str:
        """Without an ending."""
        return f"goal-{self.goal}-results"
