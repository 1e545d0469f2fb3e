"""Figures of the audit log: what an entry costs, how fast a log is verified, and whether any tampering stays unfound.

The 1,000 tamperings (edits, deletions, cut ends, entries swapped, put in or written anew, edited heads) are cumulative:
each run goes on where the last one stopped, in .make/bench/audit.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

STATE = Path(".make/bench/audit/found.json")
WANTED = 1_000
SECONDS = 300.0
ROWS = int(os.environ.get("ROWS", "100000"))
CHILDREN = 24
TURNS = 500


def cpu(act: Callable[[], object], turns: int = TURNS) -> float:
    """CPU-ms a turn of this process, the best of three."""
    return min(_turns(act, turns) for _ in range(3))


def _turns(act: Callable[[], object], turns: int) -> float:
    act()
    start = time.process_time()
    for _ in range(turns):
        act()
    return (time.process_time() - start) / turns * 1000


def cost() -> None:
    """An entry about a class of 24 and about one child, beside a commit that writes one row."""
    from a_school import town
    from homeroom.people import audit
    from homeroom.people.models import AuditHead
    from homeroom.people.visibility import may_open, numbers_in, scope

    place = town(size=CHILDREN)
    AuditHead.objects.create(chain=99)
    floor = cpu(lambda: AuditHead.objects.filter(chain=99).update(place=1))
    AuditHead.objects.filter(chain=99).delete()
    many = cpu(lambda: audit.saw(place.teacher, "class page 1, week 2026-W43", place.numbers, "teaches", "facts 1"))
    one = cpu(
        lambda: audit.saw(place.teacher, "student page 1, week 2026-W43", place.numbers[:1], "teaches", "facts 1")
    )
    check = cpu(
        lambda: may_open(place.teacher, place.group.pk) and scope(place.teacher, numbers_in(place.group)).students
    )
    print(f"an entry about {CHILDREN} children {many:.2f} CPU-ms, about one {one:.2f}; a bare update {floor:.2f}")
    print(f"the check for a class {check:.2f} CPU-ms; check and entry {check + many:.2f}")


def verifying() -> None:
    from homeroom.people import audit_heads
    from homeroom.people.audit_verify import verify
    from homeroom.people.models import AuditEntry, User

    _fill(User.objects.get(username="teacher"), ROWS)
    audit_heads.write()
    start, wall = time.process_time(), time.monotonic()
    wrong = list(verify(audit_heads.path()))
    spent, took = time.process_time() - start, time.monotonic() - wall
    rows = AuditEntry.objects.count()
    print(
        f"verified {rows:,} entries, {len(wrong)} findings: {rows / spent:,.0f} a CPU second, {took:.0f} s; {_peak()}"
    )


def noticing() -> None:
    from homeroom.people import audit
    from homeroom.people.audit_notice import Asked
    from homeroom.site import notice

    wall = time.monotonic()
    made = notice.write(None, Asked(), None, audit.command_line(), lambda done: None)
    print(f"notice over {made.entries:,} entries: {time.monotonic() - wall:.0f} s; {_peak()}")


def _fill(user: object, rows: int) -> None:
    """Entries in one transaction a thousand: the figure is about reading them."""
    from django.db import transaction

    from homeroom.people import audit

    for start in range(0, rows, 1000):
        with transaction.atomic():
            for at in range(start, min(start + 1000, rows)):
                students = range(at % 50, at % 50 + 12)
                audit.did(user, "seen", f"class page {at % 40}, week 2026-W43", students, "teaches the class")  # type: ignore[arg-type]


def tampering() -> int:
    """How many of the tamperings were not found, in all runs together."""
    from django.db import transaction

    from homeroom.people import audit_lock
    from homeroom.people.audit_heads import path
    from people.audit_by_hand import WAYS, a_log, wrong

    done = json.loads(STATE.read_text()) if STATE.exists() else {"done": 0, "missed": []}
    _lock_off()
    a_log(60, users=5)
    file, until = path().read_bytes(), time.monotonic() + SECONDS
    while done["done"] < WANTED and time.monotonic() < until:
        seed = done["done"]
        way = list(WAYS)[seed % len(WAYS)]
        with transaction.atomic():
            WAYS[way](Random(seed))
            if not wrong():
                done["missed"].append([way, seed])
            transaction.set_rollback(True)
        path().write_bytes(file)
        done["done"] += 1
    audit_lock.put_on()
    STATE.parent.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps(done))
    print(f"{done['done']:,} of {WANTED:,} tamperings done, {len(WAYS)} ways: {len(done['missed'])} not found")
    return len(done["missed"])


def _lock_off() -> None:
    """Somebody who tampers takes the database's own lock off first."""
    from django.db import connection

    on = "" if connection.vendor == "sqlite" else " ON people_auditentry"
    with connection.cursor() as cursor:
        for name in ("audit_no_update", "audit_no_delete", "audit_no_change", "audit_no_truncate"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _peak() -> str:
    import resource

    return f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main() -> int:
    sys.path.insert(0, "tests")
    from bench.school import set_up

    with tempfile.TemporaryDirectory() as home:
        set_up(Path(home))
        missed = tampering()
        cost()
        verifying()
        noticing()
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
