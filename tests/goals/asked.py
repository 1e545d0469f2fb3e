"""A class with a goal, and work that was asked of a child for it: what the tests of an assignment's life need."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from homeroom.goals.models import Assignment, Goal, GoalStandard, GoalStudent
from homeroom.people.models import Class, Enrollment, School, Student
from homeroom.standards.models import ContentItem
from mastery.people import child, standard

PROGRAM = "number_trail"
# A window of two school weeks, and a moment within it.
BEGINS, ENDS = date(2026, 11, 2), date(2026, 11, 13)
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def goal(code: str = "3.NF.A.1", **columns: object) -> Goal:
    """Of a class of its own, for one standard."""
    told = {"title": "Fractions", "begins_on": BEGINS, "ends_on": ENDS, "owner": "tina", "sent_at": NOON}
    made = Goal.objects.create(**{"school_class": school_class(), **told, **columns})
    GoalStandard.objects.create(goal=made, standard=standard(code))
    return made


def school_class(name: str = "Room 12") -> Class:
    school, _ = School.objects.get_or_create(sourced_id="school", defaults={"name": "Oak School"})
    made, _ = Class.objects.get_or_create(
        sourced_id=name, defaults={"title": name, "school": school, "subjects": ["Mathematics"]}
    )
    return made


def enrolled(one: Student, into: Class) -> Student:
    Enrollment.objects.create(sourced_id=f"{into.pk}-{one.pk}", school_class=into, student=one, role="student")
    return one


def asked(of: Student | None = None, for_: Goal | None = None, code: str = "3.NF.A.1", **columns: object) -> Assignment:
    """Work on one standard in one program: any lesson of it, unless `content_item` names one."""
    for_ = for_ or goal(code)
    of = of or enrolled(child(f"child {Student.objects.count()}"), for_.school_class)
    GoalStudent.objects.get_or_create(goal=for_, student=of)
    told = {
        "id": uuid4(),
        "program": PROGRAM,
        "minutes": 40,
        "begins_on": for_.begins_on,
        "ends_on": for_.ends_on,
        "reason": "Ready for it",
        "made_by": "tina",
        "standard": standard(code),
        "serves": standard(code),
    }
    return Assignment.objects.create(**{**told, **columns}, goal=for_, student=of)


def lesson(external_id: str = "L1", program: str = PROGRAM) -> ContentItem:
    return ContentItem.objects.get_or_create(program=program, kind="lesson", external_id=external_id)[0]


def hours(count: float) -> datetime:
    """So many hours after noon of the second day."""
    return NOON + timedelta(hours=count)
