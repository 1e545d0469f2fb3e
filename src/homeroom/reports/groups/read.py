"""What the report of groups is made of: the suggestions of last night, what children know, what teachers keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.facts import store
from homeroom.mastery import teachers
from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.kept_groups import present, running
from homeroom.mastery.state import State
from homeroom.reports import sql

OneOf = tuple[int, str]  # a child's number and a standard's code


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
class Standing:
    """What is known of a child and a standard: a teacher's word where there is one, else the estimate."""

    state: State = State.NO_EVIDENCE
    is_set: bool = False
    answers: int = 0


@dataclass(frozen=True)
class Groups:
    """`inside` holds each kept group's children, in the order in which they came."""

    placed: Sequence[Placed]
    kept: Sequence[KeptGroup]
    inside: Mapping[int, Sequence[int]]
    standing: Mapping[OneOf, Standing]


def groups(school_class: int, students: Collection[int], version: int, on: date) -> Groups:
    placed = _placed(school_class, students, version)
    kept = list(running(on).filter(school_class=school_class).select_related("standard", "staff").order_by("pk"))
    codes = {one.standard for one in placed if one.place} | {one.standard.code for one in kept}
    return Groups(placed, kept, members(kept), standing(students, codes, version))


def members(kept: Sequence[KeptGroup]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {one.pk: [] for one in kept}
    for group, student in present(kept).values_list("group", "student"):
        found[group].append(student)
    return found


def standing(students: Collection[int], codes: Collection[str], version: int) -> dict[OneOf, Standing]:
    """What is known of these children on these standards; nothing where nothing is."""
    if not codes or not students:
        return {}
    told = store.query(
        sql.text(__file__, "standing"),
        {"standards": sorted(codes)},
        tables=["mastery"],
        students=sorted(students),
        at=version,
    )
    found = {(child, code): Standing(State(state), False, count) for child, code, state, count in told.rows}
    set_ = teachers.holding().filter(student__in=students, standard__code__in=codes)
    for child, code, state in set_.values_list("student", "standard__code", "state"):
        found[child, code] = Standing(State(state), True, found.get((child, code), Standing()).answers)
    return found


def worked_on(students: Collection[int], version: int) -> list[str]:
    """The standards on which any of these children has work of the own."""
    found = store.query(sql.text(__file__, "worked_on"), tables=["mastery"], students=sorted(students), at=version)
    return sorted({code for child, code in found.rows if child in students})


def _placed(school_class: int, students: Collection[int], version: int) -> list[Placed]:
    text, told = sql.text(__file__, "suggested"), {"class": school_class}
    found = store.query(text, told, tables=["groups"], students=sorted(students), at=version)
    return [Placed(*row) for row in found.rows if row[0] in students]
