"""Take a child out of the cohorts that counts are told of. What was told of them names nobody, and stays."""

from __future__ import annotations

from django.db import transaction

from homeroom.evidence.models import CohortChild
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "evidence"


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Safe to do again."""
    gone = CohortChild.objects.filter(student=student).delete()[0]
    return [removed(student, PACKAGE, "cohorts", gone)]
