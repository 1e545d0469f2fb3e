"""One day planned anew, by HiGHS: `python -m homeroom.rotation.solvers.day_main TODAY SEATED`."""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import highspy
import numpy as np

from homeroom.rotation.block import today as day_files
from homeroom.rotation.block.day_groups import of_today
from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.block.today import Seated, Today
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.solvers.day.model import Model

REFUSED = 3
NODES = 2_000
SECONDS = 20.0  # of all turns; a net, never the usual end
CLOSE = 1e-4  # of the day's worth; the levels before it are exact
HEAVIER = 10.0  # times that a level weighs more than the next, in the first turn; the last one ten sessions
SAME = 1e-6

NO_DAY = gettext_noop("The solver found no day: %(why)s. The plan stays as it was.")

Terms = dict[int, float]


def solve(today: Today, seconds: float = SECONDS) -> Seated:
    """A first turn with every level weighed; then each level that is not at 0 is proved, or made less, by itself."""
    model = Model(of_today(today))
    if not model.columns:
        return Seated((), made_by(), StoppedBy.PROVED)
    turns = Turns(model, seconds)
    weighed = turns.run(_weighed(model), turns.close)
    better = False
    for level in model.first:
        before = turns.value(level)
        if before > SAME:
            turns.run(level, SAME)
        turns.hold(level)
        better |= turns.value(level) < before - SAME
    if better:
        turns.run(model.then, turns.close)
    else:
        turns.chosen = weighed
    return Seated(model.seats(turns.chosen), made_by(), turns.stopped_by)


class Turns:
    """One model, solved for one goal after the other; each turn starts from where the last one ended."""

    def __init__(self, model: Model, seconds: float):
        self._columns = len(model.rows.upper)
        self._highs = highspy.Highs()
        for name, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 1,
            "mip_rel_gap": 0.0,
            "mip_max_nodes": NODES,
            "time_limit": seconds,
        }.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(model.rows.model())
        self.close = CLOSE * sum(abs(one) for one in model.then.values()) / max(1, len(model.columns))
        self.close *= len(model.by_seat)
        self.stopped_by = StoppedBy.PROVED
        self.chosen: list[float] = []

    def value(self, terms: Terms) -> float:
        return sum(cost * self.chosen[column] for column, cost in terms.items())

    def run(self, terms: Terms, close: float) -> list[float]:
        costs = np.zeros(self._columns)
        costs[list(terms)] = list(terms.values())
        every = np.arange(self._columns, dtype=np.int32)
        self._highs.changeColsCost(self._columns, every, costs)
        self._highs.setOptionValue("mip_abs_gap", close)
        if self.chosen:
            self._highs.setSolution(self._columns, every, np.array(self.chosen))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            self.stopped_by = StoppedBy.CLOCK
        elif status != highspy.HighsModelStatus.kOptimal and self.stopped_by is StoppedBy.PROVED:
            self.stopped_by = StoppedBy.LIMIT
        found = list(self._highs.getSolution().col_value)
        if not found or self._highs.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
            raise RotationError(NO_DAY % {"why": self._highs.modelStatusToString(status)})
        self.chosen = found
        return found

    def hold(self, terms: Terms) -> None:
        """No later turn gives up what this level has reached."""
        columns = np.array(list(terms), dtype=np.int32)
        most = self.value(terms) + SAME
        self._highs.addRow(-highspy.kHighsInf, most, len(columns), columns, np.array(list(terms.values())))


def _weighed(model: Model) -> Terms:
    weighed = dict(model.then)
    for place, level in enumerate(reversed(model.first)):
        for column, cost in level.items():
            weighed[column] = weighed.get(column, 0.0) + cost * 10 * HEAVIER**place
    return weighed


def made_by() -> str:
    return f"HiGHS {highspy.Highs().version()}, the day"


def main(given: Sequence[str] | None = None) -> int:
    """Read a day, write its seats. What goes wrong is said on standard error."""
    asked = _asked(given)
    if asked.memory:
        resource.setrlimit(resource.RLIMIT_AS, (asked.memory, asked.memory))
    try:
        seated = solve(day_files.today_from_json(asked.today.read_bytes()), asked.seconds)
    except RotationError as why:
        sys.stderr.write(f"{why}\n")
        return REFUSED
    part = asked.seated.with_name(f"{asked.seated.name}.part")
    part.write_bytes(day_files.as_json(seated))
    part.replace(asked.seated)
    return 0


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Plan one day of a flexible block anew.")
    parser.add_argument("today", type=Path)
    parser.add_argument("seated", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--memory", type=int, default=0, help="bytes at most")
    return parser.parse_args(given)


if __name__ == "__main__":
    raise SystemExit(main())
