"""Guessing at the sign-in page: it looks alike for every name, and a lab behind one address is never held up."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from pytest_django import Settings

from a_school import PASSWORD, Town
from homeroom.people import backend
from homeroom.people.models import User
from homeroom.people.signin import make_link

SLOW = "Too many wrong tries for this sign-in."


def tried(client: Client, name: str, password: str = "wrong") -> int:
    return client.post("/sign-in/", {"username": name, "password": password}).status_code


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose password was really looked at."""
    seen: list[str] = []
    real = backend.whose_password
    monkeypatch.setattr(
        "homeroom.pages.sign_in.view.whose_password", lambda name, password: seen.append(name) or real(name, password)
    )
    return seen


@pytest.mark.parametrize("name", ["teacher", "nobody"])
def test_of_many_guesses_few_are_looked_at(client: Client, place: Town, looked_at: list[str], name: str) -> None:
    answers = [tried(client, name) for _ in range(100)]
    assert len(looked_at) <= 10
    assert set(answers) == {403, 429}


def test_known_and_unknown_names_are_answered_alike(client: Client, place: Town) -> None:
    def pages(name: str) -> list[str]:
        found = [client.post("/sign-in/", {"username": name, "password": "x"}).content.decode() for _ in range(8)]
        return [page.split("<form", 1)[0].replace(name, "") for page in found]

    assert pages("teacher") == pages("nobody")


def test_even_the_right_password_is_not_looked_at_while_one_waits(client: Client, place: Town) -> None:
    for _ in range(6):
        tried(client, "teacher")
    assert tried(client, "teacher", PASSWORD) == 429


def test_the_owner_gets_in_from_a_browser_used_before(place: Town) -> None:
    own, thief = Client(), Client()
    assert tried(own, "teacher", PASSWORD) == 302
    own.post("/sign-out/")
    assert all(tried(thief, "teacher") in (403, 429) for _ in range(50))
    assert tried(thief, "teacher", PASSWORD) == 429
    assert tried(own, "teacher", PASSWORD) == 302


def test_the_owner_gets_in_by_a_link(place: Town) -> None:
    thief, own = Client(), Client()
    for _ in range(50):
        tried(thief, "teacher")
    assert own.post(f"/sign-in/link/{make_link(place.teacher)}").status_code == 302


def test_a_browser_used_before_is_slowed_down_too(place: Town, looked_at: list[str]) -> None:
    own = Client()
    tried(own, "teacher", PASSWORD)
    own.post("/sign-out/")
    looked_at.clear()
    for _ in range(50):
        tried(own, "teacher")
    assert len(looked_at) <= 10


def test_a_forged_mark_of_a_browser_counts_for_nothing(place: Town, looked_at: list[str]) -> None:
    thief = Client()
    for number in range(50):
        thief.cookies[settings.HOMEROOM_BROWSER_COOKIE_NAME] = f"WyJ4Il0:{number}:forged"
        tried(thief, "teacher")
    assert len(looked_at) <= 10


def test_a_mark_is_for_one_account(place: Town) -> None:
    shared = Client()
    tried(shared, "teacher", PASSWORD)
    shared.post("/sign-out/")
    thief = Client()
    for _ in range(10):
        tried(thief, "principal")
    assert tried(shared, "principal", PASSWORD) == 429


def test_several_people_share_a_browser(place: Town) -> None:
    shared, thief = Client(), Client()
    names = ("teacher", "other", "principal")
    for name in names:
        assert tried(shared, name, PASSWORD) == 302
    for name in names:
        for _ in range(10):
            tried(thief, name)
    assert [tried(shared, name, PASSWORD) for name in names] == [302] * 3
    cookie = shared.cookies[settings.HOMEROOM_BROWSER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert "teacher" not in cookie.value


def test_a_hundred_and_fifty_people_behind_one_address(place: Town) -> None:
    for number in range(150):
        User.objects.create(username=f"person-{number}", password=make_password("p"))
    answers = [tried(Client(REMOTE_ADDR="10.0.0.1"), f"person-{number}", "p") for number in range(150)]
    assert set(answers) == {302}


def test_the_hasher_runs_once_whoever_it_is(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    hasher = type(identify_hasher(make_password("x")))
    real = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *a, **k: runs.append("") or real(self, *a, **k))
    place.other_teacher.set_unusable_password()
    place.other_teacher.save()
    counts = []
    for name, password in (("teacher", "wrong"), ("nobody", "wrong"), ("other", "wrong"), ("teacher", "x" * 5000)):
        runs.clear()
        assert backend.whose_password(name, password) is None
        counts.append(len(runs))
    assert counts == [1, 1, 1, 1]


def test_passwords_are_kept_by_argon2id_at_the_chosen_cost(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["homeroom.people.hashers.Argon2id"]
    kept = make_password(PASSWORD)
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_of_another_cost_is_kept_anew_at_the_next_sign_in(place: Town, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "homeroom.people.hashers.Argon2id",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert tried(Client(), "teacher", PASSWORD) == 302
    assert User.objects.get(username="teacher").password.startswith("argon2$argon2id$")
