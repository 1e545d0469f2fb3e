"""The pages that say what went wrong, in the reader's language, whatever page they had asked for.

Pages about something broken ask no database: it may be what is broken.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.views import csrf, defaults

from homeroom.pages.speaking import asked_for, asked_for_before


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    with translation.override(asked_for_before(request)):
        return _in_language(defaults.bad_request(request, exception))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    with translation.override(asked_for(request)):
        return _in_language(defaults.permission_denied(request, exception))


def not_here(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    with translation.override(asked_for(request)):
        return _in_language(defaults.page_not_found(request, exception))


def broken(request: HttpRequest) -> HttpResponseBase:
    with translation.override(asked_for_before(request)):
        return _in_language(defaults.server_error(request))


def too_old(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form without its token. The reason is for developers; the page says what to do."""
    with translation.override(asked_for(request)):
        return _in_language(csrf.csrf_failure(request, reason))


def _in_language(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Language"] = translation.get_language() or ""
    return response
