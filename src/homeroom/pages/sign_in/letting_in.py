"""The one way in: whoever has shown who they are goes through the second step, and then a session begins."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginStage
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from homeroom.pages.sign_in import words
from homeroom.pages.sign_in.answers import refused
from homeroom.people import audit, device, guesses, second_step, sessions
from homeroom.people.models import User
from homeroom.people.suspending import may_sign_in

PASSWORD, LINK, OUTSIDE, CODE = "password", "link", "identity provider", "mfa"
BY_LINK = "homeroom-by-link"


def let_in(request: HttpRequest, user: User, way: str, onward: str = "", mfa: bool = False) -> HttpResponse:
    """Sign this person in, who has shown who they are by `way`; `mfa`: with a second step elsewhere."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, way, mfa=mfa)
    answer: HttpResponse = perform_login(request, user, redirect_url=onward or None)
    return answer


class SecondStep(LoginStage):
    """Ask for a code where the person has a second step here, unless the identity provider asked for one just now."""

    key = "second-step"
    urlname = "second-step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if not second_step.has_one(user) or _by_code_elsewhere(self.request, user):
            return None, True
        return redirect("second-step"), True


class AccountAdapter(DefaultAccountAdapter):
    """allauth's way in, with our stages and our words. Nobody registers, and no mail is ever sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return [f"{__name__}.SecondStep"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """We send no mail."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our pages look themselves whether the sign-in is fresh (`sessions.is_fresh`)."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if may_sign_in(user):
            return None
        return refused(request, words.SUSPENDED, "the account may not sign in")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        records = get_authentication_records(request, user)
        ways = [record["method"] for record in records]
        sessions.begin(request.session, user, strong=CODE in ways or any(record.get("mfa") for record in records))
        audit.did(user, "signed in", "homeroom", (), f"by {' and '.join(ways)}")
        name = user.get_username()
        guesses.forgive(guesses.PASSWORD, name, device.mark_of(request, name))
        device.remember(request, answer, name)
        request.session[BY_LINK] = LINK in ways
        return answer


def _by_code_elsewhere(request: HttpRequest, user: User) -> bool:
    """Whether the newest proof is an identity provider's that asks for a second step itself."""
    return any(record.get("mfa") for record in get_authentication_records(request, user)[-1:])
