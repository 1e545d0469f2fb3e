"""Take a child out of the week: inputs, plans with what they were planned from, sheets and draws."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q

from homeroom.people.erasures import removed
from homeroom.people.record import Removed
from homeroom.rotation import in_plans
from homeroom.rotation.models import (
    Absence,
    Change,
    Delivered,
    DrawnPair,
    GroupLanguage,
    Objection,
    Pair,
    Placement,
    PlanGroup,
    PlanLock,
    Service,
)

PACKAGE = "rotation"
OF_CHILD: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "sheets": (Delivered, ("student",)),
    "objections": (Objection, ("student",)),
    "changes of plans": (Change, ("student",)),
    "drawn pairs": (DrawnPair, ("one", "other")),
    "places in plans": (Placement, ("student",)),
    "locks of plans": (PlanLock, ("student",)),
    "pairs": (Pair, ("one", "other")),
    "languages of groups": (GroupLanguage, ("student",)),
    "services": (Service, ("student",)),
    "absences": (Absence, ("student",)),
}


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Delete the child's rows, and the child in what plans were made from. Published plans lose the child, too."""
    gone = {place: _delete(model, fields, student) for place, (model, fields) in OF_CHILD.items()}
    PlanGroup.objects.filter(placements=None).delete()
    gone["what plans were made from"] = in_plans.take_out(student)
    return [removed(student, PACKAGE, place, count) for place, count in gone.items()]


def _delete(model: type[models.Model], fields: tuple[str, ...], student: int) -> int:
    which = Q(pk__in=[])
    for field in fields:
        which |= Q(**{field: student})
    found = model._default_manager.filter(which)
    count = found.count()
    found.delete()
    return count
