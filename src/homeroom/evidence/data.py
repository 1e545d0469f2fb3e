"""The plain tables that a study is analysed from: children, and where standards or weeks were drawn cells and answers.

Records, simulations and packs all come in this shape, so one analysis serves them. Neither the order of rows nor what
classes and children are called has a part in any number: the analysis puts rows in an order that follows from their
numbers alone, and calls everything by its place in it (`settle`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeroom.evidence.estimate import ALPHA


@dataclass(frozen=True)
class Asked:
    """What the plan says that the analysis needs. `is_over_aligned`: the outcome comes from the programs themselves."""

    study: str
    question: str
    kind: str
    unit: str
    by_lot: bool
    new_arm: str
    old_arm: str
    measure: str
    baseline: str = ""
    domain: str = ""
    secondary: Mapping[str, str] = field(default_factory=dict)
    is_dose: bool = False
    alpha: float = ALPHA
    matters: float | None = None
    band: float | None = None
    is_over_aligned: bool = False
    was_seen_before: bool = False


@dataclass(frozen=True)
class Child:
    """One child, once, where it was on the day of the draw. None where something was not measured.

    `secondary` are other outcomes by name, `covariates` numbers, `groups` values of subgroups, `earlier` waves before
    the baseline, the oldest first. `minutes` were used in the odd and in the even weeks, `assigned` asked for.
    """

    key: str
    classroom: str
    school: str
    is_new: bool
    baseline: float | None = None
    outcome: float | None = None
    grade: str = ""
    stratum: str = ""
    earlier: tuple[float, ...] = ()
    secondary: Mapping[str, float] = field(default_factory=dict)
    covariates: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    minutes: tuple[float, float] | None = None
    assigned: float | None = None


@dataclass(frozen=True)
class Cell:
    """A standard, or a week, of one class. Cells of one stratum with the same link were drawn together."""

    classroom: str
    what: str
    stratum: str
    is_new: bool
    link: str = ""


@dataclass(frozen=True)
class Answer:
    """One child's outcome in one cell of its class; None where it has none."""

    child: str
    what: str
    outcome: float | None


@dataclass(frozen=True)
class Data:
    asked: Asked
    children: tuple[Child, ...]
    cells: tuple[Cell, ...] = ()
    answers: tuple[Answer, ...] = ()
