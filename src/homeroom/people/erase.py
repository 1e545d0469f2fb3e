"""Take a child out of the people's tables, with the contacts who are nobody else's."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Model, Q

from homeroom.people.erasures import removed
from homeroom.people.known_by import family_alone, people_of
from homeroom.people.models import Student
from homeroom.people.record import Removed
from homeroom.people.signin_models import WaitingIdentity

PACKAGE = "people"
TELLING = 4


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
    """What an identity provider told of these people, where nobody linked it. What was linked goes with the account."""
    one = Student.objects.filter(pk=student).first()
    told = {text for known in people_of(one) for text in known.words if text} if one else set()
    columns = ("told_roster_id", "told_email", "subject", "told_name")
    # A short id stands within many others'.
    how = {text: "icontains" if len(text) >= TELLING else "iexact" for text in sorted(told)}
    hit = [Q(**{f"{column}__{lookup}": text}) for text, lookup in how.items() for column in columns]
    return WaitingIdentity.objects.filter(reduce(or_, hit)).delete()[1] if hit else {}


def _plain(label: str) -> str:
    return label.rpartition(".")[2].replace("_", " ")
