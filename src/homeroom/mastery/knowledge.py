"""What is known of some children on some standards, as arrays of children × standards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery import rules
from homeroom.mastery.errors import MasteryError

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Knowledge:
    """`students[c]` is the child of row c. Where a child has no evidence on a standard, `p` is an expectation.

    `mean` and `variance` are logits; `p` is the chance of mastery; `weight` counts ordinary items' worth of own
    evidence; `missed` counts answers since the last three right in a row; `last` is the day of the last evidence, not
    a number where there is none, on the same scale as `today`. `told` is the state that a teacher has set, as a place
    in `state.STATES`, -1 where none has; `p` is then what that state stands for.
    """

    students: Whole
    p: Real
    weight: Real
    missed: Whole
    last: Real
    today: float
    mean: Real | None = None
    variance: Real | None = None
    told: Whole | None = None

    @property
    def tested(self) -> NDArray[np.bool_]:
        """Where there is enough evidence of the child's own, or a teacher's word."""
        enough: NDArray[np.bool_] = self.weight >= rules.TESTED["items"]
        return enough if self.told is None else enough | (self.told >= 0)

    def __post_init__(self) -> None:
        """Raises MasteryError, naming the column and the first row that can't be."""
        shape = self.p.shape
        if len(shape) != 2 or len(self.students) != shape[0]:
            raise MasteryError(f"p has the shape {shape}: give one row a student ({len(self.students)} are named)")
        for name in ("weight", "missed", "last", "mean", "variance", "told"):
            column = getattr(self, name)
            if column is not None and column.shape != shape:
                raise MasteryError(f"{name} has the shape {column.shape}, p has {shape}: give both the same")
        self._refuse("p", ~((self.p >= 0) & (self.p <= 1)), "a chance is from 0 to 1")
        self._refuse("weight", ~(self.weight >= 0), "evidence is 0 or more")
        self._refuse("missed", self.missed < 0, "a count is 0 or more")
        self._refuse("last", self.last > self.today, "no evidence is from after today")

    def _refuse(self, name: str, wrong: NDArray[np.bool_], why: str) -> None:
        if wrong.any():
            row, column = (int(at[0]) for at in np.nonzero(wrong))
            value = getattr(self, name)[row, column]
            raise MasteryError(f"{name} is {value} in row {row}, column {column}: {why}. Work it out anew")
