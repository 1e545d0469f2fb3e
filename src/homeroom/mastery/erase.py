"""Take a child out of what teachers said. Estimates are facts, and go with them."""

from __future__ import annotations

from django.db import transaction

from homeroom.mastery.models import Check, GroupAct, Membership, Override, Stop
from homeroom.mastery.teachers import count_up
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "mastery"


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Delete checks, overrides, stops and places in groups of the child. Safe to do again."""
    GroupAct.objects.filter(student=student).delete()
    said = {"checks": Check, "overrides": Override, "stops": Stop, "places in groups": Membership}
    gone = {place: model._default_manager.filter(student=student).delete()[0] for place, model in said.items()}
    if any(gone.values()):
        count_up()
    return [removed(student, PACKAGE, place, count) for place, count in gone.items()]
