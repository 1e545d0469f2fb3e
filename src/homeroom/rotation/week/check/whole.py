"""Every rule of a week."""

from __future__ import annotations

from homeroom.rotation.week.check.always import activities, bells, lock, places
from homeroom.rotation.week.check.found import Asked, Break
from homeroom.rotation.week.check.kept import KEPT
from homeroom.rotation.week.instance import Instance
from homeroom.rotation.week.plan import Plan
from homeroom.rotation.week.rules import RuleKind


def breaks(instance: Instance, plan: Plan) -> tuple[Break, ...]:
    """Each rule once a day at most, where it is worst; what holds in every week first."""
    asked = Asked(instance, plan)
    found = [*bells(asked), *activities(asked), *places(asked)]
    for rule in instance.rules:
        days = [None] if rule.kind is RuleKind.MEETINGS else [day.key for day in instance.days if rule.on(day.key)]
        for day in days:
            worst = max(KEPT[rule.kind](asked, rule, day or 0), key=lambda one: one.amount, default=None)
            if worst is not None and worst.amount > 0:
                found.append(worst)
    return (*found, *(one for held in instance.locks for one in lock(asked, held)))
