"""The whole result of one study, as pages, files and packs tell it: numbers, and sentences by rule and values.

No part is ever silently absent: `Part` holds what was found, or the statement that says why nothing was.
Classes stand in the order of their keys, never in that of their effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.evidence.flow import Flow
from homeroom.evidence.panel import Estimates, Line, Sensitivity
from homeroom.evidence.statement import Part, Statement

FORMAT = 1


@dataclass(frozen=True)
class Verdict:
    """In the order in which they are read. `grade` is the last."""

    said: tuple[Statement, ...]
    refused: tuple[Statement, ...]
    beside: tuple[Statement, ...]
    grade: Statement


@dataclass(frozen=True)
class Minutes:
    """Minutes a child and week of one kind of activity, over the study's days."""

    kind: str
    planned: Part[float]
    delivered: Part[float]


@dataclass(frozen=True)
class Got:
    """What the children of one arm got. `alignment` is the share of online work in step with class teaching."""

    arm: str
    is_new: bool
    minutes: tuple[Minutes, ...]
    alignment: Part[float]


@dataclass(frozen=True)
class Group:
    children: int
    mean: float
    sd: float


@dataclass(frozen=True)
class BaselineRow:
    """Analysed children before it began. `alike` is a value of `baseline.Alike`."""

    measure: str
    new: Group
    old: Group
    g: Part[float]
    alike: str


@dataclass(frozen=True)
class Lost:
    """How many of `what` ("children" or "classes") were lost. `line` is the strictest line kept; blank above both."""

    what: str
    new_assigned: int
    new_analysed: int
    old_assigned: int
    old_analysed: int
    overall: float
    differential: float
    highest_cautious: float
    highest_optimistic: float
    line: str


@dataclass(frozen=True)
class Variance:
    """What the study's own data say of how classes and children differ; `icc` with its 95 % interval."""

    icc: float
    icc_low: float
    icc_high: float
    r2_class: float
    r2_child: float
    children: float


@dataclass(frozen=True)
class Seen:
    """What could have been seen: the smallest effect, beside the one that matters, and the classes that it needs."""

    detectable: Part[float]
    matters: Part[float]
    needed: Part[int]
    variance: Part[Variance]


@dataclass(frozen=True)
class ClassLine:
    """A new class's shrunken effect. It is shown to its own leaders alone; `stands_out`: it may be named to them."""

    key: str
    effect: float
    low: float
    high: float
    above: float
    stands_out: bool


@dataclass(frozen=True)
class Classrooms:
    """`spread` is how much new classes' effects differ, `p_spread` asks whether more than ordinary ones do."""

    effect: float
    low: float
    high: float
    spread: float
    spread_low: float
    spread_high: float
    p_spread: float
    said: tuple[Statement, ...]
    classes: tuple[ClassLine, ...]


@dataclass(frozen=True)
class Subgroup:
    """Children with one `value` of a property. `effect` is told only where a test shows that they respond unlike."""

    name: str
    value: str
    children: Part[int]
    effect: Part[Line]
    p_interaction: Part[float]


@dataclass(frozen=True)
class Answers:
    """One arm's answers to a scale: how many were asked and answered, and their mean, where it may be shown."""

    arm: str
    asked: int
    answered: int
    mean: Part[float]


@dataclass(frozen=True)
class Scale:
    """A scale of a survey in one wave. `compared` is new less old, where arms may be compared."""

    survey: str
    whom: str
    wave: str
    scale: str
    arms: tuple[Answers, ...]
    alpha: Part[float]
    compared: Part[float]


@dataclass(frozen=True)
class Effort:
    """Minutes a week and person that staff spent on an activity. `people` are those who said so."""

    arm: str
    activity: str
    source: str
    people: int
    minutes: Part[float]


@dataclass(frozen=True)
class Cost:
    """What was paid: `amount` is a decimal number in words, such as "12.50". Never divided by an effect."""

    what: str
    unit: str
    amount: str
    currency: str


@dataclass(frozen=True)
class Aside:
    """Something that was set aside: what it is called, and the rule, with how many rows or names it concerns."""

    what: str
    why: Statement


@dataclass(frozen=True)
class Changed:
    """A later plan or draw: its number, on which day, and the reason that its author gave."""

    number: int
    on: str
    reason: str


@dataclass(frozen=True)
class Made:
    """What the numbers were made from, and with what. `versions` are of programs, by name."""

    at: str
    plan: int
    plan_sha256: str
    label: str
    draw: int
    draw_hash: str
    amendments: tuple[Changed, ...]
    redraws: tuple[Changed, ...]
    ledger_rows: int
    ledger_hash: str
    facts: int
    data_sha256: str
    versions: Mapping[str, str]
    command: str


@dataclass(frozen=True)
class Results:
    """In the order of the report's sections."""

    study: str
    question: str
    kind: str
    unit: str
    design: str
    by_lot: bool
    verdict: Verdict
    flow: Part[Flow]
    got: Part[tuple[Got, ...]]
    baseline: Part[tuple[BaselineRow, ...]]
    lost: Part[tuple[Lost, ...]]
    estimates: Estimates
    secondary: tuple[Estimates, ...]
    seen: Seen
    classrooms: Part[Classrooms]
    subgroups: Part[tuple[Subgroup, ...]]
    surveys: Part[tuple[Scale, ...]]
    effort: Part[tuple[Effort, ...]]
    cost: Part[tuple[Cost, ...]]
    sensitivity: Sensitivity
    asides: tuple[Aside, ...]
    made: Made
    format: int = FORMAT
