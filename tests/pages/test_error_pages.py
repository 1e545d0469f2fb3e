"""Pages that say what went wrong speak the reader's language, also where nothing else works any more."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from a_school import Town
from homeroom.pages import error_pages

NOT_HERE = {"en": "This page is not here", "es": "Esta página no está aquí", "vi": "Trang này không có ở đây"}
BROKEN = {
    "en": "Something broke on our side",
    "es": "Algo falló de nuestro lado",
    "vi": "Có lỗi xảy ra ở phía chúng tôi",
}


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


@pytest.fixture
def broken(client: Client, place: Town, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A database that went away."""

    def down(*args: object, **kwargs: object) -> None:
        raise OperationalError("the database is away")

    client.force_login(place.teacher)
    client.raise_request_exception = False
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", down)
    return client


@pytest.mark.parametrize("code", NOT_HERE)
@pytest.mark.parametrize("path", ["/no/such/page/", "/student/0/", "/audit/", "/sign-in/with/nobody/end/"])
def test_what_is_not_here_is_told_in_the_readers_language(client: Client, place: Town, code: str, path: str) -> None:
    place.teacher.language = code
    place.teacher.save()
    client.force_login(place.teacher)
    response = client.get(path)
    assert response.status_code == 404
    assert f"<h1>{NOT_HERE[code]}</h1>" in told(response)
    assert f'<html lang="{code}">' in told(response)
    assert response.headers["Content-Language"] == code


@pytest.mark.parametrize("code", NOT_HERE)
def test_whoever_is_not_signed_in_gets_the_browsers_language(client: Client, db: None, code: str) -> None:
    assert NOT_HERE[code] in told(client.get("/no/such/page/", headers={"Accept-Language": code}))


@pytest.mark.parametrize("code", BROKEN)
def test_without_a_database_the_page_still_comes_in_the_browsers_language(broken: Client, code: str) -> None:
    response = broken.get("/how/", headers={"Accept-Language": code})
    assert response.status_code == 500
    assert BROKEN[code] in told(response)
    assert f'<html lang="{code}">' in told(response)


def test_a_page_that_breaks_speaks_as_its_reader_chose(
    client: Client, place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.teacher.language = "vi"
    place.teacher.save()
    client.force_login(place.teacher)
    client.raise_request_exception = False
    monkeypatch.setattr("homeroom.pages.how.view.declared", lambda: 1 / 0)
    assert BROKEN["vi"] in told(client.get("/how/"))


def test_an_address_that_is_not_ours_needs_no_reader(client: Client) -> None:
    response = client.get("/sign-in/", headers={"Host": "elsewhere.example", "Accept-Language": "es"})
    assert response.status_code == 400
    assert "Eso no se pudo entender" in told(response)


def test_a_form_without_its_token_says_so_in_the_language(place: Town) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "vi"})
    response = strict.post("/sign-in/", {"username": "teacher", "password": "x"})
    assert response.status_code == 403
    assert "Biểu mẫu này đã quá cũ" in told(response)
    assert "This form was too old" not in told(response)


def test_what_is_not_allowed_says_so_in_the_language() -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": "es"})
    assert "Eso no estaba permitido" in told(error_pages.not_allowed(request, PermissionError()))


@pytest.mark.parametrize(("code", "words"), [("es", "No se cambió nada"), ("vi", "Không có gì bị thay đổi")])
def test_who_only_looks_is_told_so_in_the_own_language(client: Client, place: Town, code: str, words: str) -> None:
    client.force_login(place.principal)
    client.post("/view-as/", {"person": place.teacher.pk})
    page = told(client.post(f"/student/{place.children[0].pk}/steps/", headers={"Accept-Language": code}))
    assert words in page
    assert "Nothing was changed" not in page
