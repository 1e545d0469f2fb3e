"""The language of the pages that one reads before signing in: one of three buttons, kept by the browser alone.

The choice says nothing of a person. It is gone with sign-out and when the browser is closed: on a shared machine the
next person begins in the browser's own language. Whoever is signed in keeps a choice under *Your sign-in*.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_POST

from homeroom.pages.access import door, unkept
from homeroom.pages.local import local

# Pages that can be asked for again as they are. From any other, one goes on at the sign-in page.
AGAIN = {"sign-in", "sign-in-link", "second-step", "promises", "answer-code"}


@dataclass(frozen=True)
class Spoken:
    """A language as a button offers it: `name` is what its speakers call it."""

    code: str
    name: str
    now: bool


def languages() -> list[Spoken]:
    now = translation.get_language()
    return [Spoken(code, name, code == now) for code, name in settings.LANGUAGES]


def back(request: HttpRequest) -> str:
    """The page to come back to once a language is chosen; blank for the sign-in page."""
    route = request.resolver_match
    if route is None or route.url_name not in AGAIN:
        return ""
    onward = local(request, request.GET.get("next", ""))
    return f"{request.path}?{urlencode({'next': onward})}" if onward else request.path


@door("everybody", writes=True)
@require_POST
def speak_at_the_door(request: HttpRequest) -> HttpResponseBase:
    """Read on in the chosen language."""
    code = request.POST.get("language", "")
    response = redirect(local(request, request.POST.get("next", "")) or "sign-in")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return unkept(response)
