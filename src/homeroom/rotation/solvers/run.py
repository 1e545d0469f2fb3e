"""Starts a solver as a process of its own, follows it, and brings back what it wrote. Imports no solver itself."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from homeroom.rotation.block import instance as instances
from homeroom.rotation.block import plan as plans
from homeroom.rotation.block import today as days
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.week import plan as weeks

BLOCK, WEEK = "homeroom.rotation.solvers.block_main", "homeroom.rotation.solvers.week_main"
DAY, GRID = "homeroom.rotation.solvers.day_main", "homeroom.rotation.solvers.grid_main"
NEEDS = {BLOCK: "highspy", DAY: "highspy", WEEK: "ortools", GRID: "ortools"}
REFUSED = 3  # the solver says in words what can't be done
MEMORY = 2 << 30
LOOK = 0.2  # seconds between two looks whether a person cancelled
GRACE = 10.0  # seconds to end well
NET = 6.0  # times the budget, by the clock on the wall: then it is ended


NOT_INSTALLED = gettext_noop(
    "The planner is not installed. Install homeroom[planner], or plan by hand or rule of thumb."
)
CANCELLED = gettext_noop("Planning was cancelled before there was a plan. The plan before stays.")
NO_MEMORY = gettext_noop(
    "Planning ran out of memory. The plan before stays. Plan a smaller part, or allow more memory."
)
BROKE = gettext_noop("The planner ended before there was a plan. The plan before stays. Try again.")


class Line(msgspec.Struct, frozen=True):
    """What a solver tells while it works. `left` is seconds of its budget."""

    stage: str
    best: float | None = None
    bound: float | None = None
    gap: float | None = None
    left: float | None = None


def _hear(line: Line) -> None:
    """Nobody listens."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Follow:
    """Who hears of progress, and who may cancel."""

    hear: Callable[[Line], None] = _hear
    cancelled: Callable[[], bool] = _never


SILENT = Follow()


@dataclass(frozen=True)
class Ended:
    """`found` is the last that was written whole. `short` says what cut the solver short; None where it ended well, by
    itself or by a cancel."""

    found: bytes | None
    short: plans.StoppedBy | None


def installed(module: str) -> bool:
    return find_spec(NEEDS.get(module, module)) is not None


def solve(
    module: str,
    given: bytes,
    arguments: tuple[str, ...] = (),
    *,
    seconds: float,
    follow: Follow = Follow(),
    memory: int = MEMORY,
) -> Ended:
    """Raises RotationError where nothing was found: the extra is missing, or the solver refused, broke or was ended."""
    if not installed(module):
        raise RotationError(NOT_INSTALLED)
    with TemporaryDirectory(prefix="homeroom-solver-") as folder:
        start, end, errors = (Path(folder, name) for name in ("given", "found", "errors"))
        start.write_bytes(given)
        limits = ("--seconds", str(seconds), "--memory", str(memory))
        with errors.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", module, str(start), str(end), *limits, *arguments],
                stdout=subprocess.PIPE,
                stderr=said,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
            short = _followed(process, follow, time.monotonic() + NET * seconds + GRACE)
        found = end.read_bytes() if end.exists() else None
        if process.returncode == REFUSED or found is None:
            cancelled = short is plans.StoppedBy.PERSON
            raise RotationError(_why(process.returncode, errors.read_text(errors="replace"), cancelled=cancelled))
        return Ended(found, short if process.returncode else None)


def _followed(process: subprocess.Popen[bytes], follow: Follow, until: float) -> plans.StoppedBy:
    """What ended the process, if it did not end well. Nothing of the process is left behind."""
    ended_by, late = plans.StoppedBy.BROKEN, plans.StoppedBy.CLOCK
    try:
        for line in _lines(process):
            if line is not None:
                follow.hear(line)
            if ended_by is not plans.StoppedBy.PERSON and follow.cancelled():
                ended_by = late = plans.StoppedBy.PERSON
                until = time.monotonic() + GRACE
                process.send_signal(signal.SIGTERM)
            if time.monotonic() > until:
                return late
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    return ended_by


def _lines(process: subprocess.Popen[bytes]) -> Iterator[Line | None]:
    """Each line as it comes, and None now and then while none comes; ends with the process."""
    assert process.stdout is not None  # noqa: S101 (asked for above)
    os.set_blocking(process.stdout.fileno(), False)
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if selector.select(LOOK):
                more = process.stdout.read()
                if more == b"":
                    process.wait()
                    return
                *whole, rest = (rest + (more or b"")).split(b"\n")
                yield from (msgspec.json.decode(line, type=Line) for line in whole)
            yield None


def _why(code: int, errors: str, *, cancelled: bool) -> str:
    if cancelled:
        return CANCELLED
    if code == REFUSED:
        return errors.strip()
    if "MemoryError" in errors or "bad_alloc" in errors:
        return NO_MEMORY
    return BROKE


def solve_block(
    instance: instances.Instance,
    *,
    seconds: float = 60.0,
    seed: int = 0,
    before: plans.Plan | None = None,
    turns: int | None = None,
    tight: bool = False,
    follow: Follow = Follow(),
    memory: int = MEMORY,
) -> plans.Plan:
    """The best plan that was found; where the solver was cancelled, or broke afterwards, `stopped_by` says so. What its
    `turns` ended is the same next time; what the seconds ended may differ."""
    with TemporaryDirectory(prefix="homeroom-solver-") as folder:
        arguments = ["--seed", str(seed), *(["--tight"] if tight else [])]
        arguments += [] if turns is None else ["--turns", str(turns)]
        if before is not None:
            last = Path(folder, "before")
            last.write_bytes(plans.as_json(before))
            arguments += ["--before", str(last)]
        ended = solve(
            BLOCK, instances.as_json(instance), tuple(arguments), seconds=seconds, follow=follow, memory=memory
        )
    plan = plans.from_json(ended.found or b"")
    if ended.short is None:
        return plan
    levels = tuple(msgspec.structs.replace(level, stopped_by=ended.short) for level in plan.levels)
    return msgspec.structs.replace(plan, levels=levels)


def solve_week(
    task: weeks.Task, *, seconds: float = 60.0, follow: Follow = Follow(), memory: int = MEMORY
) -> weeks.Answer:
    """A plan, or why there is none: the last that was written before the solver ended or was cancelled."""
    ended = solve(WEEK, weeks.as_json(task), seconds=seconds, follow=follow, memory=memory)
    return weeks.answer_from_json(ended.found or b"")


def solve_day(
    today: days.Today, *, seconds: float = 20.0, follow: Follow = Follow(), memory: int = MEMORY
) -> days.Seated:
    """A seat for everybody who is there. A day that was not finished is none: it raises RotationError."""
    ended = solve(DAY, days.as_json(today), seconds=seconds, follow=follow, memory=memory)
    return days.seated_from_json(ended.found or b"")
