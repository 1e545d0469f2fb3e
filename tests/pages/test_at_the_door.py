"""Pages that one reads before anybody knows who one is: the browser's language, or one of the buttons."""

from __future__ import annotations

from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import Settings

from a_school import PASSWORD, Town
from homeroom.people.signin import make_link
from pages.phone import give_phone

SIGN_IN = {"es": "Iniciar sesión", "vi": "Đăng nhập"}


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def choose(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post("/sign-in/language/", {"language": code, **more})  # type: ignore[return-value]


@pytest.mark.parametrize("code", SIGN_IN)
def test_the_sign_in_page_speaks_the_browsers_language(client: Client, db: None, code: str) -> None:
    response = client.get("/sign-in/", headers={"Accept-Language": code})
    assert f"<h1>{SIGN_IN[code]}</h1>" in told(response)
    assert f'<html lang="{code}">' in told(response)
    assert response.headers["Content-Language"] == code
    assert "Password" not in told(response)


@pytest.mark.parametrize("code", SIGN_IN)
def test_a_button_chooses_a_language_that_lasts_from_page_to_page(client: Client, db: None, code: str) -> None:
    assert f'value="{code}" lang="{code}"' in told(client.get("/sign-in/", headers={"Accept-Language": "en"}))
    assert choose(client, code).headers["Location"] == "/sign-in/"
    assert SIGN_IN[code] in told(client.get("/sign-in/", headers={"Accept-Language": "en"}))
    assert f'<html lang="{code}">' in told(client.get("/sign-in/code/", headers={"Accept-Language": "en"}))


def test_the_chosen_language_is_marked(client: Client, db: None) -> None:
    choose(client, "vi")
    assert 'value="vi" lang="vi" aria-current="true"' in told(client.get("/sign-in/"))


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    choose(client, "klingon")
    assert "<h1>Sign in</h1>" in told(client.get("/sign-in/"))


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"])
def test_a_choice_leads_to_no_other_site(client: Client, db: None, onward: str) -> None:
    assert choose(client, "es", next=onward).headers["Location"] == "/sign-in/"


def test_where_the_person_wanted_to_go_is_kept(client: Client, db: None) -> None:
    page = told(client.get("/sign-in/?next=/how/"))
    assert 'name="next" value="/sign-in/?next=%2Fhow%2F"' in page
    assert choose(client, "es", next="/sign-in/?next=%2Fhow%2F").headers["Location"] == "/sign-in/?next=%2Fhow%2F"


def test_a_choice_says_nothing_of_a_person_and_begins_no_session(client: Client, db: None, settings: Settings) -> None:
    cookie = choose(client, "es").cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("es", "", True, "Lax")
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_a_choice_needs_the_pages_own_form(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/language/", {"language": "es"}).status_code == 403
    assert strict.get("/sign-in/language/").status_code == 405


def test_sign_out_leaves_no_language_behind_for_the_next_person(client: Client, place: Town) -> None:
    choose(client, "vi")
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    client.post("/sign-out/")
    assert "<h1>Sign in</h1>" in told(client.get("/sign-in/"))


def test_a_persons_own_choice_comes_before_the_one_at_the_door(client: Client, place: Town) -> None:
    place.teacher.language = "es"
    place.teacher.save()
    choose(client, "vi")
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    assert '<html lang="es">' in told(client.get("/sign-in/yours/"))


def test_whoever_is_signed_in_gets_no_buttons(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert 'action="/sign-in/language/"' not in told(client.get("/sign-in/yours/"))


@pytest.mark.parametrize(
    ("code", "words"),
    [("es", "Ese nombre de usuario y esa contraseña no corresponden."), ("vi", "Tên đăng nhập và mật khẩu không khớp")],
)
def test_a_wrong_pair_is_told_in_the_language(client: Client, place: Town, code: str, words: str) -> None:
    form = {"username": "teacher", "password": "wrong"}
    response = client.post("/sign-in/", form, headers={"Accept-Language": code})
    assert response.status_code == 403
    assert words in told(response)
    assert "do not belong together" not in told(response)


@pytest.mark.parametrize(
    ("code", "words"), [("es", "Este enlace ya no funciona"), ("vi", "Liên kết này không còn dùng được")]
)
def test_a_link_is_told_in_the_language_before_and_after(client: Client, place: Town, code: str, words: str) -> None:
    path = f"/sign-in/link/{make_link(place.teacher)}"
    assert "The link works once" not in told(client.get(path, headers={"Accept-Language": code}))
    client.post(path)
    client.logout()
    spent = told(client.post(path, headers={"Accept-Language": code}))
    assert words in spent
    assert "no longer works" not in spent


@pytest.mark.parametrize(
    ("code", "words"), [("es", "Ese código no es correcto o ya se usó"), ("vi", "Mã này không đúng hoặc đã được dùng")]
)
def test_a_wrong_code_is_told_in_the_language(client: Client, place: Town, code: str, words: str) -> None:
    give_phone(place.teacher)
    client.post("/sign-in/", {"username": "teacher", "password": PASSWORD})
    page = told(client.post("/sign-in/code/", {"code": "000000"}, headers={"Accept-Language": code}))
    assert words in page
    assert "That code is not right" not in page


@pytest.mark.parametrize(
    ("code", "differ", "short"),
    [
        ("es", "Las dos contraseñas nuevas no coinciden.", "Esta contraseña es demasiado corta."),
        ("vi", "Hai mật khẩu mới không giống nhau.", "Mật khẩu này quá ngắn."),
    ],
)
def test_mistakes_with_a_password_are_told_in_the_language(
    client: Client, place: Town, code: str, differ: str, short: str
) -> None:
    place.teacher.language = code
    place.teacher.save()
    client.force_login(place.teacher)
    tried = {"old": PASSWORD, "new": "one of two", "again": "two of two"}
    assert differ in told(client.post("/sign-in/yours/password/", tried))
    assert short in told(client.post("/sign-in/yours/password/", {**tried, "again": "one of two"}))


@pytest.mark.parametrize("code", SIGN_IN)
def test_the_own_sign_in_is_shown_in_the_language(client: Client, place: Town, code: str) -> None:
    place.teacher.language = code
    place.teacher.save()
    client.force_login(place.teacher)
    page = told(client.get("/sign-in/yours/"))
    with translation.override(code):
        assert f"<h2>{gettext('Signed in elsewhere?')}</h2>" in page
    assert "Sign out everywhere but here" not in page
