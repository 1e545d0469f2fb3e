"""A small school and small files, taken in through the one door that every file comes by."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from homeroom.facts import store
from homeroom.intake import originals
from homeroom.intake.job_models import Job
from homeroom.intake.job_run import run
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.receive import receive
from homeroom.people.models import Class, Enrollment, School, Student

HEADER = "program,student_id,last_name,first_name,school,grade,item_id,correct,answered_on,seconds"
CHILDREN = (("1001", "Ana", "Ruiz"), ("1002", "Zoë", "Núñez"), ("0417", "Thảo", "Nguyễn"))


def school(children: Sequence[tuple[str, str, str]] = CHILDREN, grade: str = "03") -> list[Student]:
    """Children of one class in one school."""
    place, _ = School.objects.get_or_create(sourced_id="s1", name="Valley School")
    room, _ = Class.objects.get_or_create(sourced_id="c1", title="Room 12", school=place)
    made = []
    for sourced_id, given, family in children:
        child = Student.objects.create(sourced_id=sourced_id, given_name=given, family_name=family, grade=grade)
        Enrollment.objects.create(sourced_id=f"e{child.pk}", school_class=room, student=child, role="student")
        made.append(child)
    return made


def row(item: str = "i1", **cells: str) -> str:
    """One answer of Ana's; `cells` says what is otherwise."""
    usual = {
        "program": "garden",
        "student_id": "1001",
        "last_name": "Ruiz",
        "first_name": "Ana",
        "school": "Valley School",
        "grade": "3",
        "item_id": item,
        "correct": "true",
        "answered_on": "2026-10-05",
        "seconds": "20",
    }
    return ",".join((usual | cells).values())


def answers(*rows: str, end: str = "\n", header: str = HEADER) -> str:
    return "".join(line + end for line in (header, *rows))


def take(*paths: Path, as_of: date | None = None) -> list[Delivery]:
    """Receive, and read each delivery as it stands in the database afterwards."""
    ended = list(receive(paths, as_of=as_of))
    return [Delivery.objects.get(pk=one.pk) for one in ended]


def ledger(delivery: Delivery) -> dict[str, int]:
    """The classes that hold rows. That they add up to `rows_in` is asked on the way."""
    counts = {name: getattr(delivery, name) for name in LEDGER}
    assert sum(counts.values()) == delivery.rows_in
    return {name: rows for name, rows in counts.items() if rows}


def reasons(delivery: Delivery) -> dict[str, int]:
    """Rows by reason code. Each group's numbers are as many as it says."""
    told: Counter[str] = Counter()
    for group in delivery.groups.all():
        told[group.code] += group.rows
    return dict(told)


def facts(table: str = "attempts", delivery: Delivery | None = None) -> list[dict[str, Any]]:
    """True facts, in order of their lineage."""
    found = store.query(f"select * from {table} order by delivery, row", tables=[table]).dicts()
    return [one for one in found if delivery is None or one["delivery"] == delivery.pk]


def kept(delivery: Delivery) -> bytes:
    """The original as it lies in the installation; its name is its own SHA-256."""
    content = originals.place(delivery.sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == delivery.sha256
    assert len(content) == delivery.size
    return content


def finish_jobs(*, latest_first: bool = False) -> None:
    """Do every job that waits, in this process."""
    for job in Job.objects.filter(state=Job.State.QUEUED).order_by("-pk" if latest_first else "pk"):
        run(job.pk)
