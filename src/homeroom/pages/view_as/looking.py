"""Knows on each request whose eyes the reader looks through, and lets nothing be changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation

from homeroom.pages.access import rule_of, unkept
from homeroom.pages.speaking import asked_for
from homeroom.people import audit
from homeroom.people.models import User
from homeroom.people.view_as import others
from homeroom.people.viewing import Viewer

KEY = "view_as"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class Looking:
    """A middleware inside of the one that knows who is signed in.

    Whether the view may be taken is asked anew on each request: a role that was lost ends it.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.viewer = Viewer(request.user)  # type: ignore[attr-defined]
        user = request.user
        number = request.session.get(KEY) if isinstance(user, User) else None
        if number is not None and isinstance(user, User):
            through = others(user).filter(pk=number).first()
            if through is None:
                return _ended(request, user, number)
            request.viewer = Viewer(user, through)  # type: ignore[attr-defined]
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        rule = rule_of(view)
        looking: Viewer = request.viewer  # type: ignore[attr-defined]
        if looking.through is None or request.method in SAFE or (rule is not None and rule.looking):
            return None
        with translation.override(asked_for(request)):
            return unkept(render(request, "view_as/only_looking.html", status=403))


def _ended(request: HttpRequest, user: User, number: int) -> HttpResponseBase:
    """The view is no longer one that the person may take. Nothing of this request is answered."""
    del request.session[KEY]
    audit.did(user, "view ended", f"user {number}", [], "the right to this view is gone")
    return redirect("view-as")
