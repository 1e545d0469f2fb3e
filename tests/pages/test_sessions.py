"""What ends a session, at the next request: wherever it is, and on every one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from a_school import PASSWORD, TODAY, Town, staff
from homeroom.people import sessions
from homeroom.people.models import Contact, Relationship, Role, Staff, User
from homeroom.people.suspending import end_sessions, may_sign_in, restore, suspend

PATH = "/how/"


def begun(name: str) -> Client:
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    assert client.get(PATH).status_code == 200
    return client


def ended(client: Client) -> str:
    """That the session has ended, and what the person is told."""
    assert client.get(PATH).headers["Location"] == f"/sign-in/?next={PATH}"
    return client.get("/sign-in/").content.decode()


@pytest.fixture
def two(place: Town) -> list[Client]:
    return [begun("teacher"), begun("teacher")]


def test_suspending_ends_every_session_at_once(place: Town, two: list[Client]) -> None:
    suspend(place.teacher, place.data_team, "left the school")
    for client in two:
        assert "This sign-in was ended." in ended(client)
        assert client.post("/sign-in/", {"username": "teacher", "password": PASSWORD}).status_code == 403


def test_sessions_of_before_a_suspension_do_not_come_back(place: Town, two: list[Client]) -> None:
    suspend(place.teacher, place.data_team, "by mistake")
    restore(place.teacher, place.data_team, "it was a mistake")
    ended(two[0])
    assert begun("teacher").get(PATH).status_code == 200


def test_a_roster_without_the_person_ends_every_session(place: Town, two: list[Client]) -> None:
    User.objects.filter(username="teacher").update(is_active=False)
    for client in two:
        ended(client)


def test_a_person_who_has_left_is_out_the_day_after(place: Town, two: list[Client], settings: Settings) -> None:
    Staff.objects.filter(sourced_id="staff-teacher").update(ends_on=TODAY)
    assert two[0].get(PATH).status_code == 200
    settings.HOMEROOM_TODAY = TODAY + timedelta(days=1)
    for client in two:
        ended(client)


@pytest.mark.parametrize("how", ["ends", "gone", "elsewhere"])
def test_a_session_ends_with_a_role_that_it_began_with(place: Town, two: list[Client], how: str) -> None:
    role = Role.objects.get(staff=place.teacher.staff)
    if how == "ends":
        role.ends_on = TODAY - timedelta(days=1)
        role.save()
    elif how == "gone":
        role.delete()
    else:
        role.school = place.other_teacher.staff.roles.get().school  # type: ignore[union-attr]
        role.save()
    for client in two:
        assert "What you may see here has changed. Sign in again to go on." in ended(client)


def test_a_role_more_ends_nothing_and_can_be_lost_again(place: Town) -> None:
    client = begun("teacher")
    more = Role.objects.create(staff=place.teacher.staff, kind=Role.Kind.TUTOR)
    assert client.get(PATH).status_code == 200
    more.delete()
    ended(client)


def test_a_family_is_in_as_long_as_the_relationship_holds(place: Town) -> None:
    contact = Contact.objects.create(sourced_id="p", given_name="Pat", family_name="Parent")
    user = User.objects.create_user("pat", password=PASSWORD, contact=contact)
    assert not may_sign_in(user)
    related = Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    client = begun("pat")
    related.ends_on = TODAY - timedelta(days=1)
    related.save()
    ended(client)


def test_a_long_day_ends(place: Town) -> None:
    client = begun("teacher")
    session = client.session
    session[sessions.BEGAN] -= sessions.LONGEST.total_seconds() + 1
    session.save()
    assert "You were signed in for a long time." in ended(client)


def test_an_idle_half_hour_ends_a_session(place: Town) -> None:
    client = begun("teacher")
    assert client.session.get_expiry_age() == 30 * 60


def test_a_new_password_ends_the_other_sessions(place: Town, two: list[Client]) -> None:
    told = {"old": PASSWORD, "new": "four quiet words here", "again": "four quiet words here"}
    assert two[0].post("/sign-in/yours/password/", told).headers["Location"] == "/sign-in/yours/"
    assert two[0].get(PATH).status_code == 200
    assert two[1].get(PATH).status_code == 302


def test_signing_out_elsewhere(place: Town, two: list[Client]) -> None:
    began = two[0].session[sessions.BEGAN]
    assert two[0].post("/sign-in/yours/elsewhere/").headers["Location"] == "/sign-in/yours/"
    assert two[0].session[sessions.BEGAN] == began
    assert two[0].get(PATH).status_code == 200
    ended(two[1])


def test_nothing_of_a_page_is_sent_to_an_ended_session(place: Town) -> None:
    client = begun("teacher")
    end_sessions(place.teacher)
    for path in (f"/class/{place.group.pk}/", f"/class/{place.group.pk}/week.csv"):
        response = client.get(path)
        assert (response.status_code, response.content) == (302, b"")


def test_a_session_that_did_not_begin_at_our_door_begins_now(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.get(PATH).status_code == 200
    began = datetime.fromtimestamp(client.session[sessions.BEGAN], tz=timezone.get_current_timezone())
    assert timezone.now() - began < timedelta(minutes=1)
    end_sessions(place.teacher)
    ended(client)


def test_who_may_sign_in(place: Town) -> None:
    assert may_sign_in(place.teacher)
    assert may_sign_in(User.objects.create_user("shop", vendor="iready"))
    left = staff("left", None, None)
    Staff.objects.filter(pk=left.staff_id).update(ends_on=TODAY)
    left = User.objects.get(pk=left.pk)
    assert may_sign_in(left)
    assert not may_sign_in(left, TODAY + timedelta(days=1))


def test_a_roster_does_not_give_back_what_a_person_took(place: Town) -> None:
    suspend(place.teacher, place.data_team, "on leave")
    assert not restore(place.teacher, None, "the roster names the person again")
    assert not may_sign_in(User.objects.get(username="teacher"))
    suspend(place.other_teacher, None, "not in the roster")
    assert restore(place.other_teacher, None, "the roster names the person again")
    assert may_sign_in(User.objects.get(username="other"))
