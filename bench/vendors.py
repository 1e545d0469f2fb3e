"""Files of vendors received one by one, each into an installation whose roster holds that file's own children.

The same child stands in several samples under other names, so a roster is made anew for each file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeroom.intake.models import Delivery

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "programs_and_rosters"
# Files that tell no day are taken to speak of this one.
SPOKEN_OF = date(2024, 6, 1)
PARTS = ("given_name", "family_name", "username", "grade")


@dataclass(frozen=True)
class Child:
    """A child as a file names it: its first id that is filled, and the other parts."""

    id: str
    school: str
    told: tuple[tuple[str, str], ...]


def receive_alone(path: Path) -> Delivery:
    """Forget everything, enroll the children the file names, and receive it."""
    from bench.school import start_over
    from homeroom.intake.receive import receive

    start_over()
    enroll(children(path))
    [delivery] = receive([path], as_of=SPOKEN_OF)
    return delivery


def claimed(paths: Iterable[Path]) -> Iterator[Path]:
    """Those among the files that a declared layout fits."""
    yield from (path for path in paths if _identities(path) is not None)


def children(path: Path) -> list[Child]:
    """Every child that a file names, once an id."""
    found = {child.id: child for child in map(_child, _identities(path) or ())}
    return [child for id_, child in found.items() if id_]


def enroll(named: Sequence[Child]) -> None:
    from homeroom.people.models import Class, Enrollment, School, Student

    for model in (Enrollment, Student, Class, School):
        model.objects.all().delete()
    Student.objects.bulk_create([Student(sourced_id=child.id, **dict(child.told)) for child in named])
    schools = {name: School(sourced_id=name, name=name) for name in {child.school for child in named}}
    School.objects.bulk_create(schools.values())
    rooms = {name: Class(sourced_id=f"room {name}", title="Room", school=one) for name, one in schools.items()}
    Class.objects.bulk_create(rooms.values())
    known = {student.sourced_id: student for student in Student.objects.all()}
    Enrollment.objects.bulk_create(
        Enrollment(sourced_id=child.id, school_class=rooms[child.school], student=known[child.id], role="student")
        for child in named
    )


def _identities(path: Path) -> list[dict[str, list[str]]] | None:
    """Who stands in the file's rows, by identity's parts; None where no layout fits."""
    from homeroom.facts.engine import session
    from homeroom.intake.compile import SEPARATOR, identity_columns
    from homeroom.intake.errors import IntakeError
    from homeroom.intake.layouts import declared, find
    from homeroom.intake.read import read_typed
    from homeroom.intake.text import as_utf8
    from homeroom.intake.working import read_as

    with tempfile.TemporaryDirectory() as folder, session() as place:
        try:
            read, header = read_as(place, as_utf8(path, Path(folder), path.name), path.name, Path(folder), declared())
        except IntakeError:
            return None
        found = find(header, declared())
        if found is None:
            return None
        read_typed(place, read, header, found)
        told = place.run("select distinct identity from typed where identity is not null").column("identity")
        kinds = [kind for kind, _ in identity_columns(found)]
    out = []
    for identity in told:
        parts: dict[str, list[str]] = {}
        for kind, text in zip(kinds, identity.split(SEPARATOR), strict=True):
            parts.setdefault(kind, []).append(text)
        out.append(parts)
    return out


def _child(parts: dict[str, list[str]]) -> Child:
    first = {kind: next(filter(None, texts), "") for kind, texts in parts.items()}
    told = tuple((part, first[part]) for part in PARTS if part in first)
    return Child(first.get("ids", ""), first.get("school", "") or "a school", told)
