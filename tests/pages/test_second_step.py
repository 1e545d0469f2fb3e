"""The second step: required of whoever approves, set up before any other page, and asked at every sign-in."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from pytest_django import Settings

from a_school import PASSWORD, Town
from homeroom.people import second_step, sessions
from homeroom.people.models import AuditEntry, Role
from homeroom.people.signin import make_link
from pages.phone import code, give_phone, shows


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.HOMEROOM_SECOND_STEP = True
    settings.MFA_TOTP_TOLERANCE = 1  # a test may need the next half minute's code, and not wait for it


def sign_in(client: Client, name: str) -> str:
    response = client.post("/sign-in/", {"username": name, "password": PASSWORD})
    return response.headers.get("Location", "")


def set_up(client: Client) -> str:
    """Set a phone up; gives its secret."""
    body = client.get("/sign-in/set-up/").content.decode()
    found = re.search(r'key-text">([A-Z2-7 ]+)<', body)
    assert found is not None
    return found[1]


def test_it_works(client: Client, place: Town) -> None:
    assert sign_in(client, "data") == "/"
    assert client.get("/imports/").headers["Location"] == "/sign-in/set-up/"
    secret = set_up(client)
    assert client.post("/sign-in/set-up/", {"code": code(secret)}).headers["Location"] == "/sign-in/recovery-codes/"
    body = client.get("/sign-in/recovery-codes/").content.decode()
    assert len(re.findall(r"<li><code>\d{4} \d{4} \d{4}</code>", body)) == 10
    assert 'aria-label="Pages"' in client.get("/imports/").content.decode()
    client.post("/sign-out/")
    assert sign_in(client, "data") == "/sign-in/code/"
    assert client.get("/imports/").status_code == 302
    assert client.post("/sign-in/code/", {"code": code(secret, later=1)}).headers["Location"] == "/"
    assert client.get("/imports/").status_code == 200


def test_until_then_every_other_page_leads_there(client: Client, place: Town) -> None:
    sign_in(client, "data")
    for path in ("/", "/imports/", "/accounts/", "/how/", f"/class/{place.group.pk}/", "/sign-in/yours/"):
        assert client.get(path).headers["Location"] == "/sign-in/set-up/", path
    assert client.post("/jobs/").headers["Location"] == "/sign-in/set-up/"
    at_the_door = client.get("/sign-in/set-up/").content.decode()
    assert 'aria-label="Pages"' not in at_the_door
    assert "Sign out" in at_the_door
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("name", ["teacher", "principal", "stranger"])
def test_others_may_have_one_and_need_not(client: Client, place: Town, name: str) -> None:
    sign_in(client, name)
    assert client.get("/how/").status_code == 200
    assert client.post("/sign-in/set-up/", {"code": code(set_up(client))}).status_code == 302
    client.post("/sign-out/")
    assert sign_in(client, name) == "/sign-in/code/"


def test_a_demonstration_waives_it(client: Client, place: Town, settings: Settings) -> None:
    settings.HOMEROOM_SECOND_STEP = False
    sign_in(client, "data")
    assert client.get("/imports/").status_code == 200


def test_a_link_does_not_go_round_it(client: Client, place: Town) -> None:
    give_phone(place.data_team)
    path = f"/sign-in/link/{make_link(place.data_team)}"
    assert client.post(path).headers["Location"] == "/sign-in/code/"
    assert client.get("/imports/").status_code == 302
    assert client.post("/sign-in/code/", {"code": shows(place.data_team)}).headers["Location"] == "/"
    assert client.get("/imports/").status_code == 200


@pytest.mark.parametrize("wrong", ["000000", "", "abcdef", "٠٠٠٠٠٠", "1" * 5000])
def test_a_wrong_code_gets_one_plain_sentence(client: Client, place: Town, wrong: str) -> None:
    give_phone(place.teacher)
    sign_in(client, "teacher")
    response = client.post("/sign-in/code/", {"code": wrong})
    assert response.status_code == 403
    assert "That code is not right, or was used before." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_counts_once(client: Client, place: Town) -> None:
    give_phone(place.teacher)
    seen = shows(place.teacher)
    sign_in(client, "teacher")
    assert client.post("/sign-in/code/", {"code": seen}).status_code == 302
    other = Client()
    sign_in(other, "teacher")
    assert other.post("/sign-in/code/", {"code": f"{seen[:3]} {seen[3:]}"}).status_code == 403


def test_the_code_that_set_a_phone_up_does_not_sign_in(client: Client, place: Town) -> None:
    sign_in(client, "data")
    seen = code(set_up(client))
    client.post("/sign-in/set-up/", {"code": seen})
    other = Client()
    sign_in(other, "data")
    assert other.post("/sign-in/code/", {"code": seen}).status_code == 403


def test_a_recovery_code_signs_in_once(client: Client, place: Town) -> None:
    give_phone(place.teacher)
    spare = RecoveryCodes.activate(place.teacher).generate_codes()[0]
    sign_in(client, "teacher")
    assert client.post("/sign-in/code/", {"code": f"{spare[:4]} {spare[4:8]} {spare[8:]}"}).status_code == 302
    other = Client()
    sign_in(other, "teacher")
    assert other.post("/sign-in/code/", {"code": spare}).status_code == 403
    assert second_step.codes_left(place.teacher) == 9


def test_codes_are_guessed_slowly(client: Client, place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    right = second_step.is_right
    monkeypatch.setattr(second_step, "is_right", lambda user, code: looked_at.append(code) or right(user, code))
    give_phone(place.teacher)
    sign_in(client, "teacher")
    for number in range(60):
        response = client.post("/sign-in/code/", {"code": f"{number:06}"})
    assert len(looked_at) <= 10
    assert "Too many wrong tries" in response.content.decode()


def test_the_owner_gets_in_while_somebody_guesses_codes(client: Client, place: Town) -> None:
    give_phone(place.teacher)
    sign_in(client, "teacher")
    client.post("/sign-in/code/", {"code": shows(place.teacher)})
    client.post("/sign-out/")
    thief = Client()
    sign_in(thief, "teacher")
    for _ in range(20):
        thief.post("/sign-in/code/", {"code": "123456"})
    sign_in(client, "teacher")
    secret = second_step.SecondStepAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
    assert client.post("/sign-in/code/", {"code": code(secret, later=1)}).status_code == 302


def test_without_a_first_step_there_is_no_second(client: Client, place: Town) -> None:
    give_phone(place.teacher)
    assert "This took too long. Sign in again." in client.get("/sign-in/code/").content.decode()
    assert client.post("/sign-in/code/", {"code": shows(place.teacher)}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_session_becomes_another_when_it_may_do_more(client: Client, place: Town) -> None:
    sign_in(client, "data")
    before = client.session.session_key
    client.post("/sign-in/set-up/", {"code": code(set_up(client))})
    assert client.session.session_key != before


def test_whoever_joins_the_data_team_shows_the_second_step_now(client: Client, place: Town) -> None:
    sign_in(client, "teacher")
    give_phone(place.teacher)
    Role.objects.create(staff=place.teacher.staff, kind=Role.Kind.DATA_TEAM)
    assert client.get("/imports/").headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 403
    assert client.post("/sign-in/code/", {"code": shows(place.teacher)}).headers["Location"] == "/"
    assert client.get("/imports/").status_code == 200


def test_setting_up_needs_a_fresh_sign_in(client: Client, place: Town) -> None:
    sign_in(client, "teacher")
    session = client.session
    session[sessions.BEGAN] -= sessions.FRESH.total_seconds()
    session.save()
    response = client.get("/sign-in/set-up/")
    assert response.status_code == 403
    assert "For this you must have signed in just now." in response.content.decode()
    give_phone(place.teacher)
    assert client.post("/sign-in/recovery-codes/").status_code == 403


def test_a_wrong_code_keeps_the_same_key(client: Client, place: Town) -> None:
    sign_in(client, "teacher")
    secret = set_up(client)
    response = client.post("/sign-in/set-up/", {"code": "000000"})
    assert response.status_code == 403
    assert secret in response.content.decode()
    assert client.get("/sign-in/set-up/picture.svg").headers["Content-Type"] == "image/svg+xml"


def test_the_picture_is_there_only_while_one_sets_up(client: Client, place: Town) -> None:
    sign_in(client, "teacher")
    assert client.get("/sign-in/set-up/picture.svg").status_code == 404
    set_up(client)
    response = client.get("/sign-in/set-up/picture.svg")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.startswith(b"<?xml")


def test_recovery_codes_are_shown_once_and_can_be_made_anew(client: Client, place: Town) -> None:
    sign_in(client, "data")
    client.post("/sign-in/set-up/", {"code": code(set_up(client))})
    first = client.get("/sign-in/recovery-codes/").content.decode()
    again = client.get("/sign-in/recovery-codes/").content.decode()
    assert "They are shown only this time" in first
    assert "You have 10 recovery codes left." in again
    old = second_step.unused_codes(place.data_team)
    client.post("/sign-in/recovery-codes/")
    assert "They are shown only this time" in client.get("/sign-in/recovery-codes/").content.decode()
    assert not set(old) & set(second_step.unused_codes(place.data_team))


def test_pages_of_the_second_step_without_one(client: Client, place: Town) -> None:
    sign_in(client, "teacher")
    assert client.get("/sign-in/recovery-codes/").headers["Location"] == "/sign-in/yours/"
    client.post("/sign-in/set-up/", {"code": code(set_up(client))})
    assert client.get("/sign-in/set-up/").headers["Location"] == "/sign-in/yours/"


def test_secrets_are_not_in_the_database_as_they_are(client: Client, place: Town) -> None:
    sign_in(client, "data")
    secret = set_up(client).replace(" ", "")
    client.post("/sign-in/set-up/", {"code": code(secret)})
    stored = str(list(Authenticator.objects.values()))
    assert secret not in stored
    assert not any(spare in stored for spare in second_step.unused_codes(place.data_team))


def test_what_was_done_stands_in_the_audit(client: Client, place: Town) -> None:
    sign_in(client, "data")
    client.post("/sign-in/set-up/", {"code": code(set_up(client))})
    client.post("/sign-in/recovery-codes/")
    done = [(entry.actor, entry.verb) for entry in AuditEntry.objects.all()]
    assert done == [("data", "signed in"), ("data", "set up second step"), ("data", "made recovery codes")]
