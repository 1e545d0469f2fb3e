"""A small class with answers to aligned items: what the tests of lists and groups need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from facts.facts_by_hand import publish
from homeroom.people.models import Class, Enrollment, School, Student
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from mastery.people import child

MONDAY = date(2026, 10, 26)
TODAY = date(2026, 11, 20)
PROGRAM = "number_trail"


def aligned(codes: Sequence[str]) -> None:
    """Load the standards, and one item of each of these, under the standard's code."""
    ccss.load()
    take_content([Content(PROGRAM, "item", code) for code in codes])
    take_tags([Tag((PROGRAM, "item", code), code, 1, "vendor") for code in codes], ccss.SLUG)


def school_class(name: str, students: Iterable[Student], subjects: Sequence[str] = ("Mathematics",)) -> Class:
    school, _ = School.objects.get_or_create(sourced_id="school", defaults={"name": "School"})
    made = Class.objects.create(sourced_id=name, title=name, school=school, subjects=list(subjects))
    for one in students:
        Enrollment.objects.create(sourced_id=f"{name}-{one.pk}", school_class=made, student=one, role="student")
    return made


def children(*names: str, grade: str = "03") -> list[Student]:
    return [child(name, grade) for name in names]


def answers(student: Student, standard: str, results: str, first: date = MONDAY) -> list[Mapping[str, object]]:
    """One answer a day: + is right."""
    return [
        {
            "student": student.pk,
            "program": PROGRAM,
            "content_item": standard,
            "correct": mark == "+",
            "occurred_on": first + timedelta(days=day),
        }
        for day, mark in enumerate(results)
    ]


def told(*rows: Iterable[Mapping[str, object]]) -> int:
    return publish("attempts", [one for some in rows for one in some])
