"""The report of one child and one standard. The estimate and a teacher's word stand side by side, never as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.mastery.state import ENOUGH, STEPS, State
from homeroom.reports.cautions import Caution
from homeroom.reports.class_week.report import Named
from homeroom.reports.values import Value, percent

LOW, MIDDLE, HIGH = (f"{percent(step)} %" for step in STEPS)
# What each state means; its sign is its own. The thresholds are those by which states are told.
MEANINGS: Mapping[State, str] = {
    State.NO_EVIDENCE: "The child has not worked on it where we could see it.",
    State.NOT_ENOUGH: f"There is some evidence, but too little to say: less than {ENOUGH:.0f} answers' worth.",
    State.NOT_YET: f"The chance that the child has it is under {LOW}.",
    State.GETTING_THERE: f"The chance that the child has it is between {LOW} and {MIDDLE}.",
    State.NEARLY_THERE: f"The chance that the child has it is between {MIDDLE} and {HIGH}.",
    State.MASTERED: f"The chance that the child has it is {HIGH} or more.",
}
# How far a source moved the estimate, in logits, before it is said to have moved it at all; and to have moved it far.
SOME, FAR = 0.05, 0.5


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
    kind: str
    rows: int
    weight: float | None
    pull: str
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
class HowWeKnow:
    """`own` speaks of the standard itself; `beside` of the whole subject or a domain."""

    child: Named
    code: str
    title: str
    estimate: Estimate | None
    own: tuple[Source, ...]
    beside: tuple[Source, ...]
    checks: tuple[Seen, ...]
    word: Word | None
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
