"""The own sign-in: setting and changing a password."""

from __future__ import annotations

import pytest
from django.test import Client

from a_school import PASSWORD, Town
from homeroom.people.models import AuditEntry
from homeroom.people.signin import make_link
from pages.phone import give_phone

NEW = "four quiet words here"
PATH = "/sign-in/yours/password/"


def by_password(client: Client) -> None:
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})


def change(client: Client, new: str = NEW, again: str = "", old: str = PASSWORD) -> tuple[int, str]:
    response = client.post(PATH, {"old": old, "new": new, "again": again or new})
    return response.status_code, response.content.decode()


def test_it_works(client: Client, place: Town) -> None:
    by_password(client)
    assert "teacher" in client.get("/sign-in/yours/").content.decode()
    assert "Your password now" in client.get(PATH).content.decode()
    assert change(client)[0] == 302
    place.teacher.refresh_from_db()
    assert place.teacher.check_password(NEW)
    assert AuditEntry.objects.latest("id").verb == "set password"


def test_after_a_link_one_sets_a_password_without_the_old(client: Client, place: Town) -> None:
    place.teacher.set_unusable_password()
    place.teacher.save()
    client.post(f"/sign-in/link/{make_link(place.teacher)}")
    body = client.get(PATH).content.decode()
    assert "Set a password" in body
    assert "Your password now" not in body
    assert change(client, old="")[0] == 302
    assert change(client, new="another long password", old="")[0] == 400  # from now on the old one is asked for


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("short", "at least 12"),
        ("my-teacher-1", "too similar"),
        ("password1234", "too common"),
        ("x" * 1025, "the most"),
    ],
)
def test_a_weak_password_is_told_why(client: Client, place: Town, new: str, words: str) -> None:
    by_password(client)
    status, body = change(client, new)
    assert (status, words in body) == (400, True)


@pytest.mark.parametrize(
    "new", ["vier leise wörter hier", "पासवर्ड के लिए शब्द", "only small letters", "🐙 🐙 🐙 🐙 🐙 🐙 🐙"]
)
def test_no_kinds_of_signs_are_asked_for(client: Client, place: Town, new: str) -> None:
    by_password(client)
    assert change(client, new)[0] == 302
    assert Client().post("/sign-in/", {"username": "teacher", "password": new}).status_code == 302


def test_what_does_not_fit_changes_nothing(client: Client, place: Town) -> None:
    by_password(client)
    assert "The two new passwords differ" in change(client, again="another long password")[1]
    assert "That is not your password of today" in change(client, old="wrong")[1]
    place.teacher.refresh_from_db()
    assert place.teacher.check_password(PASSWORD)


def test_guessing_the_old_password_is_slowed_down(client: Client, place: Town) -> None:
    by_password(client)
    answers = [change(client, old=f"guess {number}")[1] for number in range(30)]
    assert sum("That is not your password" in body for body in answers) <= 10
    assert "Too many wrong tries" in answers[-1]


def test_without_a_password_and_without_a_link_there_is_none_to_set(client: Client, place: Town) -> None:
    place.teacher.set_unusable_password()
    place.teacher.save()
    client.force_login(place.teacher)
    assert client.get(PATH).headers["Location"] == "/sign-in/yours/"
    assert "ask your data team for a sign-in link" in client.get("/sign-in/yours/").content.decode()


def test_the_page_says_what_is_set_up(client: Client, place: Town) -> None:
    give_phone(place.teacher)
    client.force_login(place.teacher)
    assert "On: a code from your phone" in client.get("/sign-in/yours/").content.decode()


@pytest.mark.parametrize(
    "path", ["/sign-in/code/", "/sign-in/set-up/", "/sign-in/recovery-codes/", PATH, "/sign-in/yours/elsewhere/"]
)
def test_forms_without_their_token_change_nothing(place: Town, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.teacher)
    before = AuditEntry.objects.count()
    assert client.post(path, {"code": "1", "new": NEW, "again": NEW}).status_code == 403
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("path", ["/sign-in/set-up/", "/sign-in/recovery-codes/", "/sign-in/yours/", PATH])
def test_pages_of_ones_own_need_a_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/sign-in/?next=")
