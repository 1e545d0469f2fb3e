"""The week, by CP-SAT: `python -m homeroom.rotation.solvers.week_main TASK ANSWER`.

One worker, a seed and a deterministic limit: the same task gives the same answer on any machine.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from homeroom.rotation.solvers.week_conflict import conflict_of, draft_of
from homeroom.rotation.solvers.week_search import Search, days_alone
from homeroom.rotation.week.plan import Answer, Status, Task, as_json, task_from_json


def answer(task: Task) -> Answer:
    """The last word."""
    *_, last = answers(task)
    return last


def answers(task: Task) -> Iterator[Answer]:
    """A plan; or the smallest named conflict, and then the same with a draft, which takes longer. Each day is tried by
    itself first: one that can't be planned is found sooner so, and the others are where the search for all starts."""
    alone, impossible = days_alone(task)
    if impossible is not None:
        yield from _why_not(task, (impossible,))
        return
    start = Search(task, started_from=alone, fixed=True).plan()[0] if alone else None
    if start is not None and not start.levels:
        yield Answer(Status.PLANNED, start)
        return
    plan, status = Search(task, started_from=alone if start is None else start.entries).plan()
    if status is Status.IMPOSSIBLE:
        yield from _why_not(task, tuple(day.key for day in task.instance.days))
    else:
        yield Answer(status, plan)


def _why_not(task: Task, days: tuple[int, ...]) -> Iterator[Answer]:
    conflict = conflict_of(task, days)
    yield Answer(Status.IMPOSSIBLE, None, conflict)
    yield Answer(Status.IMPOSSIBLE, None, conflict, draft_of(task, conflict))


def main(given: Sequence[str] | None = None) -> int:
    """Each answer takes the place of the one before: it is there whole or not at all."""
    parser = argparse.ArgumentParser(description="Plan a school's week.")
    parser.add_argument("task", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--seconds", type=float, help="the task's own limits hold; who starts this ends it")
    parser.add_argument("--memory", type=int, default=0, help="bytes at most")
    asked = parser.parse_args(given)
    if asked.memory:
        resource.setrlimit(resource.RLIMIT_AS, (asked.memory, asked.memory))
    _tell("a week that keeps the rules")
    for told in answers(task_from_json(asked.task.read_bytes())):
        beside = asked.answer.with_name(asked.answer.name + ".part")
        beside.write_bytes(as_json(told))
        beside.replace(asked.answer)
        if told.status is Status.IMPOSSIBLE:
            _tell("the draft that misses least")
    return 0


def _tell(stage: str) -> None:
    sys.stdout.write(msgspec.json.encode({"stage": stage}).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
