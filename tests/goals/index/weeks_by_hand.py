"""A class with a plan and what its children did in the lab, as small as each test allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from a_school import MONDAY, Town
from facts.facts_by_hand import publish
from homeroom.goals.models import UnitPlan
from homeroom.mastery.refresh import refresh
from homeroom.people.models import Class, Student
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from homeroom.standards.models import Standard

PROGRAM, YEAR = "number_trail", 2027
ON, BEFORE, AFTER, APART = "3.NF.A.1", "2.G.A.3", "3.NF.A.3.a", "2.MD.D.9"


def planned(school_class: Class, *codes: str, week: date = MONDAY, state: str = "planned", minutes: int = 60) -> None:
    for code in codes:
        UnitPlan.objects.create(
            school_class=school_class,
            standard=Standard.objects.get(code=code),
            week=week,
            minutes=minutes,
            state=state,
            moved_to=week + timedelta(weeks=1) if state == "moved" else None,
            made_by="teacher",
        )


def catalogue(*codes: str, each: int = 1) -> None:
    """The standards that ship, and lessons `code/0`, `code/1` … of each of these, as their maker aligned them."""
    ccss.load()
    names = [(code, f"{code}/{at}") for code in codes for at in range(each)]
    take_content([Content(PROGRAM, "lesson", name) for _, name in names])
    take_tags([Tag((PROGRAM, "lesson", name), code, 1, "vendor") for code, name in names], ccss.SLUG)


def lesson(
    student: Student, name: str, minutes: float, day: date = MONDAY, program: str = PROGRAM
) -> dict[str, object]:
    return {
        "student": student.pk,
        "content_item": name,
        "kind": "lesson",
        "minutes": minutes,
        "occurred_on": day,
        "program": program,
    }


def worked(rows: Sequence[dict[str, object]]) -> None:
    """Publish lessons and work out what follows from them."""
    publish("activities", rows)
    refresh([YEAR])


def busy(place: Town, names: Sequence[str], minutes: float = 10, week: date = MONDAY) -> list[dict[str, object]]:
    """Every child does every lesson, one a day in turn."""
    return [
        lesson(child, name, minutes, week + timedelta(days=at % 5))
        for child in place.children
        for at, name in enumerate(names)
    ]
