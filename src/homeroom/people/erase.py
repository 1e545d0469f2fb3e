"""Take a child out of the people's tables, with the contacts who are nobody else's."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, Q

from homeroom.people.erasures import removed
from homeroom.people.known_by import child, family_alone
from homeroom.people.models import Student
from homeroom.people.record import Removed
from homeroom.people.signin_models import WaitingIdentity

PACKAGE = "people"


def erase(student: int) -> list[Removed]:
    """Delete the child and what belongs to the child alone. Safe to do again. The audit log keeps the bare number."""
    with transaction.atomic():
        counted = _waiting_sign_ins(student)
        people: list[Model] = [*family_alone(student), *Student.objects.filter(pk=student)]
        for person in people:
            for label, count in person.delete()[1].items():
                counted[label] = counted.get(label, 0) + count
        return [removed(student, PACKAGE, f"table {_plain(label)}", n) for label, n in sorted(counted.items()) if n]


def _waiting_sign_ins(student: int) -> dict[str, int]:
    """What an identity provider told of the child, where nobody has decided yet whose it is."""
    one = Student.objects.filter(pk=student).first()
    told = [text for text in child(one).words if text] if one else []
    hit = Q(told_roster_id__in=told) | Q(told_email__in=told) | Q(subject__in=told) | Q(told_name__in=told)
    return WaitingIdentity.objects.filter(hit).delete()[1]


def _plain(label: str) -> str:
    return label.rpartition(".")[2].replace("_", " ")
