"""Take a child out of the facts, with every ledger saying so."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F

from homeroom.facts import store
from homeroom.intake.models import Delivery, IdentityDecision, IdentityLink, VendorKey
from homeroom.intake.rosters.undo import forget_student


def erase(student: int) -> int:
    """Erase the child's facts, links and decisions about them. Rows of theirs end as erased. Returns the version."""

    def beside(rows: Mapping[int, int]) -> None:
        for delivery, count in rows.items():
            Delivery.objects.filter(pk=delivery).update(published=F("published") - count, erased=F("erased") + count)
        IdentityLink.objects.filter(student=student).delete()
        forget_student(student)
        # Keys that a person confirmed as this child hold the child's name.
        VendorKey.objects.filter(decisions__student=student, decisions__verdict="confirm").delete()
        IdentityDecision.objects.filter(student=student).delete()

    return store.erase(student, f"erase student {student}", beside)
