"""In which language a page answers: the one its reader has chosen, or their browser asks for; else English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from homeroom.people.models import User
from homeroom.reports.languages.spoken import ENGLISH


class Speaking:
    """English, until it is known who asks for what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(ENGLISH.code):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or ENGLISH.code)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.asked_for = asked_for(request)  # type: ignore[attr-defined]
        translation.activate(request.asked_for)  # type: ignore[attr-defined]


def asked_for(request: HttpRequest) -> str:
    """The language's code: the reader's own choice, else the one chosen at the door, else the browser's first."""
    user = getattr(request, "user", None)
    chosen = user.language if isinstance(user, User) else ""
    return chosen or asked_by_browser(request)


def asked_by_browser(request: HttpRequest) -> str:
    """The same without asking who the reader is: it needs no database."""
    return translation.get_language_from_request(request)


def asked_for_before(request: HttpRequest) -> str:
    """What was found out earlier in this request, else what the browser says: for when something is broken."""
    return getattr(request, "asked_for", "") or asked_by_browser(request)
