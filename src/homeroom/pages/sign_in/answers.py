"""The pages with which sign-in answers, whoever asks: the sign-in page with a sentence, and "not here yet"."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from homeroom.pages.access import unkept
from homeroom.pages.sign_in.words import ENDED
from homeroom.people.outside.providers import IdentityProvider

log = logging.getLogger("homeroom.sign_in")
ENDED_KEY = "homeroom-ended"


def page(request: HttpRequest, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The sign-in page: the ways in, and why the last try or the last session ended, where it did."""
    ended = ENDED.get(request.session.pop(ENDED_KEY, ""), "")
    known = {"providers": settings.HOMEROOM_IDENTITY_PROVIDERS, "ended": ended, **context}
    response = render(request, "sign_in/page.html", known, status=status)
    unkept(response)
    return response


def refused(
    request: HttpRequest, words: str | Promise, reason: str, status: int = 403, kept: Mapping[str, str] | None = None
) -> HttpResponse:
    """The sign-in page with one sentence. The reason goes to the log; it names no person.

    `kept` is what the person had typed or wanted.
    """
    log.warning("sign-in refused: %s", reason)
    return page(request, {**(kept or {}), "wrong": words}, status)


def not_here(request: HttpRequest, provider: IdentityProvider, rejected: bool) -> HttpResponse:
    """Somebody whom the issuer knows, and we do not."""
    context = {"provider": provider, "rejected": rejected}
    response = render(request, "sign_in/not_here.html", context, status=403)
    unkept(response)
    return response
