"""Activities that may change places with each other, every rule and wish kept: a model need only put them in one order.

A class's five hours of reading can be put on five days in 120 ways, which are all the same week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from homeroom.rotation.grid.instance import Activity, DaysBetween, Instance, NotAvailable, SameStart
from homeroom.rotation.grid.meaning import together

type Units = list[list[int]]


def alike(week: Instance) -> list[Units]:
    """Units that begin together anyway, by those that are exchangeable; one that is like no other is not told."""
    named = _named(week)
    by_key = {activity.key: _face(activity, named) for activity in week.activities}
    groups: dict[tuple[str, ...], Units] = defaultdict(list)
    for unit in together(week):
        groups[tuple(sorted(by_key[key] for key in unit))].append(unit)
    return [units for units in groups.values() if len(units) > 1]


def in_order(starts: Mapping[int, int], groups: Sequence[Units]) -> dict[int, int]:
    """The same week with the earlier start for the earlier of those that are alike."""
    ordered = dict(starts)
    for units in groups:
        for unit, start in zip(units, sorted(starts[unit[0]] for unit in units), strict=True):
            ordered |= dict.fromkeys(unit, start)
    return ordered


def days_apart(week: Instance, units: Units) -> int:
    """What hard rules ask between two of them; 0 where they may share a day."""
    rules = (rule for rule in week.rules if isinstance(rule, DaysBetween) and rule.hard)
    return max((rule.days for rule in rules if not set(rule.activities).isdisjoint(units[0])), default=0)


def _named(week: Instance) -> dict[int, list[str]]:
    """What the rules that name an activity by its key say of it; hard same starts have already made the units."""
    said: dict[int, list[str]] = defaultdict(list)
    for place, rule in enumerate(week.rules):
        if isinstance(rule, NotAvailable) or (isinstance(rule, SameStart) and rule.hard):
            continue
        if isinstance(rule, SameStart | DaysBetween):
            for key in rule.activities:
                said[key].append(f"rule {place}")
        elif rule.of.activity is not None:
            of = msgspec.structs.replace(rule.of, activity=None)
            said[rule.of.activity].append(repr(msgspec.structs.replace(rule, of=of)))
    return said


def _face(activity: Activity, named: Mapping[int, list[str]]) -> str:
    """All by which rules can tell an activity from another."""
    return repr((msgspec.structs.replace(activity, key=0, split_of=0), sorted(named.get(activity.key, ()))))
