"""Take a child out of what teachers said. Estimates are facts, and go with them."""

from __future__ import annotations

from django.db import transaction

from homeroom.mastery.models import Check, GroupAct, Membership, Override
from homeroom.mastery.teachers import count_up
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "mastery"


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Delete checks, overrides and places in groups of the child. Safe to do again."""
    checks, _ = Check.objects.filter(student=student).delete()
    overrides, _ = Override.objects.filter(student=student).delete()
    GroupAct.objects.filter(student=student).delete()
    places, _ = Membership.objects.filter(student=student).delete()
    if checks or overrides or places:
        count_up()
    counted = {"checks": checks, "overrides": overrides, "places in groups": places}
    return [removed(student, PACKAGE, what, count) for what, count in counted.items()]
