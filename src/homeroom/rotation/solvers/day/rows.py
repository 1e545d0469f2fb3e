"""A model as columns and rows, for HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

INFINITE = highspy.kHighsInf
Term = tuple[int, float]


@dataclass
class Rows:
    """Columns are from 0 to their upper bound; a row is between two bounds."""

    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, upper: float = 1.0, *, whole: bool = True) -> int:
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.upper) - 1

    def row(self, terms: Iterable[Term], least: float = -INFINITE, most: float = INFINITE) -> None:
        """Columns of no weight are left out; one column stands once in a row."""
        for column, weight in terms:
            if weight:
                self.index.append(column)
                self.value.append(weight)
        self.starts.append(len(self.index))
        self.least.append(least)
        self.most.append(most)

    def at_most(self, columns: Sequence[int], most: float) -> None:
        """Left out where it can't matter."""
        if sum(self.upper[column] for column in columns) > most:
            self.row(((column, 1.0) for column in columns), most=max(most, 0.0))

    def model(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.upper), len(self.least)
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.array(self.upper)
        lp.row_lower_, lp.row_upper_ = np.array(self.least), np.array(self.most)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = np.array(self.starts), np.array(self.index)
        lp.a_matrix_.value_ = np.array(self.value)
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        return lp
