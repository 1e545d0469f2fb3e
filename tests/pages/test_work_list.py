"""The work-list: what each child is to do, ticked by an adult, and nobody else's children on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from a_school import TODAY, Town, child, staff, teaches
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.people.models import AuditEntry, Caseload, Class, Contact, Relationship, Role, User
from pages.goals_by_hand import CODE, NEXT_WEEK, give, happened, lesson, of_class, words

Kind = AssignmentEvent.Kind
PATH = "/work-list/"


@pytest.fixture
def works(place: Town) -> list[Assignment]:
    """Work of three children of the class, to be seen to by hand."""
    return give(of_class(place.group, place.numbers[:3]), item=lesson())


def test_it_works(client: Client, place: Town, works: list[Assignment]) -> None:
    client.force_login(place.teacher)
    page = words(client.get(PATH).content)
    assert "What is each child to do? 3 pieces of work are left to see to." in page
    assert "Monday 26 October 2026" in page
    for number in range(3):
        assert place.children[number].name in page
    assert place.children[3].name not in page
    assert "i-Ready Halves and thirds" in page
    entry = AuditEntry.objects.filter(verb="saw").get()
    assert entry.students == sorted(place.numbers[:3])


def test_the_tick_is_the_state_change_and_is_taken_back(client: Client, place: Town, works: list[Assignment]) -> None:
    client.force_login(place.teacher)
    answer = client.post(PATH, {"tick": f"done-{works[0].pk}"})
    assert answer.headers["Location"] == f"{PATH}#work-{works[0].pk}"
    page = words(client.get(PATH).content)
    assert "● teacher Undo" in page
    assert "2 pieces of work are left to see to." in page
    client.post(PATH, {"untick": f"done-{works[0].pk}"})
    assert "3 pieces of work are left to see to." in words(client.get(PATH).content)
    client.post(PATH, {"tick": f"done-{works[0].pk}"})
    assert "● teacher Undo" in words(client.get(PATH).content)


def test_a_tick_twice_is_a_tick_once(client: Client, place: Town, works: list[Assignment]) -> None:
    client.force_login(place.teacher)
    for _ in range(2):
        client.post(PATH, {"tick": f"done-{works[0].pk}"})
    assert AssignmentEvent.objects.filter(kind=Kind.SUBMITTED).count() == 1


def test_a_tutor_sees_and_ticks_the_own_children_alone(client: Client, place: Town, works: list[Assignment]) -> None:
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    Caseload.objects.create(staff=tutor.staff, student=place.children[1], reason="reads with the child")
    client.force_login(tutor)
    page = words(client.get(PATH).content)
    assert place.children[1].name in page
    assert place.children[0].name not in page
    own = next(one for one in works if one.student_id == place.numbers[1])
    others = next(one for one in works if one.student_id == place.numbers[0])
    assert client.post(PATH, {"tick": f"done-{others.pk}"}).status_code == 404
    assert client.post(PATH, {"tick": f"done-{own.pk}"}).status_code == 302
    assert client.get(f"{PATH}?class={place.group.pk}").status_code == 404
    assert [one.assignment_id for one in AssignmentEvent.objects.filter(kind=Kind.SUBMITTED)] == [own.pk]


def test_the_lab_sees_its_children(client: Client, place: Town, works: list[Assignment]) -> None:
    coordinator = staff("lab", Role.Kind.LAB_COORDINATOR, place.school)
    teaches(coordinator, place.group)
    client.force_login(coordinator)
    assert place.children[0].name in words(client.get(PATH).content)


def test_those_who_work_with_no_child_choose_a_class(client: Client, place: Town, works: list[Assignment]) -> None:
    for user in (place.principal, place.data_team):
        client.force_login(user)
        page = client.get(PATH).content.decode()
        assert place.children[0].family_name not in page
        assert f'href="?class={place.group.pk}"' in page
        assert place.children[0].name in words(client.get(f"{PATH}?class={place.group.pk}").content)


def test_a_parent_who_works_here_does_not_find_the_own_child(
    client: Client, place: Town, works: list[Assignment]
) -> None:
    contact = Contact.objects.create(sourced_id="g1", given_name="Gil", family_name="Parent")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    User.objects.filter(pk=place.stranger.pk).update(contact=contact)
    client.force_login(User.objects.get(pk=place.stranger.pk))
    assert place.children[0].family_name not in client.get(PATH).content.decode()


@pytest.mark.parametrize("query", ["?class=x", "?class=0", "?class=999999", "?day=soon", "?day=1999-01-01"])
def test_what_is_no_class_or_day_is_not_here(client: Client, place: Town, query: str) -> None:
    client.force_login(place.teacher)
    assert client.get(PATH + query).status_code == 404
    assert client.get(f"{PATH}work-list.csv{query}").status_code == 404


def test_another_class_is_not_here(client: Client, place: Town) -> None:
    away = Class.objects.get(sourced_id="c2")
    [theirs] = give(of_class(away, [child(99, away, "Cy", "Elsewhere").pk]))
    client.force_login(place.teacher)
    assert client.get(f"{PATH}?class={away.pk}").status_code == 404
    for told in (f"done-{theirs.pk}", "done-x", "eaten-1", "x", ""):
        assert client.post(PATH, {"tick": told}).status_code == 404
    assert not AssignmentEvent.objects.filter(kind=Kind.SUBMITTED).exists()


def test_only_work_of_the_day_stands_on_it(client: Client, place: Town, works: list[Assignment]) -> None:
    client.force_login(place.teacher)
    assert "No work was sent for this day." in words(client.get(f"{PATH}?day={TODAY - timedelta(days=1)}").content)
    assert place.children[0].name in words(client.get(f"{PATH}?day={NEXT_WEEK}").content)
    assert "No work was sent for this day." in words(client.get(f"{PATH}?day={NEXT_WEEK + timedelta(days=1)}").content)


def test_what_was_called_off_or_ended_stands_on_it_no_more(
    client: Client, place: Town, works: list[Assignment]
) -> None:
    happened(works[0], Kind.CANCELLED)
    client.force_login(place.teacher)
    assert "2 pieces of work are left to see to." in words(client.get(PATH).content)
    Goal.objects.update(ended_by="teacher", ended_at="2026-10-26T10:00Z")
    assert "No work was sent for this day." in words(client.get(PATH).content)


def test_work_of_an_unsent_goal_is_asked_of_nobody(client: Client, place: Town) -> None:
    of_class(place.group, place.numbers)
    client.force_login(place.teacher)
    assert "No work was sent for this day." in words(client.get(PATH).content)


def test_what_is_given_may_still_be_done(client: Client, place: Town, works: list[Assignment]) -> None:
    client.force_login(place.teacher)
    client.post(PATH, {"tick": f"given-{works[0].pk}"})
    page = words(client.get(PATH).content)
    assert "● teacher Undo" in page
    assert "3 pieces of work are left to see to." in page
    client.post(PATH, {"untick": f"given-{works[0].pk}"})
    assert "● teacher" not in words(client.get(PATH).content)
    assert list(AuditEntry.objects.filter(verb="ticked").values_list("students", flat=True)) == [[works[0].student_id]]


def test_what_a_program_was_told_itself_needs_no_adult(client: Client, place: Town) -> None:
    [work] = give(of_class(place.group, place.numbers[:1]), "api", lesson())
    client.force_login(place.teacher)
    assert "No work was sent for this day." in words(client.get(PATH).content)
    assert client.post(PATH, {"tick": f"done-{work.pk}"}).status_code == 404


def test_a_link_opens_the_lesson(client: Client, place: Town) -> None:
    give(of_class(place.group, place.numbers[:1]), "deep_link", lesson(), "https://example.test/lesson/1?a=1&b=2")
    client.force_login(place.teacher)
    assert 'href="https://example.test/lesson/1?a=1&amp;b=2"' in client.get(PATH).content.decode()


def test_hostile_titles_are_words(client: Client, place: Town) -> None:
    give(of_class(place.group, place.numbers[:1]), item=lesson(title="<script>alert(1)</script>"))
    client.force_login(place.teacher)
    assert "<script>alert(1)" not in client.get(PATH).content.decode()
    assert "&lt;script&gt;alert(1)" in client.get(PATH).content.decode()


def test_it_leaves_as_a_file(client: Client, place: Town, works: list[Assignment]) -> None:
    client.force_login(place.teacher)
    client.post(PATH, {"tick": f"done-{works[0].pk}"})
    csv = client.get(f"{PATH}work-list.csv?header=machine").content.decode("utf-8-sig").splitlines()
    assert csv[0] == "child,standard,title,program,lesson,minutes,reason,given_by,done_by,state"
    assert sum(f"{CODE},Unit fractions,iready,Halves and thirds,20" in row for row in csv) == 3
    assert sum(row.endswith(",teacher,submitted") for row in csv) == 1
    for kind in ("xlsx", "json", "pdf"):
        assert client.get(f"{PATH}work-list.{kind}").status_code == 200
    assert AuditEntry.objects.filter(verb="exported").count() == 4
