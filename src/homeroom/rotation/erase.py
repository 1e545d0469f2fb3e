"""Take a child out of plans, of what they are made from, and of what was delivered."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from homeroom.people.erasures import removed
from homeroom.people.record import Removed
from homeroom.rotation import in_plans
from homeroom.rotation.models import (
    Absence,
    Change,
    Delivered,
    DrawnPair,
    Objection,
    Pair,
    Placement,
    PlanLock,
    Service,
)

PACKAGE = "rotation"
OF_CHILD = {
    "sessions in plans": Placement,
    "changes of plans": Change,
    "objections to plans": Objection,
    "sessions delivered": Delivered,
    "locks": PlanLock,
    "services": Service,
    "absences": Absence,
}
OF_TWO = {"pairs": Pair, "pairs drawn": DrawnPair}


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Delete the child's rows, and the child's part of what plans were made from. Safe again."""
    gone = {place: model._default_manager.filter(student=student).delete()[0] for place, model in OF_CHILD.items()}
    either = Q(one=student) | Q(other=student)
    gone |= {place: model._default_manager.filter(either).delete()[0] for place, model in OF_TWO.items()}
    gone["what plans were made from"] = in_plans.take_out(student)
    return [removed(student, PACKAGE, place, count) for place, count in gone.items()]
