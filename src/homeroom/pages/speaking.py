"""In which language a page answers: the one its reader has chosen, or their browser asks for; else English.

A page that is not translated as a whole comes in English as a whole: half a page in each would be read aloud wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from homeroom.pages.access import rule_of
from homeroom.people.models import User
from homeroom.reports.languages.spoken import ENGLISH


class Speaking:
    """English, until a view is found that is translated; error pages are English, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(ENGLISH.code):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or ENGLISH.code)
        patch_vary_headers(response, ("Accept-Language",))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        rule = rule_of(view)
        if rule is not None and rule.translated:
            translation.activate(asked_for(request))


def asked_for(request: HttpRequest) -> str:
    """The language's code: the reader's own choice, else the first that their browser names and we speak."""
    user = request.user
    chosen = user.language if isinstance(user, User) else ""
    return chosen or translation.get_language_from_request(request)
