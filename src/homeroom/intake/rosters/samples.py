"""A few rows of each kind of change, by name, for the person who decides about a set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from homeroom.intake.rosters.weigh import TABLE_OF, Weight
from homeroom.people.images import Image, Row, named

Sample = dict[str, Any]
Tables = Mapping[str, Mapping[int, Row]]


def samples(weights: Iterable[Weight], before: Image, after: Image) -> list[Sample]:
    """One sample a row: entity, school, kind, the row's name; the child's number where it is about a known one."""
    was = {table: named(before, table) for table in before}
    now = {table: named(after, table) for table in after}
    return [
        _sample(weight, kind, pk, was, now) for weight in weights for kind, pks in weight.samples.items() for pk in pks
    ]


def _sample(weight: Weight, kind: str, pk: int, was: Tables, now: Tables) -> Sample:
    table = TABLE_OF[weight.entity]
    row = now[table].get(pk) or was[table][pk]
    student = pk if table == "student" else row.get("student_id")
    return {
        "entity": weight.entity,
        "school": weight.school,
        "kind": kind,
        "name": _name(row, now),
        "student": student if student in was["student"] else None,
        "changed": _changed(was[table].get(pk), now[table].get(pk)) if kind == "updated" else [],
    }


def _name(row: Row, tables: Tables) -> str:
    if "family_name" in row:
        return f"{row['given_name']} {row['family_name']}".strip()
    if "contact_id" in row:
        contact, child = tables["contact"][row["contact_id"]], tables["student"][row["student_id"]]
        return f"{_name(contact, tables)} for {_name(child, tables)}"
    if "school_class_id" in row:
        person = tables["student"].get(row["student_id"]) or tables["staff"].get(row["staff_id"])
        room = tables["class"][row["school_class_id"]]
        return f"{_name(person, tables) if person else ''} in {room['title']}"
    return str(row.get("title") or row.get("name") or "")


def _changed(was: Row | None, now: Row | None) -> list[str]:
    """The columns that change; none where only what stands beside the row does (a role, a term, another id)."""
    if was is None or now is None:
        return []
    return [name for name in was if was[name] != now[name] and name not in ("missing_since", "extras")]
