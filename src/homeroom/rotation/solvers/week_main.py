"""The week, by CP-SAT: `python -m homeroom.rotation.solvers.week_main TASK ANSWER`.

One worker, a seed and a deterministic limit: the same task gives the same answer on any machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from homeroom.rotation.solvers.week_conflict import conflict_of, draft_of
from homeroom.rotation.solvers.week_search import Search, days_alone
from homeroom.rotation.week.plan import Answer, Status, Task, as_json, task_from_json


def answer(task: Task) -> Answer:
    """A plan, or the smallest named conflict with the week that misses least. Each day is tried by itself first: one
    that can't be planned is found sooner so, and the others are where the search for the whole week starts."""
    alone, impossible = days_alone(task)
    if impossible is not None:
        return _why_not(task, (impossible,))
    start = Search(task, started_from=alone, fixed=True).plan()[0] if alone else None
    if start is not None and not start.levels:
        return Answer(Status.PLANNED, start)
    plan, status = Search(task, started_from=alone if start is None else start.entries).plan()
    if status is not Status.IMPOSSIBLE:
        return Answer(status, plan)
    return _why_not(task, tuple(day.key for day in task.instance.days))


def _why_not(task: Task, days: tuple[int, ...]) -> Answer:
    conflict = conflict_of(task, days)
    return Answer(Status.IMPOSSIBLE, None, conflict, draft_of(task, conflict))


def main(arguments: list[str]) -> int:
    """Writes beside the answer first, so that it is there whole or not at all."""
    asked, answered = (Path(one) for one in arguments)
    told = as_json(answer(task_from_json(asked.read_bytes())))
    beside = answered.with_name(answered.name + ".part")
    beside.write_bytes(told)
    beside.replace(answered)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
