"""Text that no page of ours sends: the sign 0, which databases refuse. It is answered before anything asks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ZERO = "\x00"


class OddText:
    """A middleware. A form whose view looks at its token itself (an upload) is read there, not here."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        told = [*kwargs.values(), *_texts(request.GET.lists())]
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            told += _texts(request.POST.lists())
        if any(ZERO in text for text in told if isinstance(text, str)):
            raise BadRequest("a text with the sign 0")


def _texts(fields: Any) -> list[str]:
    return [text for name, values in fields for text in (name, *values)]
