"""Three schools, six classes and 72 children who answered a program's items: enough for a release to its maker."""

from __future__ import annotations

from datetime import date, timedelta

from a_school import room, staff
from facts.facts_by_hand import publish
from homeroom.evidence import release
from homeroom.people.models import Enrollment, Role, School, Student, User

ON = date(2026, 10, 26)
LATER = ON + timedelta(weeks=13)
PROGRAM, OTHER = "star", "iready"
# Of each item: how many of the children tried it, and every how manieth of these was wrong.
ITEMS = {"easy": (72, 2), "hard": (60, 2), "rare": (6, 2)}


def children() -> list[int]:
    found = []
    for at in range(3):
        school = School.objects.create(sourced_id=f"r{at}", name=f"Thistledown School {at}")
        for of in range(2):
            group = room(school, f"r{at}c{of}", f"Grade 3, Room {of}")
            for place in range(12):
                number = f"Thornquist{at}{of}{place}"
                one = Student.objects.create(sourced_id=number, given_name="Perpetua", family_name=number, grade="03")
                Enrollment.objects.create(sourced_id=f"e{number}", school_class=group, student=one, role="student")
                found.append(one.pk)
    return found


def answered(numbers: list[int], program: str = PROGRAM, on: date = date(2026, 10, 20)) -> None:
    rows = [
        {"student": number, "program": program, "content_item": item, "occurred_on": on, "seconds": 20 + at % 7,
         "correct": at % wrong != 0}
        for item, (many, wrong) in ITEMS.items()
        for at, number in enumerate(numbers[:many])
    ]  # fmt: skip
    publish("attempts", rows)


def second() -> User:
    return staff("second", Role.Kind.DATA_TEAM, None)


def agreed(*programs: str) -> None:
    for program in programs or (PROGRAM,):
        release.agree(program, release.FIELDS, "data")
