"""A unit with lessons that serve it, a plan and goals, for tests of the pages of goals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import unescape
from uuid import uuid4

from django.test import Client

from a_school import TODAY, Town
from homeroom.goals import drafts
from homeroom.goals.models import Assignment, AssignmentEvent, Goal, UnitPlan
from homeroom.people.clock import now
from homeroom.people.models import Class
from homeroom.standards.models import Alignment, ContentItem, Framework, Standard, Unit, UnitStandard

CODE, OTHER = "3.NF.A.1", "3.OA.C.7"
NEXT_WEEK = date(2026, 11, 2)


def words(body: bytes) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body.decode())))


def unit(title: str = "Fractions", codes: Sequence[str] = (CODE, OTHER), grade: str = "03") -> Unit:
    """A unit of a week for each standard."""
    framework = Framework.objects.get(slug="ccss")
    made, is_new = Unit.objects.get_or_create(
        framework=framework, code=title, defaults={"title": title, "grade": grade, "weeks": len(codes)}
    )
    if is_new:
        for week, code in enumerate(codes, 1):
            UnitStandard.objects.create(unit=made, standard=Standard.objects.get(code=code), week=week)
    return made


def lesson(
    code: str = CODE, title: str = "Halves and thirds", program: str = "iready", minutes: float = 20
) -> ContentItem:
    told = {"title": title, "minutes": minutes, "grade_low": 3, "grade_high": 3}
    made, _ = ContentItem.objects.get_or_create(kind="lesson", program=program, external_id=title, defaults=told)
    Alignment.objects.get_or_create(content_item=made, standard=Standard.objects.get(code=code), source="publisher")
    return made


def planned(place: Town, week: date = TODAY, code: str = CODE, **more: object) -> UnitPlan:
    told = {"minutes": 30, "made_by": "teacher", "unit": unit()} | more
    standard = Standard.objects.get(code=code)
    return UnitPlan.objects.get_or_create(school_class=place.group, standard=standard, week=week, defaults=told)[0]


def draft(place: Town, codes: Sequence[str] = (CODE,), who: range | None = None) -> Goal:
    """A goal that was not sent, of the whole class or of some."""
    standards = list(Standard.objects.filter(code__in=codes))
    children = None if who is None else [place.numbers[one] for one in who]
    return drafts.begin(place.teacher, place.group, standards=standards, children=children)


def of_class(
    school_class: Class, students: Sequence[int], codes: Sequence[str] = (CODE,), title: str = "A goal"
) -> Goal:
    """A goal of any class, for these children, made without anybody."""
    days = {"begins_on": TODAY, "ends_on": NEXT_WEEK}
    made = Goal.objects.create(school_class=school_class, title=title, owner="teacher", **days)
    for code in codes:
        made.standards.create(standard=Standard.objects.get(code=code))
    for student in students:
        made.students.create(student_id=student)
    return made


def give(
    goal: Goal,
    channel: str = "work_list",
    item: ContentItem | None = None,
    link: str = "",
    kind: str = "available",
) -> list[Assignment]:
    """Send a goal by hand: a piece of work for each child on each standard, which stands on a channel."""
    made = []
    for student in goal.students.values_list("student", flat=True):
        for one in goal.standards.select_related("standard"):
            made.append(_piece(goal, student, one.standard, item))
            happened(made[-1], "approved")
            happened(made[-1], kind, channel=channel, evidence={"link": link} if link else {})
    Goal.objects.filter(pk=goal.pk).update(sent_at=now())
    goal.refresh_from_db()
    return made


def sent(client: Client, place: Town, **more: object) -> Goal:
    """The draft, sent by the class's teacher, who is signed in from then on."""
    goal = draft(place, **more)  # type: ignore[arg-type]
    client.force_login(place.teacher)
    assert client.post(f"/goal/{goal.pk}/send/").headers["Location"] == f"/goal/{goal.pk}/?sent"
    goal.refresh_from_db()
    return goal


def _piece(goal: Goal, student: int, standard: Standard, item: ContentItem | None) -> Assignment:
    return Assignment.objects.create(
        id=uuid4(),
        goal=goal,
        student_id=student,
        standard=standard,
        serves=standard,
        program=item.program if item else "",
        content_item=item,
        minutes=20,
        begins_on=goal.begins_on,
        ends_on=goal.ends_on,
        reason="It is a goal.",
        made_by="teacher",
    )


def happened(one: Assignment, kind: str, **more: object) -> AssignmentEvent:
    told = {"actor": "homeroom", "happened_at": now()} | more
    return AssignmentEvent.objects.create(id=uuid4(), assignment=one, kind=kind, **told)


def asked(goal: Goal) -> list[Assignment]:
    return list(goal.assignments.order_by("student", "pk"))
