"""Kept groups as the nightly grouping takes them: as groups of the last round that nothing changes."""

from __future__ import annotations

from datetime import date

from homeroom.mastery.groups import Group
from homeroom.mastery.kept_groups import present, running

EPOCH = date(1970, 1, 1)


def kept_round(school_class: int, on: date | None = None) -> list[Group]:
    """The groups that are kept in the class of this number on the day: their children are in no suggested one."""
    found = list(running(on).filter(school_class=school_class).select_related("standard").order_by("pk"))
    inside: dict[int, list[int]] = {one.pk: [] for one in found}
    for group, student in present(found).values_list("group", "student"):
        inside[group].append(student)
    return [Group(one.standard.code, tuple(sorted(inside[one.pk])), _number(one.begins_on), True) for one in found]


def _number(day: date | None) -> float:
    return float((day - EPOCH).days) if day else 0.0
