"""What was planned for and asked of a child is handed out whole, and goes with the child."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from homeroom.goals import erase, export
from homeroom.goals.models import Assignment, AssignmentEvent, ContentStop, Goal, GoalStudent
from homeroom.people.models import Class, School
from mastery.people import child, standard

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 10, 26), date(2026, 11, 13)
AT = datetime(2026, 10, 26, 15, 0, tzinfo=UTC)


@pytest.fixture
def goal() -> Goal:
    school = School.objects.create(sourced_id="s", name="Valley School")
    room = Class.objects.create(sourced_id="r", title="Room 1", school=school)
    return Goal.objects.create(school_class=room, title="Fractions", begins_on=DAY, ends_on=LATER, owner="tina")


def ask(goal: Goal, student: int) -> Assignment:
    """Work on one standard, approved, and a program put off for the child."""
    GoalStudent.objects.create(goal=goal, student_id=student)
    one = standard()
    made = Assignment.objects.create(
        id=uuid.uuid5(uuid.NAMESPACE_OID, str(student)),
        goal=goal,
        student_id=student,
        standard=one,
        serves=one,
        program="iready",
        minutes=20,
        begins_on=DAY,
        ends_on=LATER,
        reason="It is the class's goal.",
        made_by="tina",
    )
    AssignmentEvent.objects.create(
        id=uuid.uuid4(), assignment=made, kind=AssignmentEvent.Kind.APPROVED, happened_at=AT, actor="tina"
    )
    ContentStop.objects.create(
        student_id=student, program="lexia_core5", where="off", reason="too loud", since=DAY, said_by="tina"
    )
    return made


def test_the_child_goes_and_nobody_else_loses_anything(goal: Goal) -> None:
    ana, ben = child("ana"), child("ben")
    ask(goal, ana.pk)
    of_ben = ask(goal, ben.pk)
    told = erase.erase(ana.pk)
    assert [(one.package, one.place) for one in told] == [
        ("goals", "assignments"),
        ("goals", "goals"),
        ("goals", "lessons put first or off"),
    ]
    assert all(one.count for one in told)
    assert list(Assignment.objects.all()) == [of_ben]
    assert set(AssignmentEvent.objects.values_list("assignment", flat=True)) == {of_ben.pk}
    assert set(GoalStudent.objects.values_list("student", flat=True)) == {ben.pk}
    assert set(ContentStop.objects.values_list("student", flat=True)) == {ben.pk}
    assert Goal.objects.count() == 1


def test_erasing_again_finds_nothing(goal: Goal) -> None:
    ana = child("ana")
    ask(goal, ana.pk)
    erase.erase(ana.pk)
    assert [one.count for one in erase.erase(ana.pk)] == [0, 0, 0]


def test_a_record_holds_goals_work_what_became_of_it_and_what_was_put_off(goal: Goal) -> None:
    ana, ben = child("ana"), child("ben")
    made = ask(goal, ana.pk)
    ask(goal, ben.pk)
    held = {one.name: one for one in export.export(ana.pk)}
    assert [len(one.rows) for one in held.values()] == [1, 1, 1, 1]
    assert all(len(row) == len(one.columns) for one in held.values() for row in one.rows)
    work = dict(zip([told.name for told in held["assignments"].columns], held["assignments"].rows[0], strict=True))
    named = (work["id"], work["title"], work["standard"], work["program"])
    assert named == (made.pk, "Fractions", "3.NF.A.1", "iready")
    assert work["lesson"] is None
    became = held["assignment events"].rows[0]
    assert became[:2] == [made.pk, "approved"]
    assert held["lessons put first or off"].rows[0][:3] == ["lexia_core5", None, "off"]


def test_a_child_without_work_has_an_empty_record() -> None:
    assert [one.rows for one in export.export(child("ana").pk)] == [[], [], [], []]
