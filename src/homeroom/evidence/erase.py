"""Take a child out of the cohorts that counts are told of, and untie it from studies. What was told names nobody."""

from __future__ import annotations

from django.db import transaction

from homeroom.evidence.models import CohortChild, StudyChild
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "evidence"


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Safe to do again. In a study the place stays, under a pseudonym that nothing ties to anybody any more."""
    gone = CohortChild.objects.filter(student=student).delete()[0]
    untied = StudyChild.objects.filter(student=student).update(student=None)
    return [removed(student, PACKAGE, "cohorts", gone), removed(student, PACKAGE, "studies", untied)]
