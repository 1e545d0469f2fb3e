"""The report of one child and one standard. The estimate and a teacher's word stand side by side, never as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.class_week.report import Named
from homeroom.reports.values import Value

# The sign of each state, and what it means. A state is only told from five items' worth of evidence on.
STATES: Mapping[str, tuple[str, str]] = {
    "no evidence": ("–", "The child has not worked on it where we could see it."),
    "not enough evidence": ("?", "There is some evidence, but too little to say: less than five answers' worth."),
    "not yet": ("○", "The chance that the child has it is under 20 %."),
    "getting there": ("◔", "The chance that the child has it is between 20 and 50 %."),
    "nearly there": ("◑", "The chance that the child has it is between 50 and 80 %."),
    "mastered": ("●", "The chance that the child has it is 80 % or more."),
}
# How far a source moved the estimate, in logits, before it is said to have moved it at all; and to have moved it far.
SOME, FAR = 0.05, 0.5


@dataclass(frozen=True)
class Estimate:
    """Shares are of right answers to ordinary items, from and to the ends of an 80 % interval."""

    state: str
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
        return not self.inferred and self.state not in ("no evidence", "not enough evidence")


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
    state: str
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
    drawn_from: Mapping[str, int]

    @property
    def state(self) -> str:
        """What is shown: a teacher's word before the estimate."""
        if self.word:
            return self.word.state
        return self.estimate.state if self.estimate else "no evidence"
