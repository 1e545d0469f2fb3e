from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from a_school import PASSWORD, Town
from homeroom.people.models import SignInLink
from homeroom.people.signin import make_link


def test_it_works(client: Client, place: Town) -> None:
    assert "Sign in" in client.get("/sign-in/").content.decode()
    response = client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(place.teacher.pk)


@pytest.mark.parametrize(("name", "password"), [("teacher", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_pair_gets_one_plain_sentence(client: Client, place: Town, name: str, password: str) -> None:
    response = client.post("/sign-in/", {"username": name, "password": password})
    assert response.status_code == 403
    assert "do not belong together" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_somebody_suspended_can_not_sign_in(client: Client, place: Town) -> None:
    place.teacher.is_active = False
    place.teacher.save()
    assert client.post("/sign-in/", {"username": "teacher", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [("/how/", "/how/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("javascript:x", "/")],
)
def test_after_signing_in_people_land_where_they_wanted_if_it_is_ours(
    client: Client, place: Town, wanted: str, goes_to: str
) -> None:
    form = {"username": "teacher", "password": PASSWORD, "next": wanted}
    assert client.post("/sign-in/", form).headers["Location"] == goes_to


def test_the_page_carries_the_wish_along(client: Client, db: None) -> None:
    assert 'value="/how/"' in client.get("/sign-in/?next=/how/").content.decode()
    assert "elsewhere" not in client.get("/sign-in/?next=//elsewhere.example").content.decode()


def test_a_preview_of_a_link_does_not_spend_it(client: Client, place: Town) -> None:
    path = f"/sign-in/link/{make_link(place.teacher)}"
    for _ in range(2):
        assert "The link works once" in client.get(path).content.decode()
    assert client.post(path).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(place.teacher.pk)


@pytest.mark.parametrize("fault", ["used", "expired", "wrong"])
def test_a_link_that_no_longer_works_says_what_to_do(client: Client, place: Town, fault: str) -> None:
    token = make_link(place.teacher)
    now = timezone.now()
    if fault == "used":
        SignInLink.objects.update(used_at=now)
    if fault == "expired":
        SignInLink.objects.update(expires_at=now - timedelta(seconds=1))
    response = client.post(f"/sign-in/link/{'x' if fault == 'wrong' else token}")
    assert response.status_code == 403
    assert "This link no longer works" in response.content.decode()
    assert "Ask your data team for a new one" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_gives_a_new_session(client: Client, place: Town) -> None:
    client.get("/sign-in/")
    client.session.save()
    before = client.session.session_key
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_out_is_a_post(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/how/").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/link/x", "/sign-out/"])
def test_forms_without_their_token_change_nothing(place: Town, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(path, {"username": "teacher", "password": PASSWORD})
    assert response.status_code == 403
    assert "This form was too old" in response.content.decode()
    assert "_auth_user_id" not in client.session
