"""How many were lost on the way from assigned to analysed, against the two lines that tell how much is too much.

Overall attrition and how it differs between the arms are judged together: the more are lost in all, the less may the
arms differ. The table is the What Works Clearinghouse's for its two assumptions, taken from secondary sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from homeroom.evidence.errors import EvidenceError


class Line(StrEnum):
    """`CAUTIOUS` where leaving may well hang together with what is tried, `OPTIMISTIC` where it hardly can."""

    CAUTIOUS = "cautious"
    OPTIMISTIC = "optimistic"


# The highest difference between the arms, in percentage points, for 0, 1, … 57 % lost overall.
HIGHEST: dict[Line, tuple[float, ...]] = {
    Line.CAUTIOUS: (
        *(5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7, 5.5),
        *(5.4, 5.3, 5.2, 5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1, 2.9, 2.8),
        *(2.6, 2.5, 2.3, 2.1, 2.0, 1.8, 1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.0),
    ),
    Line.OPTIMISTIC: (
        *(10.0, 10.1, 10.2, 10.3, 10.4, 10.5, 10.7, 10.8, 10.9, 10.9, 10.9, 10.9, 10.9, 10.9, 10.8, 10.8, 10.7, 10.6),
        *(10.5, 10.3, 10.2, 10.0, 9.9, 9.7, 9.5, 9.4, 9.2, 9.0, 8.8, 8.6, 8.4, 8.2, 8.0, 7.8, 7.6, 7.4, 7.2, 7.0),
        *(6.7, 6.5, 6.3, 6.0, 5.8, 5.6, 5.3, 5.1, 4.9, 4.6, 4.4, 4.2, 3.9, 3.7, 3.5, 3.2, 3.0, 2.8, 2.6, 2.3),
    ),
}


@dataclass(frozen=True)
class Attrition:
    """How many children, or classes, were assigned to each arm, and how many of them are analysed."""

    new_assigned: int
    new_analysed: int
    old_assigned: int
    old_analysed: int

    def __post_init__(self) -> None:
        for arm in ("new", "old"):
            assigned, analysed = getattr(self, f"{arm}_assigned"), getattr(self, f"{arm}_analysed")
            if not 0 <= analysed <= assigned or assigned == 0:
                raise EvidenceError(
                    f"the {arm} arm has {assigned} assigned and {analysed} analysed: count the analysed among those "
                    f"who were assigned, without joiners"
                )

    @property
    def overall(self) -> float:
        """In percent of all who were assigned."""
        assigned = self.new_assigned + self.old_assigned
        return 100 * (assigned - self.new_analysed - self.old_analysed) / assigned

    @property
    def differential(self) -> float:
        """In percentage points, without a sign."""
        # One division of whole numbers: what stands exactly on a line is not moved off it by rounding.
        new = (self.new_assigned - self.new_analysed) * self.old_assigned
        old = (self.old_assigned - self.old_analysed) * self.new_assigned
        return 100 * abs(new - old) / (self.new_assigned * self.old_assigned)

    def keeps(self, line: Line) -> bool:
        return self.differential <= highest(self.overall, line)

    @property
    def line(self) -> Line | None:
        """The strictest line that it keeps; None where it is above both."""
        return next((line for line in Line if self.keeps(line)), None)


def highest(overall: float, line: Line) -> float:
    """The highest difference for so many percent lost overall: between two whole percents the lower of theirs.

    Below 0, so that nothing keeps it, above 57 %.
    """
    table = HIGHEST[line]
    if overall > len(table) - 1:
        return -1.0
    return min(table[floor(overall)], table[ceil(overall)])
