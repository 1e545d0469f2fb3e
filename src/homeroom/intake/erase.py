"""Take a child out of the facts, with every ledger saying so."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F

from homeroom.facts import store
from homeroom.intake import ledger
from homeroom.intake.models import Delivery, IdentityDecision, IdentityLink, VendorKey
from homeroom.intake.rosters.undo import forget_student
from homeroom.intake.who.decided import standing


def erase(student: int) -> int:
    """Erase the child's facts, links and decisions about them. Rows of theirs end as erased. Returns the version."""

    def beside(rows: Mapping[int, list[int]]) -> None:
        for delivery, of_facts in rows.items():
            _erased(delivery, of_facts)
        IdentityLink.objects.filter(student=student).delete()
        forget_student(student)
        # Keys that a person confirmed as this child hold the child's name; those that are another's by now don't.
        confirmed = VendorKey.objects.filter(decisions__student=student, decisions__verdict="confirm").distinct()
        VendorKey.objects.filter(pk__in=[key.pk for key in confirmed if _whose(key) in (None, student)]).delete()
        IdentityDecision.objects.filter(student=student).delete()

    return store.erase(student, f"erase student {student}", beside)


def _erased(delivery: int, of_facts: list[int]) -> None:
    """The rows of these facts have ended as erased, and leave nothing aside that could be read again."""
    rows = sorted(set(of_facts))
    Delivery.objects.filter(pk=delivery).update(
        published=F("published") - len(rows), erased=F("erased") + len(rows), facts=F("facts") - len(of_facts)
    )
    ledger.no_longer_aside(delivery, rows)


def _whose(key: VendorKey) -> int | None:
    in_force = key.decisions.exclude(verdict=IdentityDecision.Verdict.UNDONE).filter(undone_by=None).order_by("pk")
    return standing(in_force).student
