"""A family says that something in the record is wrong: written down, answered in 45 days, kept with the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Correction, User

# FERPA's time to answer.
TIME_TO_ANSWER = timedelta(days=45)
Decision = Correction.Decision


@dataclass(frozen=True)
class Dispute:
    """One request as the child's page shows it."""

    headline: str
    about: str
    statement: str
    reason: str


def answer_by(one: Correction) -> date:
    return one.received_on + TIME_TO_ANSWER


@transaction.atomic
def receive(student: int, by: User, about: str, original: str, statement: str, received_on: date) -> Correction:
    """Write a request down. Nothing of the record changes by it."""
    made = Correction.objects.create(
        student_id=student,
        about=about,
        original=original,
        statement=statement,
        received_on=received_on,
        received_by=by.get_username(),
    )
    audit.did(by, "received", f"correction {made.pk} of student {student}", [student], "a family's request")
    return made


@transaction.atomic
def decide(one: Correction, by: User, decision: str, reason: str, changed: str) -> bool:
    """Decide about a request once; whether this call did. The statement stays, whatever the decision."""
    told = {"decision": decision, "reason": reason, "changed": changed, "decided_by": by.get_username()}
    open_ = Correction.objects.filter(pk=one.pk, decision=Decision.PENDING)
    if not open_.update(**told, decided_on=today()):
        return False
    words = f"correction {one.pk} of student {one.student_id}"
    audit.did(by, decision, words, [one.student_id], "a family's request was decided")
    return True


def disputes(student: int) -> list[Dispute]:
    """What stands beside the record, newest first: requests that wait, that were denied, that were granted."""
    found = Correction.objects.filter(student=student)
    return [Dispute(_headline(one), one.about, one.statement, one.reason) for one in found]


def _headline(one: Correction) -> str:
    if one.decision == Decision.PENDING:
        return gettext("Disputed by the family since %(day)s, not decided yet:") % {"day": one.received_on}
    if one.decision == Decision.DENIED:
        return gettext("Disputed by the family since %(day)s; the school did not change it:") % {"day": one.received_on}
    return gettext("Corrected on %(day)s at the family's request:") % {"day": one.decided_on}
