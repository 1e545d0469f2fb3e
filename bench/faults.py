"""Figure: faults injected into a running intake, and what stands after each and after the next run.

Each fault is drawn from its number: its kind (the process killed, the disk full, an I/O error, a failed fsync, the
database gone, a jump of the clock) and the moment at which it strikes. After it the store is at a whole version, every
true file is whole and every ledger adds up; the next run, unaided, ends where an undisturbed one ends. A run goes on
where the last one stopped.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from bench.kills import Scene, ending, kill, leftovers, put, wrongs
from bench.school import enroll, set_up, start_over

WANTED = 500
MINUTES = 8.0
# Of so many faults one is a real process, really killed; the others strike within this one, which is quicker.
A_KILL_IN = 6
ANSWERS = 40_000
JUMPS = (timedelta(days=-400), timedelta(hours=-3), timedelta(hours=2), timedelta(days=900))


@dataclass
class Point:
    """Where a fault strikes: a callable that every run goes through, and what it does from its n-th call on."""

    owner: Any
    name: str
    strikes: Callable[[Callable[..., Any], random.Random], Callable[..., Any]]
    once: bool = True
    calls: int = field(default=0)


def fails(error: Callable[[], Exception]) -> Callable[[Callable[..., Any], random.Random], Callable[..., Any]]:
    def struck(_: Callable[..., Any], __: random.Random) -> Callable[..., Any]:
        def raises(*_: Any, **__: Any) -> Any:
            raise error()

        return raises

    return struck


def jumps(real: Callable[..., Any], draw: random.Random) -> Callable[..., Any]:
    by = draw.choice(JUMPS)
    return lambda *given, **named: real(*given, **named) + by


def points() -> dict[str, Point]:
    """Every kind of fault but the kill."""
    from django.db import OperationalError
    from django.db.backends.utils import CursorWrapper
    from django.utils import timezone

    from homeroom.facts.engine import DuckDBSession, EngineDiskError

    return {
        "disk full": Point(DuckDBSession, "write", fails(lambda: EngineDiskError("No space left on device"))),
        "I/O error": Point(Path, "rename", fails(lambda: OSError(errno.EIO, "Input/output error"))),
        "failed fsync": Point(os, "fsync", fails(lambda: OSError(errno.EIO, "Input/output error"))),
        "database gone": Point(CursorWrapper, "execute", fails(lambda: OperationalError("gone")), once=False),
        "clock jump": Point(timezone, "now", jumps, once=False),
    }


@contextmanager
def striking(point: Point, at: int, draw: random.Random) -> Iterator[list[int]]:
    """Strike at call number `at`: that call alone, or all from there on. Gives the count of calls as its only item."""
    real, seen = getattr(point.owner, point.name), [0]
    struck = point.strikes(real, draw)

    def counted(*given: Any, **named: Any) -> Any:
        seen[0] += 1
        hit = seen[0] == at if point.once else seen[0] >= at > 0
        return (struck if hit else real)(*given, **named)

    with mock.patch.object(point.owner, point.name, counted):
        yield seen


def fault(number: int, kinds: Mapping[str, Point], scene: Scene, home: Path) -> dict[str, object]:
    """One fault: what it was, where it fell and everything that was wrong afterwards."""
    if number % A_KILL_IN == 0:
        return {"kind": "kill -9", **kill(number, scene, home)}
    from homeroom.facts import store

    draw = random.Random(number)
    kind = sorted(kinds)[number % A_KILL_IN - 1]
    at = draw.randint(1, kinds[kind].calls)
    put(scene.prepared, home)
    version = store.current()
    with striking(kinds[kind], at, draw):
        stopped = receive(scene.paths)
    fell = {"versions": store.current() - version, "stopped": stopped}
    wrong = [*wrongs(), *again(scene), *(f"{name} was left" for name in leftovers())]
    return {"scene": scene.name, "kind": kind, "at": at, **fell, "wrong": wrong}


def receive(paths: Sequence[Path]) -> bool:
    """Take the paths in within this process. Says whether trouble of the installation ended the run."""
    from django.db import DatabaseError

    from homeroom.intake.errors import InstallationError
    from homeroom.intake.receive import receive as take_in
    from homeroom.site.work_out import work_out

    try:
        list(take_in(paths))
        work_out()
    except (InstallationError, DatabaseError, OSError):
        return True
    except Exception as error:  # the engine's own trouble, such as a full disk while something is worked out
        return type(error).__name__ == "EngineDiskError" or not str(error)
    return False


def count(kinds: Iterable[Point], scene: Scene, home: Path) -> None:
    """How often an undisturbed run goes through each point: a fault is to fall within that."""
    put(scene.prepared, home)
    with ExitStack() as stack:
        counted = [(point, stack.enter_context(striking(point, 0, random.Random(0)))) for point in kinds]
        receive(scene.paths)
    for point, seen in counted:
        point.calls = seen[0]


def again(scene: Scene) -> Iterator[str]:
    """What the next run, undisturbed, leaves wrong."""
    if receive(scene.paths):
        yield "the next run did not end"
    yield from wrongs()
    if ending() != scene.ends_in:
        yield f"ended in {ending()}"


def prepared(state: Path, home: Path, answers: int) -> Scene:
    """A school that is enrolled, two of its exports and a file large enough for a fault to fall within it."""
    school = enroll(state / "school")
    start_over()
    put(home, state / "enrolled")
    large = large_file(state / "answers_2026-10-30.csv", answers)
    paths = (school.deliveries[0], large, school.deliveries[-1])
    seconds = []
    for _ in range(2):
        put(state / "enrolled", home)
        started = time.monotonic()
        if receive(paths):
            raise SystemExit("the undisturbed run did not end")
        seconds.append(time.monotonic() - started)
    return Scene("deliveries", state / "enrolled", paths, ending(), min(seconds) + 1.0)


def large_file(path: Path, answers: int) -> Path:
    """Answers of the enrolled children, with some keys twice, so that rows are settled, too."""
    from homeroom.people.models import Student

    children = list(Student.objects.order_by("pk").values_list("sourced_id", flat=True))
    lines = ["program,student_id,item_id,correct,answered_at,seconds"]
    for number in range(answers):
        child, minute = children[number % len(children)], number // len(children) % 1300
        when = f"2026-10-{5 + number % 20:02}T{8 + minute // 120:02}:{minute % 60:02}:00Z"
        lines.append(f"number_trail,{child},item-{number % 97},{str(number % 3 > 0).lower()},{when},{10 + number % 5}")
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return path


def go_on(state: Path, wanted: int, minutes: float, answers: int = ANSWERS) -> dict[str, dict[str, Any]]:
    """Inject faults that are not done yet, until `wanted` or out of time."""
    home, record = state / "home", state / "faults.json"
    set_up(home)
    until = time.monotonic() + minutes * 60
    done: dict[str, dict[str, Any]] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    scene, kinds = prepared(state, home, answers), points()
    count(kinds.values(), scene, home)
    for number in (number for number in range(wanted) if str(number) not in done):
        if time.monotonic() > until:
            break
        done[str(number)] = fault(number, kinds, scene, home)
        record.write_text(json.dumps(done, indent=1), "utf-8")
    return done


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/faults"))
    options.add_argument("--wanted", type=int, default=WANTED)
    options.add_argument("--minutes", type=float, default=MINUTES)
    options.add_argument("--answers", type=int, default=ANSWERS, help="rows of the file that a fault falls within")
    chosen = options.parse_args(arguments)
    done = go_on(chosen.state.absolute(), chosen.wanted, chosen.minutes, chosen.answers)
    print(f"{len(done)} of {chosen.wanted} faults done")
    fell = Counter((one["kind"], one["versions"]) for one in done.values())
    for (kind, versions), times in sorted(fell.items()):
        print(f"  {kind}: {times} after {versions} publications")
    wrong = {number: one for number, one in done.items() if one["wrong"]}
    for number, one in wrong.items():
        print(f"fault {number}, {one['kind']}: {one['wrong']}")
    print(f"faults after which something was wrong: {len(wrong)} ({'FAIL' if wrong else 'PASS'}, limit 0)")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
