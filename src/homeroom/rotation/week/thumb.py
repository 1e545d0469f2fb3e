"""A week by rule of thumb: each grade's first bells, its classes one activity further than the class before.

It needs no solver, looks at no rule that joins grades, and is a draft to begin from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from homeroom.rotation.week.instance import Grade, Instance, Kind, Model, Special, Template, digest
from homeroom.rotation.week.plan import Entry, Plan

THUMB = "rule of thumb"


def by_thumb(instance: Instance) -> Plan:
    """A grade for which no bells fit has no entries: the checker says so."""
    entries = [
        entry
        for day in instance.days
        for grade in instance.grades
        for template in _first(instance, day.key, grade)
        for entry in _entries(instance, grade, template)
    ]
    ordered = tuple(sorted(entries, key=lambda one: (one.day, one.school_class, one.start)))
    return Plan(digest(instance), ordered, made_by=THUMB)


def _first(instance: Instance, day: int, grade: Grade) -> list[Template]:
    """The first that has a block for each activity; else the first of all."""
    found = instance.templates_of(day, grade.name)
    asked = sum(one.times for one in instance.activities_of(day, grade.name))
    fitting = [one for one in found if grade.model is Model.FLEX or len(one.of(Kind.CORE)) == asked]
    return [*fitting, *found][:1]


def _entries(instance: Instance, grade: Grade, template: Template) -> Iterator[Entry]:
    order = [one for one in instance.activities_of(template.day, grade.name) for _ in range(one.times)]
    specials = instance.specials_of(grade.name)
    before = sum(len(one.classes) for one in instance.grades[: instance.grades.index(grade)])
    for turn, own in enumerate(grade.classes):
        seen = Counter[Kind]()
        for block in template.blocks:
            at = seen[block.kind]
            seen[block.kind] += 1
            entry = Entry(
                template.day, own.number, block.kind, at, block.start, block.end, template.key, room=block.room
            )
            if block.kind is Kind.CORE and grade.model is Model.FLEX:
                yield msgspec.structs.replace(entry, room=grade.room, adults=grade.adults)
            elif block.kind is Kind.CORE and order:
                one = order[(turn + at) % len(order)]
                adults = one.adults_of(own.number)
                yield msgspec.structs.replace(entry, activity=one.key, room=one.room, adults=adults)
            elif block.kind is Kind.SPECIAL and specials:
                yield _given(entry, specials[(before + turn + at + template.day) % len(specials)])
            else:
                yield entry


def _given(entry: Entry, special: Special) -> Entry:
    adults = () if special.adult is None else (special.adult,)
    return msgspec.structs.replace(entry, special=special.key, room=special.room, adults=adults)
