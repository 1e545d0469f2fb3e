"""Take a child out of the cohorts that counts are told of, and untie it from studies and surveys. What was told names
nobody.
"""

from __future__ import annotations

from django.db import transaction

from homeroom.evidence.models import CohortChild, Invitation, StudyChild, SurveyComment
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "evidence"


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Safe to do again. In a study or survey the place stays, under a pseudonym that nothing ties to anybody."""
    gone = CohortChild.objects.filter(student=student).delete()[0]
    untied = StudyChild.objects.filter(student=student).update(student=None)
    invited = Invitation.objects.filter(student=student)
    words = SurveyComment.objects.filter(pseudonym__in=list(invited.values_list("pseudonym", flat=True))).delete()[0]
    answers = invited.update(student=None)
    counts = {"cohorts": gone, "studies": untied, "survey answers": answers, "survey comments": words}
    return [removed(student, PACKAGE, what, count) for what, count in counts.items()]
