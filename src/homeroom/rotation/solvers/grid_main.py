"""A week of activities, by CP-SAT: `python -m homeroom.rotation.solvers.grid_main INSTANCE PLAN [SEED WORK SECONDS]`.

A process of its own, for OR-Tools can't live with the flexible block's solver. `WORK` is CP-SAT's deterministic time:
the same next time. `SECONDS` is a safety net; a plan that it cut short says so.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import ortools
from ortools.sat.python import cp_model

from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.grid.instance import Instance, digest, from_json
from homeroom.rotation.grid.plan import Meeting, Plan, as_json
from homeroom.rotation.grid.repair import repaired
from homeroom.rotation.solvers.grid_days import by_days
from homeroom.rotation.solvers.grid_model import SCALE, Grid

WORK, SECONDS = 60.0, 120.0


def solve(week: Instance, seed: int = 1, work: float = WORK, seconds: float = SECONDS) -> Plan:
    """A plan without meetings says that none was found: none exists where it was `proved`."""
    begun, grid = time.monotonic(), Grid(week)
    grid.begin_with(repaired(week) or by_days(week, seed))
    solver = cp_model.CpSolver()
    # One thread that takes turns between several ways of searching: quick, and the same each time.
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(grid.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Plan(
        instance=digest(week),
        meetings=_meetings(grid, solver) if found else (),
        cost=solver.objective_value / SCALE if found else 0.0,
        bound=max(0.0, solver.best_objective_bound / SCALE) if found else None,
        stopped_by=_stopped_by(solver, status, work),
        seed=seed,
        made_by=f"CP-SAT {ortools.__version__}",
        seconds=round(time.monotonic() - begun, 3),
    )


def _stopped_by(solver: cp_model.CpSolver, status: int, work: float) -> StoppedBy:
    if status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
        return StoppedBy.PROVED
    return StoppedBy.LIMIT if solver.response_proto.deterministic_time >= 0.99 * work else StoppedBy.CLOCK


def _meetings(grid: Grid, solver: cp_model.CpSolver) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(
            activity.key,
            next(start for start, taken in grid.starts[activity.key].items() if solver.boolean_value(taken)),
            next(room for room, taken in grid.rooms[activity.key].items() if solver.boolean_value(taken)),
        )
        for activity in grid.week.activities
    )


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Place a week of activities.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--seconds", default=str(SECONDS), help="by the clock on the wall")
    parser.add_argument("--memory", type=int, default=0, help="bytes at most")
    asked = parser.parse_args(words)
    if asked.memory:
        resource.setrlimit(resource.RLIMIT_AS, (asked.memory, asked.memory))
    rest: list[str] = asked.rest
    seed, work, seconds = [*rest, *("1", str(WORK), str(asked.seconds))[len(rest) :]]
    plan = solve(from_json(asked.source.read_bytes()), int(seed), float(work), float(seconds))
    asked.target.write_bytes(as_json(plan))


if __name__ == "__main__":
    main(sys.argv[1:])
