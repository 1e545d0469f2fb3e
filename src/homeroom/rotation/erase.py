"""Take a child out of the week: inputs, plans with what they were planned from, sheets and draws."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import models, transaction
from django.db.models import Q

from homeroom.people.erasures import removed
from homeroom.people.record import Removed
from homeroom.rotation.block.instance import Equity, Instance, Running, digest
from homeroom.rotation.drafts import instance_of
from homeroom.rotation.models import (
    Absence,
    BlockPlan,
    Change,
    Delivered,
    DrawnPair,
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
    "services": (Service, ("student",)),
    "absences": (Absence, ("student",)),
}


@transaction.atomic
def erase(student: int) -> list[Removed]:
    """Delete the child's rows, and the child in what plans were made from. Published plans lose the child, too."""
    gone = {place: _delete(model, fields, student) for place, (model, fields) in OF_CHILD.items()}
    PlanGroup.objects.filter(placements=None).delete()
    gone["what plans were made from"] = sum(_take_out(plan, student) for plan in BlockPlan.objects.order_by("pk"))
    return [removed(student, PACKAGE, place, count) for place, count in gone.items()]


def _delete(model: type[models.Model], fields: tuple[str, ...], student: int) -> int:
    which = Q(pk__in=[])
    for field in fields:
        which |= Q(**{field: student})
    found = model._default_manager.filter(which)
    count = found.count()
    found.delete()
    return count


def _take_out(plan: BlockPlan, student: int) -> bool:
    told: dict[str, Any] = plan.instance
    if student not in (child["number"] for child in told.get("children", ())):
        return False
    left = _without(instance_of(plan), student)
    changed = {"instance": msgspec.to_builtins(left), "input_hash": digest(left)}
    BlockPlan.objects.filter(pk=plan.pk).update(**changed)
    return True


def _without(one: Instance, student: int) -> Instance:
    return msgspec.structs.replace(
        one,
        children=tuple(child for child in one.children if child.number != student),
        pairs=tuple(pair for pair in one.pairs if student not in (pair.one, pair.other)),
        locks=tuple(lock for lock in one.locks if lock.child != student),
        running=tuple(Running(of.adult, of.standard, _others(of.children, student)) for of in one.running),
        equity=tuple(Equity(of.name, _others(of.children, student), of.least) for of in one.equity),
    )


def _others(children: tuple[int, ...], student: int) -> tuple[int, ...]:
    return tuple(child for child in children if child != student)
