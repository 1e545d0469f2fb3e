"""Publish a draft in processes that are killed, and look at what stands: run by `test_kill.py` over a prepared home.

The newest draft is published. Where draws are on, pairs are written down first, and committed: a log that waits for its
coins belongs to the version before. Each try is a fork of this process, which opens neither the database nor an engine
itself.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

State = dict[str, Any]
TABLES = ("placements", "rotation_minutes")


def forked(work: Callable[[], object], until: float | None = None) -> int:
    """Run `work` in a process of its own, killed after `until` seconds; the exit code, below 0 where it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if until is not None:
        time.sleep(until)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def asked(home: Path, question: Callable[[], Any]) -> Any:
    """What `question` gives, asked in a process of its own."""
    answer = home / "answer.json"
    if forked(lambda: answer.write_text(json.dumps(question()), "utf-8")):
        raise SystemExit("a question could not be answered")
    return json.loads(answer.read_text("utf-8"))


def publish() -> None:
    from homeroom.rotation.models import BlockPlan
    from homeroom.rotation.publish import publish
    from rotation.plans.checked import sound

    publish(BlockPlan.objects.latest("version"), None, sound)


def counted(die_at: int = 0) -> int:
    """Publish, and count statements, commits and files that are made safe; at one of them, die."""
    from django.db import connection

    happened = 0

    def one() -> None:
        nonlocal happened
        happened += 1
        if happened == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *told: Any) -> Any:
        one()
        return execute(*told)

    def beside(own: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*told: Any) -> Any:
            one()
            made = own(*told)
            one()
            return made

        return wrapped

    os.fsync = beside(os.fsync)
    connection._commit = beside(connection._commit)
    with connection.execute_wrapper(statement):
        publish()
    return happened


def state() -> State:
    """What the plans, the caseload and the tables say; of one version all of it, or it is a mix."""
    from homeroom.facts import store
    from homeroom.people.models import AuditEntry, Caseload
    from homeroom.rotation.models import BlockPlan, Change, DrawnPair, PlanCaseload

    rows = Caseload.objects.order_by("staff", "student", "begins_on").values_list(
        "staff", "student", "begins_on", "ends_on", "of_plan__plan__version"
    )
    tables = {
        name: [str(row) for row in store.query(f"select * from {name} order by all", tables=[name]).rows]
        for name in TABLES
    }
    return {
        "plans": list(BlockPlan.objects.order_by("version").values_list("version", "state")),
        "caseload": [[str(value) for value in row] for row in rows],
        "owners": sorted(set(PlanCaseload.objects.values_list("plan__version", flat=True))),
        "changes": Change.objects.count(),
        "told": AuditEntry.objects.filter(verb="published").count(),
        "drawn": [list(row) for row in DrawnPair.objects.order_by("number").values_list("number", "seed", "swapped")],
        **tables,
    }


def found_and_finished() -> tuple[State, State]:
    """What stands, and what does after the next run: what was not published is, and nothing is left lying about."""
    from homeroom.facts import store
    from homeroom.rotation.models import BlockPlan
    from homeroom.rotation.plan_models import State as Life

    found = state()
    if BlockPlan.objects.latest("version").state == Life.DRAFT:
        publish()
    store.vacuum()
    return found, {**state(), "lost": [str(path) for path in store.orphans()]}


def whose(found: State, before: State, after: State) -> str:
    if found == after:
        return "after"
    waiting = all(swapped is None for _, _, swapped in found["drawn"])
    return "before" if waiting and {**found, "drawn": before["drawn"]} == before else "a mix"


def put(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def main(prepared: str, home: str, wanted: int, seed: int) -> int:
    source, target = Path(prepared), Path(home)
    put(source, target)
    began = time.monotonic()
    before, events, after = asked(target, lambda: (state(), counted(), state()))
    seconds = time.monotonic() - began
    if before == after:
        raise SystemExit("both versions say the same: nothing could be told from a kill")
    draw, seen, wrong = random.Random(seed), Counter[str](), 0
    # Before anything; where files are safe but not true; before, in and after the commit; then anywhere, by
    # statement and by the clock.
    points = [1, events // 2, events - 1, events][:wanted]
    for at in range(wanted):
        put(source, target)
        point = points[at] if at < len(points) else draw.randint(1, events)
        if at >= len(points) and at % 2:
            forked(publish, draw.uniform(0, seconds))
        else:
            forked(lambda point=point: counted(point))
        found, end = asked(target, found_and_finished)
        name = whose(found, before, after)
        seen[name] += 1
        if name == "a mix" or end != {**after, "lost": []}:
            wrong += 1
            print(f"kill {at} at {point} of {events}: {name}; {found['plans']}, then {end['plans']} {end['lost']}")
    print(f"{wanted} kills done: {dict(sorted(seen.items()))}; wrong: {wrong}")
    return int(bool(wrong))


if __name__ == "__main__":
    os.environ["HOMEROOM_HOME"] = sys.argv[2]
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
    shutil.copytree(sys.argv[1], sys.argv[2], dirs_exist_ok=True)
    import django

    django.setup()
    secrets.randbits = lambda bits: int(sys.argv[5])  # the same coins in every try
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
