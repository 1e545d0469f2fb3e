"""Which child a command means: by homeroom's number, or by an id of the roster."""

from __future__ import annotations

from django.db.models import Q

from homeroom.people.erasures import digest
from homeroom.people.models import Erasure, Student
from homeroom.site.home import HomeError

NUMBER, ROSTER_ID = "number:", "id:"


def child(text: str) -> Student | None:
    """The child meant by `text`; None where nobody is. Raises HomeError where it stands for two children."""
    found = list(Student.objects.filter(_meant(text.strip())).distinct().order_by("pk"))
    if len(found) > 1:
        numbers = " or ".join(f"{NUMBER}{one.pk}" for one in found)
        raise HomeError(f"{text}: this stands for {len(found)} children. Say {numbers}.")
    return found[0] if found else None


def erased(text: str) -> Erasure | None:
    """The newest erasure of the child meant by a number or a roster id; None where there is none."""
    plain = text.strip().removeprefix(ROSTER_ID)
    meant = Q(child=digest(plain))
    number = text.strip().removeprefix(NUMBER)
    if number.isdigit() and not text.startswith(ROSTER_ID):
        meant |= Q(student=int(number))
    return Erasure.objects.filter(meant).first()


def _meant(text: str) -> Q:
    if text.startswith(NUMBER):
        number = text.removeprefix(NUMBER)
        return Q(pk=int(number)) if number.isdigit() else Q(pk__in=[])
    told = text.removeprefix(ROSTER_ID)
    by_id = Q(sourced_id=told) | Q(identifier=told) | Q(identifiers__value=told)
    is_number = told.isdigit() and len(told) < 19 and not text.startswith(ROSTER_ID)
    return by_id | Q(pk=int(told)) if is_number else by_id
