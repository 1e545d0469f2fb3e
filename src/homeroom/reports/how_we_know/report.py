"""The report of one child and one standard. The estimate and a teacher's word stand side by side, never as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from homeroom.mastery.state import ENOUGH, STEPS, State
from homeroom.reports.cautions import Caution
from homeroom.reports.class_week.report import Named
from homeroom.reports.table import Word as Fixed
from homeroom.reports.values import Value, share

# How far a source moved the estimate, in logits, before it is said to have moved it at all; and to have moved it far.
SOME, FAR = 0.05, 0.5


def meanings() -> Mapping[State, str]:
    """What each state means; its sign is its own. The thresholds are those by which states are told."""
    low, middle, high = map(share, STEPS)
    told = {"low": low, "middle": middle, "high": high, "enough": round(ENOUGH)}
    return {
        State.NO_EVIDENCE: gettext("The child has not worked on it where we could see it."),
        State.NOT_ENOUGH: gettext("There is some evidence, but too little to say: less than %(enough)s answers' worth.")
        % told,
        State.NOT_YET: gettext("The chance that the child has it is under %(low)s.") % told,
        State.GETTING_THERE: gettext("The chance that the child has it is between %(low)s and %(middle)s.") % told,
        State.NEARLY_THERE: gettext("The chance that the child has it is between %(middle)s and %(high)s.") % told,
        State.MASTERED: gettext("The chance that the child has it is %(high)s or more.") % told,
    }


@dataclass(frozen=True)
class Estimate:
    """Shares are of right answers to ordinary items, from and to the ends of an 80 % interval."""

    state: State
    low: Value
    high: Value
    weight: float
    attempts: int
    last_on: date | None
    as_of: date
    inferred: bool
    engine: str

    @property
    def is_told(self) -> bool:
        """Whether the child's own evidence is enough for a state."""
        return not self.inferred and self.state not in (State.NO_EVIDENCE, State.NOT_ENOUGH)


@dataclass(frozen=True)
class Source:
    """One kind of evidence of one program. `weight` is in ordinary items; none for scores of more than a standard."""

    name: str
    kind: Fixed
    rows: int
    weight: float | None
    pull: Fixed
    last_on: date | None


@dataclass(frozen=True)
class Seen:
    """What a teacher saw on one day."""

    number: int
    result: str
    on: date
    by: str
    note: str


@dataclass(frozen=True)
class Word:
    """The state that a teacher has set. `answers` came in weeks since; `asks` where they speak against it."""

    number: int
    state: State
    reason: str
    since: date
    by: str
    answers: int
    asks: bool


@dataclass(frozen=True)
class Lifted:
    """A state that somebody had set, and that was taken back: nothing that was said goes away."""

    state: State
    reason: str
    since: date
    by: str
    lifted_by: str
    lifted_on: date


@dataclass(frozen=True)
class HowWeKnow:
    """`own` speaks of the standard itself; `beside` of the whole subject or a domain. `lifted` are past words."""

    child: Named
    code: str
    title: str
    estimate: Estimate | None
    own: tuple[Source, ...]
    beside: tuple[Source, ...]
    checks: tuple[Seen, ...]
    word: Word | None
    lifted: tuple[Lifted, ...]
    cautions: tuple[Caution, ...]
    drawn_from: Mapping[str, int]

    @property
    def state(self) -> State:
        """What is shown: a teacher's word before the estimate."""
        return self.word.state if self.word else self.estimated

    @property
    def estimated(self) -> State:
        """What the evidence alone says."""
        return self.estimate.state if self.estimate else State.NO_EVIDENCE
