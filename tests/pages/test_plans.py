"""The way to a school's plans: from every page, for those who plan and those who work by plans."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from a_school import Town, staff
from homeroom.pages.paths import urlpatterns
from homeroom.pages.planning.nav import OF_A_CLASS, ROOMS, ROUTES
from homeroom.people.models import Role, School, User
from pages.test_nav import nav

pytestmark = pytest.mark.any_database
DOOR = '<a href="/plans/"'


def tutor(place: Town) -> User:
    return staff("tutor", Role.Kind.TUTOR, place.school)


def test_who_plans_comes_to_the_week_and_who_works_by_plans_to_today(client: Client, place: Town) -> None:
    coordinator = staff("lab", Role.Kind.LAB_COORDINATOR, place.school)
    for user, route in (
        (coordinator, "block"),
        (place.principal, "block"),
        (place.teacher, "today"),
        (tutor(place), "today"),
    ):
        client.force_login(user)
        answer = client.get("/plans/")
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse(route, args=[place.school.pk]))


def test_the_head_of_every_page_leads_there_for_them_alone(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert DOOR in client.get("/how/").content.decode()
    leader = staff("leader", Role.Kind.NETWORK_LEADER, None)
    for user in (leader, place.stranger):
        client.force_login(user)
        assert DOOR not in client.get("/how/").content.decode()
        assert client.get("/plans/").status_code == 404


def test_of_several_schools_one_is_chosen(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    page = client.get("/plans/").content.decode()
    schools = School.objects.filter(kind="school", classes__isnull=False).distinct()
    assert len(schools) > 1
    assert [page.count(f'href="/school/{one.pk}/block/"') for one in schools] == [1] * len(schools)


def test_without_a_school_that_has_classes_the_page_says_so(client: Client, place: Town) -> None:
    alone = staff("alone", Role.Kind.PRINCIPAL, School.objects.create(sourced_id="s9", name="Hill School"))
    client.force_login(alone)
    assert "None of your schools has classes yet." in client.get("/plans/").content.decode()


def test_every_page_of_plans_shows_those_one_may_open_and_marks_itself(client: Client, place: Town) -> None:
    client.force_login(place.principal)
    for route, words, _ in ROOMS:
        found = nav(client.get(reverse(route, args=[place.school.pk])).content.decode())
        assert [words for words, _ in found] == [words for _, words, _ in ROOMS]
        assert [pair for pair in found if pair[1]] == [(words, "page")]
    client.force_login(place.teacher)
    found = nav(client.get(reverse("today", args=[place.school.pk])).content.decode())
    assert [words for words, _ in found] == ["Today", "Rotation", "Minutes", "Minutes and mastery"]


def test_a_page_of_a_class_stands_among_the_plans_of_its_school(client: Client, place: Town) -> None:
    client.force_login(place.principal)
    for route in OF_A_CLASS:
        found = nav(client.get(reverse(route, args=[place.group.pk])).content.decode())
        assert [pair for pair in found if pair[1]] == [("Flexible block", "true")]


def test_the_order_names_routes_that_exist() -> None:
    assert {one.name for one in urlpatterns} >= ROUTES
