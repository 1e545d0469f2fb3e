"""A class with a goal, programs with lessons, and children of whom something is known: what choosing needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import pytest

from facts.facts_by_hand import publish
from homeroom.goals.choose import Proposal
from homeroom.goals.choosing import lessons
from homeroom.goals.events import record
from homeroom.goals.models import Assignment, ContentStop, Goal, GoalStandard, GoalStudent
from homeroom.mastery.refresh import refresh
from homeroom.people.clock import now
from homeroom.people.models import Student
from homeroom.programs.assign import Assign
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from homeroom.standards.models import ContentItem, Standard
from mastery import a_class

TODAY = date(2026, 11, 20)
BEGINS, ENDS = date(2026, 11, 23), date(2026, 12, 4)
YEAR = 2027
# The goal stands on one standard of the grade before; the other goal stands on nothing.
GOAL, BEFORE, ALONE = "3.NF.A.2", "2.MD.B.6", "3.OA.A.4"
CODES = (GOAL, BEFORE, ALONE)
PROGRAM = "number_trail"


def standards() -> None:
    """The standards, and an item of each of these that answers can be given to."""
    a_class.aligned(CODES)


def lesson(name: str, *codes: str, program: str = PROGRAM, **columns: object) -> ContentItem:
    """A lesson that its vendor tags with these standards alike; 15 minutes, unless told otherwise."""
    take_content([Content(program, "lesson", name, title=f"All about {name}")])
    key = (program, "lesson", name)
    take_tags([Tag(key, code, 1 / len(codes), "vendor") for code in codes], ccss.SLUG)
    ContentItem.objects.filter(program=program, external_id=name).update(**{"minutes": 15.0, **columns})
    return ContentItem.objects.get(program=program, kind="lesson", external_id=name)


def goal(students: Iterable[Student], *codes: str, **columns: object) -> Goal:
    """Two weeks from next Monday on, two hours for each child."""
    listed = list(students)
    school_class = a_class.school_class(f"class {Goal.objects.count()}", listed)
    told = {"title": "Fractions", "begins_on": BEGINS, "ends_on": ENDS, "owner": "tina", "minutes": 120}
    made = Goal.objects.create(school_class=school_class, **{**told, **columns})
    for code in codes or (GOAL,):
        GoalStandard.objects.create(goal=made, standard=Standard.objects.get(code=code))
    GoalStudent.objects.bulk_create(GoalStudent(goal=made, student=one) for one in listed)
    return made


def knows(student: Student, *codes: str) -> list[Mapping[str, object]]:
    return [row for code in codes for row in a_class.answers(student, code, "+" * 14, TODAY - timedelta(days=15))]


def lacks(student: Student, *codes: str) -> list[Mapping[str, object]]:
    """Too few answers in vain for a standard to rest."""
    return [row for code in codes for row in a_class.answers(student, code, "-" * 9, TODAY - timedelta(days=10))]


def stuck_on(student: Student, code: str) -> list[Mapping[str, object]]:
    """Twelve answers without three right in a row, up to yesterday."""
    return a_class.answers(student, code, "-" * 12, TODAY - timedelta(days=12))


def told(*rows: Iterable[Mapping[str, object]]) -> None:
    """Answers come in, and what follows of them is worked out."""
    a_class.told(*rows)
    refresh([YEAR])


def tried(student: Student, name: str, day: date, outcome: str = "not passed", **columns: object) -> None:
    row = {"student": student.pk, "program": PROGRAM, "content_item": name, "kind": "lesson", "minutes": 12.0}
    publish("activities", [{**row, "occurred_on": day, "outcome": outcome, **columns}])


def can_be_told(monkeypatch: pytest.MonkeyPatch, **records: Assign) -> None:
    """What programs can be told, in place of what ships."""
    monkeypatch.setattr(lessons, "told", lambda: records)


def stop(where: str, item: ContentItem | None = None, program: str = PROGRAM, **whom: object) -> ContentStop:
    said = {"reason": "I said so", "since": TODAY, "said_by": "tina"}
    return ContentStop.objects.create(where=where, program=program, content_item=item, **said, **whom)


def happened(assignment: Assignment, kind: str, at: datetime | None = None) -> None:
    record(assignment, kind, at or now(), source=f"{kind} {at}")


def lessons_of(proposal: Proposal, student: Student) -> list[tuple[str, str]]:
    """What one child is proposed, in its order: the standard and the lesson's title."""
    child = next(one for one in proposal.children if one.student == student.pk)
    return [(piece.assignment.standard.code, piece.title) for piece in child.work]


def blocked(proposal: Proposal, student: Student) -> dict[str, str]:
    """What held the child's other candidates back, by lesson, or by standard where none is named."""
    child = next(one for one in proposal.children if one.student == student.pk)
    return {one.lesson or one.standard: one.blocked_by for one in child.candidates if one.blocked_by}
