"""The numbers of estimates as results tell them: the agreement panel, and how much the first of it leans on.

Effects are in standard deviations of children, new less old; each part that is missing says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.evidence.statement import Part, Statement


@dataclass(frozen=True)
class Spread:
    """How sure an effect is: standard error, degrees of freedom, the ends of its interval."""

    error: float
    freedom: float
    low: float
    high: float


@dataclass(frozen=True)
class Chance:
    """Of a permutation: the smallest p that any outcome could have given, over how many draws, all of them or some."""

    smallest: float
    draws: int
    is_exact: bool


@dataclass(frozen=True)
class Line:
    """One estimator's estimate: new less old. `points` is the same in the outcome's own unit."""

    by: str
    effect: Part[float]
    points: Part[float]
    spread: Part[Spread]
    p: Part[float]
    chance: Part[Chance]
    remarks: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Estimates:
    """The agreement panel of one outcome. `always` are estimators of it that no page may leave out.

    `deviation` is the standard deviation of children that effects are told in. `improvement` moves the middle child by
    so many percentile points.
    """

    measure: str
    domain: str
    children: int
    first: Line
    beside: tuple[Line, ...]
    always: tuple[str, ...]
    disagree: bool
    deviation: Part[float]
    improvement: Part[float]


@dataclass(frozen=True)
class LeftOut:
    """The first estimator's estimate without one class."""

    key: str
    line: Line


@dataclass(frozen=True)
class Bounds:
    """The effect if those without an outcome had done as badly, or as well, as they might have, by arm.

    `worst`: new ones `shift` standard deviations worse than their like, old ones as much better; `best` the reverse.
    """

    missing_new: int
    missing_old: int
    shift: float
    worst: Line
    best: Line


@dataclass(frozen=True)
class Undo:
    """The bias, in standard deviations, that would make the interval touch 0, and its share of the effect."""

    bias: float
    share: float


@dataclass(frozen=True)
class Sensitivity:
    """`leans_on_one`: without some one class the first estimator says otherwise."""

    without_one: Part[tuple[LeftOut, ...]]
    leans_on_one: bool
    bounds: Part[Bounds]
    undo: Part[Undo]
    said: tuple[Statement, ...] = ()
