"""Work is chosen for those whom the goal is for: of a draft whoever is in its class or group today, then who got it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from goals.choosing.a_goal import ALONE, BEGINS, ENDS, TODAY, goal, lesson
from homeroom.goals.choose import propose
from homeroom.goals.models import Goal, GoalStandard
from homeroom.mastery.models import KeptGroup, Membership
from homeroom.people.models import Class, Enrollment, Student
from homeroom.standards.models import Standard
from mastery.a_class import children, school_class

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("_day")]


@pytest.fixture
def three() -> list[Student]:
    lesson("Missing numbers", ALONE)
    return children("ana", "ben", "cy")


def begun(room: Class, **columns: object) -> Goal:
    """A draft for which nobody has named children."""
    told = {"title": "Fractions", "begins_on": BEGINS, "ends_on": ENDS, "owner": "tina", "minutes": 120}
    made = Goal.objects.create(school_class=room, **{**told, **columns})
    GoalStandard.objects.create(goal=made, standard=Standard.objects.get(code=ALONE))
    return made


def joins(room: Class, student: Student) -> None:
    Enrollment.objects.create(sourced_id=f"late {student.pk}", school_class=room, student=student, role="student")


def asked(goal: Goal) -> list[int]:
    return [child.student for child in propose(goal).children if child.work]


def test_a_draft_of_a_class_is_for_all_who_are_in_it(three: list[Student]) -> None:
    ana, ben, cy = three
    draft = begun(school_class("Room 3", [ana, ben]))
    assert asked(draft) == [ana.pk, ben.pk]
    joins(draft.school_class, cy)
    assert asked(draft) == [ana.pk, ben.pk, cy.pk]


def test_a_draft_of_a_group_is_for_its_members(three: list[Student]) -> None:
    room = school_class("Room 3", three)
    days = {"begins_on": TODAY, "ends_on": ENDS}
    group = KeptGroup.objects.create(
        school_class=room, standard=Standard.objects.get(code=ALONE), made_by="tina", **days
    )
    Membership.objects.create(group=group, student=three[1], since=TODAY, added_by="tina")
    assert asked(begun(room, scope=Goal.Scope.GROUP, group=group)) == [three[1].pk]


def test_what_was_sent_is_for_those_to_whom_it_was_sent(three: list[Student]) -> None:
    ana, ben, cy = three
    sent = goal([ana, ben], ALONE, sent_at=timezone.now())
    joins(sent.school_class, cy)
    assert asked(sent) == [ana.pk, ben.pk]
