"""Who asked for a page that is not theirs to see. To them it looks like no page; the audit log knows of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from homeroom.people import audit
from homeroom.people.models import User

NOT_HERE = 404


class Refusals:
    """A middleware inside of the one that knows who is signed in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        route = request.resolver_match
        if response.status_code == NOT_HERE and route and isinstance(request.user, User):
            numbers = " ".join(str(value) for value in route.kwargs.values() if isinstance(value, int))
            audit.refused(request.user, f"{(route.url_name or 'page').replace('-', ' ')} page {numbers}".strip())
        return response
