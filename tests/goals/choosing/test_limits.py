"""What is known of a child, a program and a lesson limits what is asked; what is not known doesn't."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goals.choosing.a_goal import (
    BEFORE,
    BEGINS,
    ENDS,
    GOAL,
    TODAY,
    blocked,
    goal,
    happened,
    knows,
    lacks,
    lesson,
    lessons_of,
    stop,
    told,
    tried,
)
from homeroom.goals.choose import approve, propose
from homeroom.goals.choosing import limits
from homeroom.goals.models import UnitPlan
from homeroom.intake.models import IdentityLink
from homeroom.people.models import Student
from homeroom.standards.models import Standard
from mastery.a_class import children
from mastery.people import teacher

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("_day")]


@pytest.fixture
def ana() -> Student:
    (made,) = children("ana")
    told(knows(made, BEFORE))
    return made


def linked(student: Student, program: str) -> None:
    IdentityLink.objects.create(
        program=program, vendor_key="k", key="k", identity=f"{student}", student=student, method="id"
    )


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ({}, True),
        ({"valid_from": BEGINS, "valid_to": ENDS}, True),
        ({"valid_from": BEGINS + timedelta(days=1)}, False),
        ({"valid_to": ENDS - timedelta(days=1)}, False),
    ],
)
def test_a_lesson_must_be_there_on_all_of_the_goals_days(ana: Student, columns: dict[str, object], asked: bool) -> None:
    lesson("L", GOAL, **columns)
    assert (propose(goal([ana])).programs == ("number_trail",)) is asked


@pytest.mark.parametrize(
    ("low", "high", "asked"), [(3, 3, True), (2, 5, True), (None, None, True), (1, 2, False), (4, 5, False)]
)
def test_a_lesson_is_made_for_the_standards_grade_or_the_childs(
    ana: Student, low: int | None, high: int | None, asked: bool
) -> None:
    lesson("L", GOAL, grade_low=low, grade_high=high)
    assert (propose(goal([ana])).programs == ("number_trail",)) is asked


def test_an_older_child_gets_lessons_of_any_grade_on_the_way() -> None:
    (ben,) = children("ben", grade="05")
    told(knows(ben, BEFORE), lacks(ben, GOAL))
    lesson("For four", GOAL, grade_low=4, grade_high=4)
    assert (GOAL, "All about For four") in lessons_of(propose(goal([ben])), ben)


@pytest.mark.parametrize("spelled", ["Spanish", "es-US", "Español", "SPA"])
def test_a_language_the_child_has_not_worked_in_is_not_asked(ana: Student, spelled: str) -> None:
    lesson("L", GOAL, language=spelled)
    assert blocked(propose(goal([ana])), ana) == {"L": "It is in a language that the child has not worked in."}
    tried(ana, "another", date(2026, 9, 10), language="Spanish")
    assert lessons_of(propose(goal([ana])), ana) == [(GOAL, "All about L")]


@pytest.mark.parametrize("spelled", ["English", "en", "Inglés", ""])
def test_english_is_asked_of_everybody(ana: Student, spelled: str) -> None:
    lesson("L", GOAL, language=spelled)
    assert lessons_of(propose(goal([ana])), ana) == [(GOAL, "All about L")]


def test_a_child_with_accounts_elsewhere_is_not_sent_where_none_is_known(ana: Student) -> None:
    (ben,) = children("ben")
    lesson("L", GOAL)
    lesson("X", GOAL, program="ixl")
    linked(ana, "ixl")
    linked(ben, "number_trail")
    proposal = propose(goal([ana]))
    assert lessons_of(proposal, ana) == [(GOAL, "All about X")]
    assert blocked(proposal, ana) == {"L": "No account of the child in this program is known."}


def test_a_child_without_any_known_account_may_be_asked_anything(ana: Student) -> None:
    linked(children("ben")[0], "number_trail")
    lesson("L", GOAL)
    assert propose(goal([ana])).programs == ("number_trail",)


def test_a_program_without_any_known_account_may_be_asked_of_anybody(ana: Student) -> None:
    linked(ana, "ixl")
    lesson("L", GOAL)
    assert propose(goal([ana])).programs == ("number_trail",)


def test_what_another_goal_asks_for_is_not_asked_twice(ana: Student) -> None:
    lesson("L", GOAL)
    approve(goal([ana]), teacher())
    proposal = propose(goal([ana]))
    assert lessons_of(proposal, ana) == []
    assert blocked(proposal, ana) == {"L": "It is asked of the child already."}


def test_what_was_cancelled_may_be_asked_again(ana: Student) -> None:
    lesson("L", GOAL)
    one = goal([ana])
    (made,) = approve(one, teacher()).assignments
    assert propose(one).work == ()
    happened(made, "cancelled")
    assert [piece.assignment.pk for piece in propose(one).work] == [made.pk]


def test_a_lesson_that_was_tried_is_worth_less(ana: Student) -> None:
    lesson("A", GOAL)
    lesson("B", GOAL)
    tried(ana, "A", date(2026, 9, 10))
    first, second = propose(goal([ana])).work
    assert first.title == "All about B"
    assert second.worth < first.worth


def test_minutes_come_from_the_goal_then_the_plan_then_the_weeks(ana: Student) -> None:
    one = goal([ana], minutes=50)
    assert limits.rooms(one, [ana.pk], []).tolist() == [50]
    one.minutes = 0
    assert limits.rooms(one, [ana.pk], []).tolist() == [120]
    standard = Standard.objects.get(code=GOAL)
    plan = {"school_class": one.school_class, "standard": standard, "made_by": "tina"}
    UnitPlan.objects.create(week=BEGINS, minutes=45, **plan)
    UnitPlan.objects.create(week=BEGINS + timedelta(days=7), minutes=30, state="skipped", **plan)
    assert limits.rooms(one, [ana.pk], []).tolist() == [45]


def test_a_word_on_a_lesson_comes_before_one_on_its_program(ana: Student) -> None:
    only = lesson("L", GOAL)
    lesson("M", GOAL)
    stop("off", student=ana)
    stop("first", only, student=ana)
    assert lessons_of(propose(goal([ana])), ana) == [(GOAL, "All about L")]


def test_a_word_on_a_child_comes_before_one_on_the_class(ana: Student) -> None:
    lesson("L", GOAL)
    (ben,) = children("ben")
    told(knows(ben, BEFORE))
    one = goal([ana, ben])
    stop("off", school_class=one.school_class)
    stop("first", student=ben)
    proposal = propose(one)
    assert lessons_of(proposal, ben) == [(GOAL, "All about L")]
    assert lessons_of(proposal, ana) == [(GOAL, "")]


def test_a_lifted_word_holds_no_more(ana: Student) -> None:
    lesson("L", GOAL)
    one = stop("off", student=ana)
    one.lifted_by, one.lifted_at = "tina", "2026-11-20T12:00Z"
    one.save()
    assert lessons_of(propose(goal([ana])), ana) == [(GOAL, "All about L")]


def test_a_goal_under_way_asks_from_today_on(ana: Student) -> None:
    lesson("L", GOAL)
    (piece,) = propose(goal([ana], begins_on=TODAY - timedelta(days=4))).work
    assert piece.assignment.begins_on == TODAY
