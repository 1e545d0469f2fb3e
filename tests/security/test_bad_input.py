"""What a door may be shown that is not right: each is refused or resolved in words, and nobody sees more by it.

Tokens and assertions of identity providers are forged in tests/pages/test_forged.py; the table at the end names them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tools.named_tests import trouble

from a_school import PASSWORD, Town, staff
from homeroom.people.models import Enrollment, Role, SignInLink, Staff, User
from homeroom.people.outside import linking
from homeroom.people.outside.providers import IdentityProvider
from homeroom.people.signin import make_link
from homeroom.people.signin_models import OutsideIdentity, WaitingIdentity
from homeroom.people.suspending import end_sessions, restore, suspend
from homeroom.people.visibility import visible_to

SPENT = "This link no longer works"


def signed_in(client: Client) -> bool:
    return client.get("/how/").status_code == 200


# One-time links


def used(place: Town, token: str) -> str:
    Client().post(f"/sign-in/link/{token}")
    return token


def expired(place: Town, token: str) -> str:
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    return token


def of_before_a_suspension(place: Town, token: str) -> str:
    suspend(place.teacher, place.data_team, "a lost laptop")
    restore(place.teacher, place.data_team, "found again")
    return token


def of_before_sessions_were_ended(place: Town, token: str) -> str:
    end_sessions(place.teacher)
    return token


LINKS: dict[str, Callable[[Town, str], str]] = {
    "forged": lambda place, token: "A" * 43,
    "one letter changed": lambda place, token: token[:-1] + ("A" if token[-1] != "A" else "B"),
    "its hash": lambda place, token: SignInLink.objects.get().token_sha256,
    "cut short": lambda place, token: token[:20],
    "with more behind it": lambda place, token: token + "x",
    "very long": lambda place, token: "x" * 8000,
    "letters of another alphabet": lambda place, token: "ключ٣",
    "replayed": used,
    "expired": expired,
    "of before a suspension": of_before_a_suspension,
    "of before the sessions were ended": of_before_sessions_were_ended,
}


@pytest.mark.parametrize("way", LINKS)
def test_a_link_that_is_not_right_signs_nobody_in_and_says_what_to_do(client: Client, place: Town, way: str) -> None:
    token = LINKS[way](place, make_link(place.teacher))
    response = client.post(f"/sign-in/link/{token}")
    assert response.status_code == 403
    assert SPENT in response.content.decode()
    assert "Ask your data team for a new one" in response.content.decode()
    assert not signed_in(client)


def test_a_link_of_somebody_suspended_says_so(client: Client, place: Town) -> None:
    token = make_link(place.teacher)
    place.teacher.is_active = False
    place.teacher.save()
    assert client.post(f"/sign-in/link/{token}").status_code == 403
    assert not signed_in(client)


def test_a_link_followed_while_somebody_else_is_signed_in_mixes_nobody(client: Client, place: Town) -> None:
    """A link sent to a principal does not make the principal's session somebody else's and keep its rights."""
    client.force_login(place.principal)
    session = client.session
    session["view_as"] = place.teacher.pk
    session.save()
    assert client.post(f"/sign-in/link/{make_link(place.other_teacher)}").status_code == 302
    assert client.session["_auth_user_id"] == str(place.other_teacher.pk)
    assert "view_as" not in client.session
    assert client.get(f"/class/{place.group.pk}/").status_code == 404


# Sessions


def cookie(value: str) -> Client:
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = value
    return client


@pytest.mark.parametrize("value", ["", "a" * 32, "0", "x" * 4000, "../../etc/passwd", "None", "' or 1=1 --", "\xe9"])
def test_a_made_up_session_is_nobodys(place: Town, value: str) -> None:
    response = cookie(value).get("/how/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in/?next=/how/"


def test_a_session_of_before_a_role_was_lost_sees_nothing_more_and_says_why(place: Town) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "principal", "password": PASSWORD})
    assert browser.get(f"/class/{place.group.pk}/").status_code == 200
    Role.objects.filter(staff=place.principal.staff).update(ends_on="2026-10-25")
    assert browser.get(f"/class/{place.group.pk}/").status_code == 302
    assert "What you may see here has changed" in browser.get("/sign-in/").content.decode()


def test_a_session_of_before_a_class_was_lost_sees_it_no_more(place: Town) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    Enrollment.objects.filter(staff=place.teacher.staff).update(ends_on="2026-10-25")
    assert browser.get(f"/class/{place.group.pk}/").status_code == 404
    assert browser.get(f"/student/{place.numbers[0]}/week.csv").status_code == 404


def test_the_session_of_a_deleted_account_is_nobodys(place: Town) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "stranger", "password": PASSWORD})
    place.stranger.delete()
    assert browser.get("/how/").status_code == 302


# Rosters


def test_one_person_under_two_ids_has_two_sign_ins_and_each_sees_its_own(place: Town) -> None:
    """Nothing joins them but a person's decision: the same name and e-mail are no reason to see more."""
    second = staff("teacher2", Role.Kind.TEACHER, place.school)
    same = {"given_name": "Teacher", "family_name": "Example", "email": "t@example.org"}
    Staff.objects.filter(pk__in=[place.teacher.staff_id, second.staff_id]).update(**same)
    assert visible_to(place.teacher).count() == len(place.children)
    assert visible_to(User.objects.get(username="teacher2")).count() == 0


DISTRICT = IdentityProvider(
    id="d", name="District", kind="openid", issuer="https://d.example", roster_id_claim="sis", roster_id="identifier"
)


@pytest.fixture
def one_id_for_two(place: Town) -> Town:
    Staff.objects.filter(pk__in=[place.teacher.staff_id, place.other_teacher.staff_id]).update(identifier="77")
    return place


@pytest.mark.parametrize("able", ["both", "the first alone", "the second alone", "neither"])
def test_one_id_for_two_people_is_for_a_person_to_decide(one_id_for_two: Town, able: str) -> None:
    """Also where only one of the two may sign in: it may well be the other one who comes."""
    if able in ("the second alone", "neither"):
        suspend(one_id_for_two.teacher, None, "gone")
    if able in ("the first alone", "neither"):
        suspend(one_id_for_two.other_teacher, None, "gone")
    assert linking.person(DISTRICT, linking.Told("subject", "77")) == linking.WAITS
    assert WaitingIdentity.objects.get().why == "several people here have this roster id"
    assert not OutsideIdentity.objects.exists()


@pytest.mark.parametrize("told", ["", " ", "77 ", "٧٧", "077", "77\x00", "7%", "7_", "*", "None"])
def test_an_id_that_is_not_quite_somebodys_is_nobodys(place: Town, told: str) -> None:
    Staff.objects.filter(pk=place.teacher.staff_id).update(identifier="77")
    assert linking.person(DISTRICT, linking.Told("subject", told)) == linking.WAITS
    assert not OutsideIdentity.objects.exists()


def test_people_without_an_id_are_not_all_one_person(place: Town) -> None:
    """Most rosters leave `identifier` blank; an issuer that tells a blank one means nobody."""
    assert Staff.objects.filter(identifier="").count() > 1
    assert linking.person(DISTRICT, linking.Told("subject", "")) == linking.WAITS


def test_an_e_mail_address_and_a_name_link_nobody(place: Town, settings: Settings) -> None:
    Staff.objects.filter(pk=place.principal.staff_id).update(email="p@example.org", identifier="9")
    told = linking.Told("subject", "", name="Principal Example", email="p@example.org")
    assert linking.person(DISTRICT, told) == linking.WAITS
    assert not OutsideIdentity.objects.exists()


# What others hold

ELSEWHERE = {
    "a forged token": "tests/pages/test_forged.py::test_no_forged_token_gets_in",
    "an answer that is no token": "tests/pages/test_forged.py::test_no_other_answer_gets_in",
    "a code used twice": "tests/pages/test_forged.py::test_a_code_and_its_state_count_once",
    "an answer to another browser": "tests/pages/test_forged.py::test_an_answer_counts_only_in_the_browser_that_asked",
    "a token of an earlier trip": "tests/pages/test_forged.py::test_a_token_of_an_earlier_trip_does_not_count",
    "a forged assertion": "tests/pages/test_forged.py::test_no_forged_assertion_gets_in",
    "an assertion used twice": "tests/pages/test_forged.py::test_an_assertion_counts_once",
    "thirty and more of them": "tests/pages/test_forged.py::test_there_are_thirty_and_more",
    "renamed at the provider": "tests/pages/test_outside.py::test_somebody_renamed_there_stays_the_same_person",
    "one e-mail at two issuers": "tests/pages/test_outside.py::"
    "test_two_issuers_with_one_email_and_one_subject_are_two_identities",
    "a second subject": "tests/pages/test_outside.py::test_a_second_subject_does_not_take_a_linked_person_over",
    "two ids, told by the roster": "tests/intake/rosters/test_families.py::"
    "test_one_person_under_two_ids_is_told_and_never_joined",
    "two ids, each its own classes": "tests/intake/rosters/test_families.py::"
    "test_two_ids_of_one_teacher_each_keep_their_own_classes",
    "renamed in the roster": "tests/people/test_roster_apply.py::test_a_new_user_name_is_taken_over_when_it_is_free",
    "a role lost": "tests/pages/test_sessions.py::test_a_session_ends_with_a_role_that_it_began_with",
    "a role lost after more": "tests/pages/test_sessions.py::test_a_role_more_ends_nothing_and_can_be_lost_again",
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_what_is_held_elsewhere_is_there(case: str) -> None:
    assert trouble(ELSEWHERE[case]) == ""
