"""Whether the groups were alike before it began: Hedges' g of each baseline measure among those who are analysed.

g is ω (mean new − mean old) / pooled standard deviation, ω = 1 − 3 / (4N − 9) (Hedges 1981). The two lines are the What
Works Clearinghouse's, from secondary sources; `sentences` holds them beside their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, sqrt

from homeroom.evidence.effect_size import small_sample
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.sentences import BASELINE_APART, BASELINE_UNADJUSTED

_ALMOST = 1e-12  # what stands on a line is not moved off it by rounding


class Alike(StrEnum):
    EQUAL = "equal"
    WITH_ADJUSTMENT = "only with adjustment"
    FAILS = "fails"


@dataclass(frozen=True)
class Group:
    """One arm's analysed children on one measure."""

    children: int
    mean: float
    sd: float


@dataclass(frozen=True)
class Row:
    """A row of the baseline table."""

    measure: str
    new: Group
    old: Group

    @property
    def g(self) -> float:
        """Infinite where nobody varies and the means differ all the same."""
        freedom = self.new.children + self.old.children - 2
        if min(self.new.children, self.old.children) < 1 or freedom < 1:
            raise EvidenceError(f"{self.measure} has too few children in an arm: leave the row out")
        pooled = sqrt(((self.new.children - 1) * self.new.sd**2 + (self.old.children - 1) * self.old.sd**2) / freedom)
        apart = self.new.mean - self.old.mean
        if pooled == 0:
            return 0.0 if apart == 0 else inf
        return small_sample(freedom) * apart / pooled

    @property
    def alike(self) -> Alike:
        return alike(self.g)


def alike(g: float) -> Alike:
    """|g| ≤ .05 equal, ≤ .25 only with adjustment; not a number fails."""
    apart = 100 * abs(g) - _ALMOST
    if apart <= BASELINE_UNADJUSTED["percent"]:
        return Alike.EQUAL
    return Alike.WITH_ADJUSTMENT if apart <= BASELINE_APART["percent"] else Alike.FAILS
