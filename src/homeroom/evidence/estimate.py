"""One estimate of one estimator, as every part of evidence passes it on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from scipy.special import stdtr, stdtrit  # type: ignore[import-untyped]  # scipy ships no types

ALPHA = 0.05


class Estimator(StrEnum):
    MIXED = "mixed model"
    CR2 = "CR2"
    CLASS_MEANS = "class means"
    PERMUTATION = "permutation"
    CLASS_EFFECTS = "class effects, CR2"
    CELL_EFFECTS = "class, standard and class×unit effects, CR2"
    BALANCED = "entropy balancing"
    BEFORE_AND_AFTER = "difference-in-differences"
    INSTRUMENT = "assigned minutes as instrument"
    SLOPE = "observed slope"
    RANK = "rank among the untreated"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class Estimate:
    """A difference between arms in standard deviations, new less old, with the ends of its interval.

    `by` is the estimator. A singular or unconverged fit is never a plain number: both are always said.
    """

    effect: float
    se: float
    df: float
    low: float
    high: float
    p: float
    by: str
    singular: bool = False
    converged: bool = True

    @property
    def holds_zero(self) -> bool:
        return self.low <= 0 <= self.high


def by_student(effect: float, se: float, df: float, by: str, alpha: float = ALPHA) -> Estimate:
    """The estimate with Student's interval and p; all of the line where the standard error or its df is none."""
    if not (isfinite(se) and se > 0 and df > 0):
        return Estimate(effect, se, df, -inf, inf, 1.0, by)
    reach = float(stdtrit(df, 1 - alpha / 2)) * se
    return Estimate(effect, se, df, effect - reach, effect + reach, 2 * float(stdtr(df, -abs(effect / se))), by)
