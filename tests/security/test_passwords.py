"""Passwords: which are taken, how they are kept, how they are changed, and that none is there from the start."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from pytest_django import Settings
from tools.named_tests import ROOT

from a_school import PASSWORD, Town
from homeroom.people.models import School, User
from homeroom.site import settings as product

PAGE = "/sign-in/yours/password/"
SOUND = "four quiet otters row"


@pytest.fixture
def teacher(client: Client, place: Town) -> Client:
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    return client


def change(client: Client, new: str, old: str = PASSWORD) -> int:
    return client.post(PAGE, {"old": old, "new": new, "again": new}).status_code


def opens(password: str) -> bool:
    return Client().post("/sign-in/", {"username": "teacher", "password": password}).status_code == 302


COMMON = ["qwertyqwerty", "1q2w3e4r5t6y", "123456789012", "dragon123456", "Sunshine2026", "iloveyou!!!!!"]
BAD = ["", "short", "elevensigns", *COMMON, "teacherteacher", "Teacher Example", "Example-2026"]
OF_THE_SCHOOL = ["homeroom2026!", "ValleySchool26", "Välley-Hill-99", "Welcome-Teacher", "Password1234!"]


def test_what_is_too_short_common_or_about_the_person_is_refused(teacher: Client) -> None:
    assert [bad for bad in BAD if change(teacher, bad) != 400] == []
    assert opens(PASSWORD)


def test_words_of_the_school_make_no_password(teacher: Client) -> None:
    assert [bad for bad in OF_THE_SCHOOL if change(teacher, bad) != 400] == []


def test_a_word_of_the_school_among_others_is_no_harm(teacher: Client) -> None:
    assert change(teacher, "our school has nine red doors") == 302


GOOD = [
    SOUND,
    "  blanks on both sides  ",
    "ünïcödé 🦊 und mehr",
    "all small letters here",
    "77777---------",
    "x y" * 60,
]


def test_any_signs_at_any_length_are_kept_as_they_are(teacher: Client) -> None:
    was = PASSWORD
    for good in GOOD:
        assert change(teacher, good, old=was) == 302, good
        assert opens(good), good
        other = good.strip() if good != good.strip() else good[:-1]
        assert not opens(other), good
        was = good


def test_a_password_is_changed_with_the_old_one_alone(teacher: Client, place: Town) -> None:
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    assert change(teacher, SOUND, old="not the old one") == 400
    assert opens(PASSWORD)
    assert change(teacher, SOUND) == 302
    assert opens(SOUND) and not opens(PASSWORD)
    assert teacher.get("/how/").status_code == 200
    assert elsewhere.get("/how/").status_code == 302, "the other sessions have ended"


def test_password_fields_hide_and_let_managers_help(teacher: Client) -> None:
    for address, words in (("/sign-in/", ["current-password"]), (PAGE, ["current-password", "new-password"])):
        body = (Client() if address == "/sign-in/" else teacher).get(address).content.decode()
        fields = re.findall(r"<input[^>]*type=\"password\"[^>]*>", body)
        assert fields
        told = {found for field in fields for found in re.findall(r'autocomplete="([^"]*)"', field)}
        assert told == set(words)
        assert not re.search(r"onpaste|autocomplete=\"off\"|maxlength", body)


def test_no_page_asks_for_a_hint_or_a_secret_question() -> None:
    folder = ROOT / "src/homeroom/pages/sign_in"
    words = re.compile(r"hint|secret question|mother|first pet", re.I)
    assert [page.name for page in folder.glob("*.html") if words.search(page.read_text("utf-8"))] == []


def test_passwords_are_kept_with_argon2id_of_19_mib(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    kept = make_password(SOUND)
    assert re.match(r"argon2\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{22,}", kept)


def test_a_password_kept_in_an_older_way_is_renewed(settings: Settings, place: Town) -> None:
    """The way passwords are kept can be changed: each is kept anew when its person signs in."""
    older = User.objects.get(username="teacher").password
    settings.PASSWORD_HASHERS = [*product.PASSWORD_HASHERS, "django.contrib.auth.hashers.MD5PasswordHasher"]
    assert opens(PASSWORD)
    newer = User.objects.get(username="teacher").password
    assert newer != older
    assert identify_hasher(newer).algorithm == "argon2"


def test_a_password_never_runs_out(place: Town) -> None:
    User.objects.update(date_joined="2016-09-01T00:00:00Z", last_login="2016-09-01T00:00:00Z")
    assert opens(PASSWORD)


def test_a_new_installation_has_no_account_and_no_password(db: None) -> None:
    assert not User.objects.exists()
    for name in ("admin", "root", "homeroom", "demo", "data"):
        for password in ("", name, "admin", "password", "homeroom"):
            assert Client().post("/sign-in/", {"username": name, "password": password}).status_code in (403, 429)


def test_the_words_are_those_of_the_guide(db: None) -> None:
    from homeroom.people.passwords import WORDS

    guide = (ROOT / "docs/guide/security.md").read_text("utf-8").split("\n## Passwords\n")[1].split("\n## ")[0]
    assert [word for word in WORDS if f"`{word}`" not in guide] == []
    assert not School.objects.exists()
