"""A model as columns and rows, and HiGHS to solve it: one thread, a seed, and limits that are the same next time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types

type Numbers = NDArray[np.float64]
INFINITY = float("inf")


@dataclass
class Model:
    """Every column starts at 0 and has a finite end, which is what makes bounds out of any multipliers safe.

    `aims` holds the coefficients of each objective by its name. `home` is the class that a column belongs to alone.
    """

    ends: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    home: list[int] = field(default_factory=list)
    aims: dict[str, dict[int, float]] = field(default_factory=dict)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)

    def column(self, end: float = 1.0, *, whole: bool = True, home: int = -1, **aims: float) -> int:
        place = len(self.ends)
        self.ends.append(end)
        self.whole.append(whole)
        self.home.append(home)
        for aim, factor in aims.items():
            if factor:
                self.aims.setdefault(aim, {})[place] = factor
        return place

    def row(self, terms: Sequence[tuple[int, float]], least: float = -INFINITY, most: float = INFINITY) -> None:
        self.least.append(least)
        self.most.append(most)
        self.columns += [column for column, _ in terms]
        self.factors += [factor for _, factor in terms]
        self.starts.append(len(self.columns))

    def total(self, columns: Sequence[int], least: float = -INFINITY, most: float = INFINITY) -> None:
        self.row([(column, 1.0) for column in columns], least, most)

    def objective(self, weights: Mapping[str, float]) -> Numbers:
        costs = np.zeros(len(self.ends))
        for aim, weight in weights.items():
            for place, factor in self.aims.get(aim, {}).items():
                costs[place] += weight * factor
        return costs

    def matrix(self) -> sparse.csr_matrix:
        shape = (len(self.least), len(self.ends))
        return sparse.csr_matrix((np.array(self.factors, float), self.columns, self.starts), shape)

    def keep(self, aim: str, least: float = -INFINITY, most: float = INFINITY) -> None:
        """Fixes what an aim has reached."""
        self.row(sorted(self.aims.get(aim, {}).items()), least, most)


@dataclass(frozen=True)
class Answer:
    """`values` is None where no solution was found; `bound` is on the objective, which is made as large as may be."""

    values: Numbers | None
    bound: float
    proved: bool
    impossible: bool = False
    clock: bool = False


@dataclass(frozen=True)
class Stop:
    """`seconds` is only a net: whatever it stopped may differ next time."""

    nodes: int = 2000
    gap: float = 1e-6
    seconds: float = 60.0
    seed: int = 0


def _passed(model: Model, costs: Numbers, *, whole: bool, stop: Stop) -> highspy.Highs:
    solver = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", stop.seed),
        ("time_limit", max(0.1, stop.seconds)),
    ):
        solver.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.ends), len(model.least)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, np.zeros(len(model.ends)), np.array(model.ends, float)
    lp.row_lower_, lp.row_upper_ = np.array(model.least), np.array(model.most)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(model.starts, np.int32)
    lp.a_matrix_.index_ = np.array(model.columns, np.int32)
    lp.a_matrix_.value_ = np.array(model.factors, float)
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[one] for one in model.whole]
    solver.passModel(lp)
    return solver


def solve(model: Model, costs: Numbers, stop: Stop, start: Numbers | None = None) -> Answer:
    """The whole-numbered optimum, or the best that the limits allow."""
    solver = _passed(model, costs, whole=True, stop=stop)
    solver.setOptionValue("mip_max_nodes", stop.nodes)
    solver.setOptionValue("mip_rel_gap", stop.gap)
    solver.setOptionValue("mip_abs_gap", 1e-7)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(start)
        solver.setSolution(known)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Answer(None, -INFINITY, True, impossible=True)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if found else None
    proved = status == highspy.HighsModelStatus.kOptimal
    clock = status == highspy.HighsModelStatus.kTimeLimit
    return Answer(values, float(info.mip_dual_bound), proved, clock=clock)


@dataclass(frozen=True)
class Prices:
    """Of a relaxation: a multiplier for each row, and a value for each column. Neither is exact."""

    rows: Numbers
    columns: Numbers
    clock: bool


def relax(model: Model, costs: Numbers, stop: Stop, *, rough: bool) -> Prices:
    """Prices by a first-order method where `rough`, which is much the quicker on a whole school."""
    solver = _passed(model, costs, whole=False, stop=stop)
    if rough:
        solver.setOptionValue("solver", "pdlp")
        solver.setOptionValue("kkt_tolerance", 1e-4)
        solver.setOptionValue("pdlp_optimality_tolerance", 1e-4)
        solver.setOptionValue("pdlp_iteration_limit", stop.nodes)
    solver.run()
    answer = solver.getSolution()
    rows = np.array(answer.row_dual) if len(answer.row_dual) else np.zeros(len(model.least))
    columns = np.array(answer.col_value) if len(answer.col_value) else np.zeros(len(model.ends))
    return Prices(rows, columns, solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit)
