"""Before every page: may this session still go on, and has its person done all that a sign-in needs?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from homeroom.pages.sign_in.answers import ENDED_KEY
from homeroom.people import second_step, sessions
from homeroom.people.models import User

# What somebody may open who must still set up a second step.
UNTIL_STRONG = {"second-step", "second-step-set-up", "second-step-picture", "sign-out"}


class Gate:
    """Ends sessions that may not go on; leads those without their second step to it before any other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and (why := sessions.why_over(request.session, user)):
            request.session.flush()
            request.session[ENDED_KEY] = why
            request.user = AnonymousUser()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        user, route = request.user, request.resolver_match
        if not isinstance(user, User) or route is None or route.url_name in UNTIL_STRONG or not lacks_a_step(request):
            return None
        return redirect("second-step" if second_step.has_one(user) else "second-step-set-up")


def lacks_a_step(request: HttpRequest) -> bool:
    """Whether a second step stands between the person who is signed in and every page."""
    return not sessions.is_strong(request.session) and second_step.is_required(sessions.held(request.session))
