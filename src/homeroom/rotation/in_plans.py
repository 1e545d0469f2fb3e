"""The part of a child in what plans were made from: found, handed out, taken out. The plan's other children stay."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec

from homeroom.rotation.block.instance import Child, Instance, as_json, digest, from_json
from homeroom.rotation.plan_models import BlockPlan


def parts(student: int) -> Iterator[tuple[BlockPlan, Child]]:
    """Each plan that was made with the child, oldest first, and what it took of the child."""
    for plan, instance in _plans():
        for child in instance.children:
            if child.number == student:
                yield plan, child


def take_out(student: int) -> int:
    """Take the child out of what plans keep of their making; from how many."""
    changed = 0
    for plan, instance in _plans():
        without = _without(instance, student)
        if without != instance:
            left = {"instance": json.loads(as_json(without)), "input_hash": digest(without)}
            BlockPlan.objects.filter(pk=plan.pk).update(**left)
            changed += 1
    return changed


def _plans() -> Iterator[tuple[BlockPlan, Instance]]:
    for plan in BlockPlan.objects.order_by("week", "version", "pk").iterator(chunk_size=20):
        if plan.instance:
            yield plan, from_json(json.dumps(plan.instance).encode())


def _without(one: Instance, student: int) -> Instance:
    running = [
        msgspec.structs.replace(group, children=tuple(child for child in group.children if child != student))
        for group in one.running
    ]
    bands = [
        msgspec.structs.replace(band, children=tuple(child for child in band.children if child != student))
        for band in one.equity
    ]
    return msgspec.structs.replace(
        one,
        children=tuple(child for child in one.children if child.number != student),
        running=tuple(group for group in running if group.children),
        pairs=tuple(pair for pair in one.pairs if student not in (pair.one, pair.other)),
        locks=tuple(lock for lock in one.locks if lock.child != student),
        equity=tuple(band for band in bands if band.children),
    )
