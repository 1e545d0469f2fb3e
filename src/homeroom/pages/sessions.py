"""Sessions, as Django keeps them, but for requests that no person made."""

from __future__ import annotations

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

ASKED_BY_A_PAGE = "asked_by_a_page"


class Sessions(SessionMiddleware):
    """A page that asks again by itself does not keep its session alive: half an hour without a person still ends it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, ASKED_BY_A_PAGE, False) and not request.session.modified:
            return response
        return super().process_response(request, response)


def not_by_a_person(request: HttpRequest) -> None:
    """Say that a page's own script asked."""
    setattr(request, ASKED_BY_A_PAGE, True)
