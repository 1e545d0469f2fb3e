"""Small files of answers for tests, in the two declared layouts of item responses, and what stands of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from homeroom.facts import store
from homeroom.facts.models import FactFile, FactVersion
from homeroom.intake.models import LEDGER, Delivery, IdentityLink
from homeroom.intake.receive import receive
from homeroom.people.models import Student
from homeroom.standards.models import ContentItem

HEADER = {
    "by_moment": "program,student_id,item_id,correct,answered_at,seconds",
    "by_day": "program,student_id,item_id,correct,answered_on,seconds",
}


@dataclass(frozen=True, order=True)
class Answer:
    """One row. `when` is a minute of the morning in one layout and a day of September in the other."""

    child: str = "S1"
    item: str = "i1"
    correct: bool = True
    seconds: int = 10
    when: int = 1


@dataclass(frozen=True)
class File:
    """One export: its rows, in the layout, with the day that its name tells."""

    rows: tuple[Answer, ...]
    as_of: str = ""
    layout: str = "by_moment"
    part: str = ""

    @property
    def name(self) -> str:
        return "_".join(filter(None, ["answers", self.layout, self.part, self.as_of])) + ".csv"

    @property
    def text(self) -> str:
        return "\n".join([HEADER[self.layout], *(line(row, self.layout) for row in self.rows)]) + "\n"


def line(row: Answer, layout: str) -> str:
    when = f"2026-09-0{row.when}" if layout == "by_day" else f"2026-09-01T15:0{row.when}:00Z"
    return f"number_trail,{row.child},{row.item},{str(row.correct).lower()},{when},{row.seconds}"


def file(*rows: Answer, as_of: str = "", layout: str = "by_moment", part: str = "") -> File:
    return File(rows, as_of, layout, part)


def enroll(*children: str) -> None:
    for child in children:
        Student.objects.create(sourced_id=child, given_name="G", family_name="F", grade="03")


def take(one: File, folder: Path, as_of: date | None = None) -> Delivery:
    """Write the file and receive it. Two files of one name lie in two folders."""
    return take_all([one], folder, as_of)[0]


def take_all(files: Iterable[File], folder: Path, as_of: date | None = None) -> list[Delivery]:
    paths = []
    for number, one in enumerate(files):
        path = folder / str(number) / one.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.text, "utf-8")
        paths.append(path)
    return list(receive(paths, as_of=as_of))


def standing() -> list[Answer]:
    """The answers that are true now, in order."""
    numbers = dict(Student.objects.values_list("pk", "sourced_id"))
    sql = "select student, content_item, correct, seconds, occurred_at, occurred_on from attempts"
    rows = store.query(sql, tables=["attempts"]).rows
    return sorted(
        Answer(numbers[student], item, correct, seconds, at.minute if at else on.day)
        for student, item, correct, seconds, at, on in rows
    )


def told(delivery: Delivery) -> dict[str, int]:
    """A delivery's ledger as it is now; classes without rows are left out."""
    delivery.refresh_from_db()
    return {name: getattr(delivery, name) for name in LEDGER if getattr(delivery, name)}


def totals(deliveries: Sequence[Delivery] | None = None) -> dict[str, int]:
    """The classes over all deliveries. Each delivery's own must add up."""
    summed = dict.fromkeys(LEDGER, 0)
    for delivery in deliveries if deliveries is not None else Delivery.objects.all():
        ledger = {name: getattr(delivery, name) for name in LEDGER}
        assert sum(ledger.values()) == delivery.rows_in, delivery.file
        for name, rows in ledger.items():
            summed[name] += rows
    return {name: rows for name, rows in summed.items() if rows}


def start_over() -> None:
    """An installation that has received nothing; its children stay."""
    for model in (FactFile, FactVersion, IdentityLink, Delivery, ContentItem):
        model.objects.all().delete()
    for name in ("originals", "facts", "tmp"):
        shutil.rmtree(Path(settings.HOMEROOM_HOME) / name, ignore_errors=True)
