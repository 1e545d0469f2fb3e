"""Assign work: five steps that can be left and resumed, and whose a goal is."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from a_school import Town, child, staff, teaches
from homeroom.goals.models import Assignment, ContentStop, Goal
from homeroom.mastery import kept_groups, teachers
from homeroom.people.models import AuditEntry, Class, Enrollment, Role, Student
from homeroom.standards.models import Standard
from pages.goals_by_hand import (
    CODE,
    NEXT_WEEK,
    OTHER,
    draft,
    lesson,
    of_class,
    planned,
    sent,
    unit,
    words,
)
from pages.groups_by_hand import know

pytestmark = pytest.mark.any_database

HOSTILE = '<script>alert("x")</script> =1+1'


def path(place: Town) -> str:
    return f"/class/{place.group.pk}/assign/"


def aim(goal: Goal, **changed: object) -> dict[str, object]:
    """What the form of the first step sends."""
    told: dict[str, object] = {
        "title": "Fractions",
        "standards": [Standard.objects.get(code=CODE).pk],
        "criterion": "mastery",
        "cut": 80,
        "count": 1,
        "minutes": 60,
        "begins_on": "2026-11-02",
        "ends_on": "2026-11-13",
    }
    return told | changed


# The class's page


def test_it_works(client: Client, place: Town) -> None:
    planned(place, NEXT_WEEK)
    lesson()
    client.force_login(place.teacher)
    page = client.get(path(place))
    assert "Grade 3, Room 12: assign work" in words(page.content)
    assert "No goal of this class runs now." in words(page.content)
    begun = client.post(path(place), {"act": "planned", "which": unit().pk})
    goal = Goal.objects.get()
    assert begun.headers["Location"] == f"/goal/{goal.pk}/goals/"
    assert goal.title == "Fractions"
    assert [one.standard.code for one in goal.standards.order_by("pk")] == [CODE, OTHER]
    assert goal.students.count() == len(place.numbers)
    assert (goal.begins_on, goal.ends_on) == (date(2026, 10, 26), date(2026, 11, 6))


def test_my_class_leads_here(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert f'href="{path(place)}"' in client.get(f"/class/{place.group.pk}/").content.decode()


def test_a_draft_is_resumed_and_thrown_away(client: Client, place: Town) -> None:
    goal = draft(place)
    client.force_login(place.teacher)
    assert f'href="/goal/{goal.pk}/goals/"' in client.get(path(place)).content.decode()
    answer = client.post(path(place), {"act": "discard", "which": goal.pk})
    assert "The draft is gone." in words(client.get(answer.headers["Location"]).content)
    assert not Goal.objects.exists()
    assert AuditEntry.objects.filter(verb="discarded").get().students == sorted(place.numbers)


def test_a_goal_that_was_sent_cannot_be_thrown_away(client: Client, place: Town) -> None:
    lesson()
    goal = sent(client, place)
    assert client.post(path(place), {"act": "discard", "which": goal.pk}).status_code == 404
    assert Goal.objects.exists()


@pytest.mark.parametrize("which", ["", "x", "999999", "-1", "9" * 30])
def test_a_unit_that_is_none_begins_nothing(client: Client, place: Town, which: str) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), {"act": "planned", "which": which}).status_code == 404
    assert client.post(path(place), {"act": "unit", "unit": which}).status_code == 422
    assert not Goal.objects.exists()


def test_another_page_may_name_standards_and_children(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    told = {"standard": [Standard.objects.get(code=OTHER).pk], "child": place.numbers[:2]}
    client.post(path(place), {"act": "these", **told})
    goal = Goal.objects.get()
    assert goal.scope == Goal.Scope.CHILD
    assert set(goal.students.values_list("student", flat=True)) == set(place.numbers[:2])
    assert goal.title == OTHER


def test_a_child_of_another_class_is_not_taken_in(client: Client, place: Town) -> None:
    other = child(99, Class.objects.get(sourced_id="c2"), "Cy", "Elsewhere")
    client.force_login(place.teacher)
    client.post(path(place), {"act": "these", "standard": [Standard.objects.first().pk], "child": [other.pk]})  # type: ignore[union-attr]
    assert not Goal.objects.get().students.exists()


def test_an_empty_class_begins_nothing(client: Client, place: Town) -> None:
    Enrollment.objects.filter(student__isnull=False).delete()
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "No students in this class yet." in page
    assert "Choose standards yourself" not in page


# Step 1


@pytest.mark.parametrize(("carried", "offered"), [("03", True), ("3", True), ("4", False)])
def test_standards_of_the_grade_are_offered_however_it_is_spelled(
    client: Client, place: Town, carried: str, offered: bool
) -> None:
    Standard.objects.filter(code=OTHER).update(grade=carried)
    goal = draft(place)
    client.force_login(place.teacher)
    assert (OTHER in words(client.get(f"/goal/{goal.pk}/goals/").content)) is offered


def test_the_first_step_keeps_what_was_said_and_goes_on(client: Client, place: Town) -> None:
    goal = draft(place)
    client.force_login(place.teacher)
    both = [Standard.objects.get(code=code).pk for code in (CODE, OTHER)]
    told = aim(goal, standards=both, criterion="lessons", count=3, cut=70, title=HOSTILE)
    answer = client.post(f"/goal/{goal.pk}/goals/", told)
    assert answer.headers["Location"] == f"/goal/{goal.pk}/who/"
    goal.refresh_from_db()
    assert (goal.title, goal.criterion, goal.count, goal.cut) == (HOSTILE, "lessons", 3, 0.7)
    assert (goal.minutes, goal.begins_on, goal.ends_on) == (60, NEXT_WEEK, date(2026, 11, 13))
    assert set(goal.standards.values_list("standard", flat=True)) == set(both)
    for step in ("goals", "who", "work", "check", "send"):
        body = client.get(f"/goal/{goal.pk}/{step}/").content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert" in body


def test_a_step_can_be_left(client: Client, place: Town) -> None:
    goal = draft(place)
    client.force_login(place.teacher)
    answer = client.post(f"/goal/{goal.pk}/goals/", {**aim(goal), "leave": ""})
    assert answer.headers["Location"] == path(place)
    answer = client.post(f"/goal/{goal.pk}/who/", {"who": "class", "leave": ""})
    assert answer.headers["Location"] == path(place)
    goal.refresh_from_db()
    assert goal.minutes == 60


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"standards": []}, "Choose at least one standard."),
        ({"standards": ["0"]}, "Select a valid choice."),
        ({"ends_on": "2026-10-01"}, "The last day comes before the first."),
        ({"ends_on": "soon"}, "Enter a valid date."),
        ({"cut": 0}, "greater than or equal to 1"),
        ({"cut": 101}, "less than or equal to 100"),
        ({"minutes": -1}, "greater than or equal to 0"),
        ({"minutes": 10**9}, "less than or equal to 6000"),
        ({"criterion": "luck"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_kept_is_said(client: Client, place: Town, changed: dict[str, object], says: str) -> None:
    goal = draft(place)
    client.force_login(place.teacher)
    answer = client.post(f"/goal/{goal.pk}/goals/", aim(goal, **changed))
    assert answer.status_code == 422
    assert says in words(answer.content)
    goal.refresh_from_db()
    assert goal.minutes == 120


def test_without_a_standard_the_other_steps_lead_back(client: Client, place: Town) -> None:
    goal = draft(place, codes=())
    client.force_login(place.teacher)
    for step in ("who", "work", "check", "send"):
        assert client.get(f"/goal/{goal.pk}/{step}/").headers["Location"] == f"/goal/{goal.pk}/goals/"


def test_without_a_child_the_later_steps_lead_back(client: Client, place: Town) -> None:
    goal = draft(place)
    goal.students.all().delete()
    client.force_login(place.teacher)
    for step in ("work", "check", "send"):
        assert client.get(f"/goal/{goal.pk}/{step}/").headers["Location"] == f"/goal/{goal.pk}/who/"


# Step 2


def test_who_may_be_some_children_a_group_or_the_class(client: Client, place: Town) -> None:
    goal = draft(place)
    group = kept_groups.keep(place.teacher, place.group, Standard.objects.get(code=CODE), place.numbers[4:7], "").group
    client.force_login(place.teacher)
    where = f"/goal/{goal.pk}/who/"
    assert f"The group on {CODE}" in words(client.get(where).content)
    for told, scope, inside in (
        ({"who": "some", "children": place.numbers[:3]}, "child", place.numbers[:3]),
        ({"who": f"group-{group.pk}"}, "group", place.numbers[4:7]),
        ({"who": "class"}, "class", place.numbers),
    ):
        assert client.post(where, told).headers["Location"] == f"/goal/{goal.pk}/work/"
        goal.refresh_from_db()
        assert goal.scope == scope
        assert set(goal.students.values_list("student", flat=True)) == set(inside)


def test_nobody_is_no_answer_to_who(client: Client, place: Town) -> None:
    goal = draft(place)
    other = child(99, Class.objects.get(sourced_id="c2"), "Cy", "Elsewhere")
    client.force_login(place.teacher)
    for told in ({}, {"who": "some"}, {"who": "some", "children": [other.pk]}, {"who": "group-999"}):
        assert client.post(f"/goal/{goal.pk}/who/", told).status_code == 422
    assert goal.students.count() == len(place.numbers)


def test_a_child_who_left_the_class_is_neither_named_nor_given_work(client: Client, place: Town) -> None:
    lesson()
    goal, gone = draft(place), place.children[0]
    Enrollment.objects.filter(student=gone).delete()
    client.force_login(place.teacher)
    for step in ("who", "work", "check", "send"):
        assert gone.family_name + ", " not in words(client.get(f"/goal/{goal.pk}/{step}/").content)
        assert gone.name not in words(client.get(f"/goal/{goal.pk}/{step}/").content)


# Steps 3 and 4


def test_proposed_work_says_program_lesson_minutes_and_why(client: Client, place: Town) -> None:
    lesson()
    goal = draft(place, who=range(2))
    client.force_login(place.teacher)
    page = words(client.get(f"/goal/{goal.pk}/work/").content)
    for told in (place.children[0].name, CODE, "i-Ready", "Halves and thirds", "20"):
        assert told in page
    assert not Assignment.objects.exists()
    entry = AuditEntry.objects.filter(verb="saw").get()
    assert entry.students == sorted(place.numbers[:2])


def test_a_teachers_word_leaves_a_lesson_out_and_is_lifted(client: Client, place: Town) -> None:
    awful, goal, number = lesson(title="Awful lesson"), draft(place, who=range(2)), place.numbers[0]
    client.force_login(place.teacher)
    where = f"/goal/{goal.pk}/work/{number}/"
    assert "Awful lesson" in proposed_now(client, where)
    told = {"about": f"lesson-{awful.pk}", "where": "off", "whom": "child", "reason": HOSTILE}
    assert client.post(where, told).status_code == 302
    assert "Awful lesson" not in proposed_now(client, where)
    assert "&lt;script&gt;" in client.get(where).content.decode()
    assert "Awful lesson" in proposed_now(client, f"/goal/{goal.pk}/work/{place.numbers[1]}/")
    stop = ContentStop.objects.get()
    assert (stop.student_id, stop.where, stop.said_by) == (number, "off", "teacher")
    client.post(where, {"act": "lift", "which": stop.pk})
    assert "Awful lesson" in proposed_now(client, where)
    assert [one.verb for one in AuditEntry.objects.exclude(verb="saw").order_by("pk")] == [
        "began",
        "took off",
        "lifted",
    ]


def proposed_now(client: Client, where: str) -> str:
    return words(client.get(where).content).split("What holds now")[0]


def test_a_word_for_the_whole_class_counts_for_everybody(client: Client, place: Town) -> None:
    lesson(title="Awful lesson")
    lesson(title="Better lesson", program="ixl")
    goal = draft(place, who=range(2))
    client.force_login(place.teacher)
    told = {"about": "program-iready", "where": "off", "whom": "class", "reason": "It is down this week."}
    client.post(f"/goal/{goal.pk}/work/{place.numbers[0]}/", told)
    page = words(client.get(f"/goal/{goal.pk}/work/").content)
    assert page.count("Better lesson") == 2
    assert "Awful lesson" not in page


def test_a_word_without_a_reason_is_not_kept(client: Client, place: Town) -> None:
    item, goal = lesson(), draft(place, who=range(1))
    client.force_login(place.teacher)
    where = f"/goal/{goal.pk}/work/{place.numbers[0]}/"
    for reason in ("", "   "):
        told = {"about": f"lesson-{item.pk}", "where": "off", "whom": "child", "reason": reason}
        answer = client.post(where, told)
        assert answer.status_code == 422
        assert "Say why" in words(answer.content)
    assert not ContentStop.objects.exists()


def test_the_page_of_a_child_whom_the_goal_is_not_for_is_not_here(client: Client, place: Town) -> None:
    lesson()
    goal = draft(place, who=range(2))
    client.force_login(place.teacher)
    assert client.get(f"/goal/{goal.pk}/work/{place.numbers[5]}/").status_code == 404
    assert client.get(f"/goal/{goal.pk}/work/999999/").status_code == 404


def test_the_check_names_who_masters_it_who_is_unknown_and_what_has_no_lesson(client: Client, place: Town) -> None:
    lesson()
    teachers.override(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "mastered", "I saw it.")
    know(place, CODE, "not yet", 12, range(1, 2))
    goal = draft(place, who=range(3))
    client.force_login(place.teacher)
    page = words(client.get(f"/goal/{goal.pk}/check/").content)
    assert f"1 child masters all of it already. {place.children[0].name}" in page
    assert f"Of 1 child nothing is known on these standards yet. {place.children[2].name}" in page
    assert "Every standard has a lesson in some program." in page
    goal = draft(place, codes=(CODE, OTHER), who=range(3))
    page = words(client.get(f"/goal/{goal.pk}/check/").content)
    assert f"1 standard has no lesson in any program: plan it offline. {OTHER}" in page


def test_the_check_holds_minutes_against_the_labs(client: Client, place: Town) -> None:
    lesson(minutes=20)
    goal = draft(place, who=range(2))
    Goal.objects.update(minutes=20)
    client.force_login(place.teacher)
    where = f"/goal/{goal.pk}/check/"
    assert "Everybody's work fits the 20 lab minutes." in words(client.get(where).content)
    Goal.objects.update(minutes=100)
    assert "2 children have more or far less work than the 100 lab minutes." in words(client.get(where).content)
    Goal.objects.update(minutes=0)
    assert "The goal gives no lab minutes" in words(client.get(where).content)


# Whose it is


def test_to_everybody_who_may_not_open_the_class_a_goal_is_not_here(client: Client, place: Town) -> None:
    lesson()
    there = Class.objects.get(sourced_id="c2")
    pupil = child(99, there, "Cy", "Elsewhere")
    mine, theirs = draft(place), of_class(there, [pupil.pk])
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    for user, goal in ((place.teacher, theirs), (place.other_teacher, mine), (tutor, mine), (place.stranger, mine)):
        client.force_login(user)
        for step in ("", "goals/", "who/", "work/", f"work/{place.numbers[0]}/", "check/", "send/", "results.csv"):
            assert client.get(f"/goal/{goal.pk}/{step}").status_code == 404, (user, step)
        assert client.post(f"/goal/{goal.pk}/send/").status_code == 404
        assert client.post(f"/goal/{goal.pk}/", {"act": "end"}).status_code == 404
    assert not Goal.objects.exclude(sent_at=None).exists()


@pytest.mark.parametrize("number", [0, 10**30, 999_999])
def test_a_number_that_is_no_goal_is_not_here(client: Client, place: Town, number: int) -> None:
    client.force_login(place.teacher)
    assert client.get(f"/goal/{number}/").status_code == 404


def test_who_loses_the_class_loses_its_goals(client: Client, place: Town) -> None:
    goal = draft(place)
    second = staff("second", Role.Kind.TEACHER, place.school)
    teaches(second, place.group)
    client.force_login(second)
    assert client.get(f"/goal/{goal.pk}/goals/").status_code == 200
    Enrollment.objects.filter(staff=second.staff).delete()
    assert client.get(f"/goal/{goal.pk}/goals/").status_code == 404
    assert Student.objects.count() == len(place.numbers)
