"""One short name for everything that one request does: an audit entry and a log line can be laid side by side."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The request that is being answered; blank outside of one."""
    return _current.get()


class RequestId:
    """The first middleware. The name is always our own: one that a browser sent could be anybody's words."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = secrets.token_hex(8)
        _current.set(name)
        response = self.answer(request)
        response.headers[HEADER] = name
        return response
