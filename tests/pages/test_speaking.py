"""In which language a page answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from a_school import Town
from homeroom.pages.access import page
from homeroom.pages.speaking import Speaking
from homeroom.people.models import User


@page
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


def said(view: Callable[..., HttpResponse], user: User, browser: str = "es") -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Language": browser})
    request.user = user

    def respond(request: HttpRequest) -> HttpResponse:
        speaking.process_view(request, view, (), {})
        return view(request)

    speaking = Speaking(respond)
    return speaking(request)  # type: ignore[return-value]


@pytest.mark.django_db
def test_a_page_speaks_what_the_browser_asks_for_and_says_so() -> None:
    response = said(view, User(username="x"))
    assert (response.content, response.headers["Content-Language"]) == (b"es", "es")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.django_db
def test_a_persons_own_choice_comes_before_the_browsers() -> None:
    assert said(view, User(username="x", language="vi")).content == b"vi"


@pytest.mark.django_db
def test_a_language_that_is_not_spoken_here_is_english() -> None:
    assert said(view, User(username="x"), "fr").content == b"en"


def test_a_person_chooses_a_language(place: Town) -> None:
    client = Client()
    client.force_login(place.teacher)
    assert client.post("/sign-in/yours/language/", {"language": "vi"}).status_code == 302
    assert User.objects.get(pk=place.teacher.pk).language == "vi"
    client.post("/sign-in/yours/language/", {"language": "klingon"})
    assert User.objects.get(pk=place.teacher.pk).language == "vi"


@pytest.mark.parametrize(("code", "told"), [("en", ""), ("es", "son un borrador"), ("vi", "là bản nháp")])
def test_words_that_nobody_has_checked_are_called_drafts(place: Town, code: str, told: str) -> None:
    shown = Client(headers={"accept-language": code}).get("/sign-in/").content.decode()
    assert ('class="drafts"' in shown) is bool(told)
    assert told in shown
