"""The whole check of one plan."""

from __future__ import annotations

from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.check.floors import missed
from homeroom.rotation.check.found import Broken, Checked
from homeroom.rotation.check.groups import of_groups
from homeroom.rotation.check.itself import as_told, known
from homeroom.rotation.check.places import of_places
from homeroom.rotation.check.reading import read
from homeroom.rotation.check.worth import levels, overflow


def check(instance: Instance, plan: Plan, before: Plan | None = None) -> Checked:
    """Every rule of the plan, every floor, and each aim's value. `before` is the plan that changes are counted from."""
    one = read(instance, plan)
    found = levels(one, before)
    broken = [*known(instance, plan), *of_places(one), *of_groups(one), *as_told(instance, plan, dict(found))]
    return Checked(tuple(sorted(broken, key=_order)), tuple(missed(one)), overflow(one), found)


def _order(one: Broken) -> tuple[str, int, tuple[int, ...], int]:
    return one.rule, -1 if one.slot is None else one.slot, one.children, -1 if one.group is None else one.group
