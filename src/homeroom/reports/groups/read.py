"""What the report of groups is made of: the suggestions of last night, and what teachers keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.facts import store
from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.kept_groups import present, running
from homeroom.reports import sql


@dataclass(frozen=True)
class Placed:
    """Where last night put one child: `place` 0 is no group, and `reason` says why."""

    student: int
    place: int
    standard: str
    since: date | None
    reason: str
    as_of: date


@dataclass(frozen=True)
class Groups:
    """`inside` holds each kept group's children, in the order in which they came."""

    placed: Sequence[Placed]
    kept: Sequence[KeptGroup]
    inside: Mapping[int, Sequence[int]]


def groups(school_class: int, students: Collection[int], version: int, on: date) -> Groups:
    placed = _placed(school_class, students, version)
    kept = list(running(on).filter(school_class=school_class).select_related("standard", "staff").order_by("pk"))
    return Groups(placed, kept, members(kept))


def members(kept: Sequence[KeptGroup]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {one.pk: [] for one in kept}
    for group, student in present(kept).values_list("group", "student"):
        found[group].append(student)
    return found


def _placed(school_class: int, students: Collection[int], version: int) -> list[Placed]:
    text, told = sql.text(__file__, "suggested"), {"class": school_class}
    found = store.query(text, told, tables=["groups"], students=sorted(students), at=version)
    return [Placed(*row) for row in found.rows if row[0] in students]
