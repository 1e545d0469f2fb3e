"""Kept groups as the nightly grouping takes them: as groups of the last round that nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from homeroom.mastery.groups import Group
from homeroom.mastery.kept_groups import present, running

EPOCH = date(1970, 1, 1)


def kept_round(school_class: int, on: date | None = None) -> list[Group]:
    """The groups that are kept in the class of this number on the day: their children are in no suggested one."""
    return kept_by_class(on).get(school_class, [])


def kept_by_class(on: date | None = None) -> Mapping[int, list[Group]]:
    """The groups that are kept on the day, by the number of their class."""
    found = list(running(on).select_related("standard").order_by("pk"))
    inside: dict[int, list[int]] = {one.pk: [] for one in found}
    for group, student in present(found).values_list("group", "student"):
        inside[group].append(student)
    by_class: dict[int, list[Group]] = {}
    for one in found:
        kept = Group(one.standard.code, tuple(sorted(inside[one.pk])), _number(one.begins_on), True)
        by_class.setdefault(one.school_class_id, []).append(kept)
    return by_class


def _number(day: date | None) -> float:
    return float((day - EPOCH).days) if day else 0.0
