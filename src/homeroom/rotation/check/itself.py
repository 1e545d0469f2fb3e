"""Rules about what a plan says of itself: that it is of this week, names only what is there, and claims what is so."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from homeroom.rotation import rules
from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.plan import Aim, Group, Level, Place, Plan
from homeroom.rotation.check.found import Broken

HAIR = 1e-6


def known(instance: Instance, plan: Plan) -> Iterator[Broken]:
    children = {child.number for child in instance.children}
    adults, keys = {None, *(adult.number for adult in instance.adults)}, [group.key for group in plan.groups]
    named = {None, *keys}
    slots, standards = range(len(instance.slots)), {None, *range(len(instance.standards))}
    rooms = {
        None,
        *(room.number for room in instance.rooms),
        *(service.room for child in instance.children for service in child.services),
    }

    def there(what: Place | Group) -> bool:
        return what.standard in standards and what.room in rooms

    for place in plan.places:
        if place.child not in children or place.slot not in slots or place.group not in named:
            yield Broken(rules.KNOWN.id, place.slot, (place.child,), group=place.group)
        elif not there(place):
            yield Broken(rules.KNOWN.id, place.slot, (place.child,), room=place.room)
    for at, group in enumerate(plan.groups):
        ours = group.adult in adults and set(group.slots) <= set(slots) and set(group.children) <= children
        if not ours or not there(group) or group.key in keys[:at]:
            yield Broken(rules.KNOWN.id, None, (), group=group.key)


def as_told(instance: Instance, plan: Plan, levels: dict[Aim, float]) -> Iterator[Broken]:
    if plan.instance != digest(instance):
        yield Broken(rules.AS_TOLD.id)
    for level in plan.levels:
        found = levels.get(level.aim)
        if found is not None and not isclose(found, level.value, rel_tol=HAIR, abs_tol=HAIR):
            yield Broken(rules.AS_TOLD.id, found=found, limit=level.value)
        if level.bound is not None and _passes(level, level.bound):
            yield Broken(rules.AS_TOLD.id, found=level.value, limit=level.bound)


def _passes(level: Level, bound: float) -> bool:
    """Gain is to be large, all else small: a bound is never on the wrong side of what was reached."""
    over = level.value - bound if level.aim is Aim.GAIN else bound - level.value
    return over > HAIR * max(1.0, abs(bound))
