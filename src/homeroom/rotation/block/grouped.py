"""A plan's groups as its places name them: who is in them, and when, follows from the places alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from homeroom.rotation.block.plan import Group, Place, Plan


def groups_of(places: Iterable[Place], goes_on: Mapping[int, bool]) -> tuple[Group, ...]:
    """In the order of their keys. `goes_on` says of which keys that the group is one of last week's."""
    together: dict[int, list[Place]] = {}
    for place in places:
        if place.group is not None:
            together.setdefault(place.group, []).append(place)
    return tuple(
        Group(
            key,
            members[0].modality,
            tuple(sorted({place.slot for place in members})),
            tuple(sorted({place.child for place in members})),
            members[0].adult,
            members[0].standard,
            members[0].room,
            goes_on.get(key, False),
        )
        for key, members in sorted(together.items())
    )


def with_places(plan: Plan, places: Iterable[Place]) -> Plan:
    """The plan with these places instead of those of the same children and sessions. Nothing is proved of it."""
    kept = {(place.child, place.slot): place for place in plan.places}
    kept |= {(place.child, place.slot): place for place in places}
    now = tuple(kept[at] for at in sorted(kept))
    goes_on = {group.key: group.goes_on for group in plan.groups}
    return msgspec.structs.replace(
        plan, places=now, groups=groups_of(now, goes_on), levels=(), made_by="hand", price_of_floor=None
    )
