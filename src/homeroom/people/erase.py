"""Take a child out of the people's tables, with the contacts who are nobody else's."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model

from homeroom.people.erasures import removed
from homeroom.people.known_by import family_alone
from homeroom.people.models import Student
from homeroom.people.record import Removed

PACKAGE = "people"


def erase(student: int) -> list[Removed]:
    """Delete the child and what belongs to the child alone. Safe to do again. The audit log keeps the bare number."""
    with transaction.atomic():
        people: list[Model] = [*family_alone(student), *Student.objects.filter(pk=student)]
        counted: dict[str, int] = {}
        for person in people:
            for label, count in person.delete()[1].items():
                counted[label] = counted.get(label, 0) + count
        return [removed(student, PACKAGE, f"table {_plain(label)}", n) for label, n in sorted(counted.items()) if n]


def _plain(label: str) -> str:
    return label.rpartition(".")[2].replace("_", " ")
