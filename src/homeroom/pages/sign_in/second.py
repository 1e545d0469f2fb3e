"""The second step: giving a code, setting a phone up, recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.internal.flows import activate_totp
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from homeroom.pages.access import door, form, page, reader, unkept
from homeroom.pages.sign_in import answers, words
from homeroom.pages.sign_in.letting_in import CODE, SecondStep
from homeroom.people import audit, device, guesses, second_step, sessions
from homeroom.people.models import User

NEW_CODES = "homeroom-new-codes"


@door("whoever has shown the first step", writes=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def give_code(request: HttpRequest) -> HttpResponseBase:
    """The code of somebody who has shown the first step, or who is signed in and now needs the second."""
    stage: LoginStage | None = None
    if request.user.is_authenticated:
        user = reader(request)
    else:
        stage = LoginStageController.enter(request, SecondStep.key)
        if stage is None:
            return answers.page(request, {"wrong": words.NO_CODE}, 200 if request.method == "GET" else 403)
        user = stage.login.user
    if request.method == "GET":
        return _show(request, "code", {})
    wrong = _tried(request, user)
    if wrong:
        answers.log.warning("sign-in refused: second step")
        return _show(request, "code", {"wrong": wrong}, 403)
    record_authentication(request, user, CODE)
    if stage is not None:
        answer: HttpResponse = stage.exit()
        return answer
    _stronger(request, user)
    return redirect("home")


@form
@sensitive_post_parameters("code")
def set_up(request: HttpRequest) -> HttpResponseBase:
    """Show a secret for the phone, and take its first code."""
    user = reader(request)
    if second_step.has_one(user):
        return redirect("your-sign-in" if sessions.is_strong(request.session) else "second-step")
    if not sessions.is_fresh(request.session):
        return _show(request, "set_up", {"again": words.AGAIN}, 403)
    form = ActivateTOTPForm(user=user, data=request.POST if request.method == "POST" else None)
    context = {"secret": _in_fours(form.secret), "required": second_step.is_required(sessions.held(request.session))}
    if request.method == "GET":
        return _show(request, "set_up", context)
    wait = guesses.admit(guesses.CODE, f"new {user.pk}")
    if wait or not form.is_valid() or not second_step.use_up(user, form.cleaned_data["code"]):
        return _show(request, "set_up", {**context, "wrong": words.slow(wait) if wait else words.WRONG_FIRST}, 403)
    activate_totp(request, form)
    audit.did(user, "set up second step", f"sign-in of {audit.called(user)}", (), "a phone that shows codes")
    guesses.forgive(guesses.CODE, f"new {user.pk}")
    _stronger(request, user)
    request.session[NEW_CODES] = True
    return redirect("recovery-codes")


@page
def picture(request: HttpRequest) -> HttpResponseBase:
    """The secret of the set-up that is going on, as a picture for the phone's camera."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(reader(request), secret))
    return unkept(HttpResponse(svg, content_type="image/svg+xml"))


@form
def recovery_codes(request: HttpRequest) -> HttpResponseBase:
    """The codes for a lost phone: shown once, when they are made."""
    user = reader(request)
    if not second_step.has_one(user):
        return redirect("your-sign-in")
    if request.method == "POST":
        if not sessions.is_fresh(request.session):
            return _show(request, "codes", {"again": words.AGAIN, "left": second_step.codes_left(user)}, 403)
        generate_recovery_codes(request)
        audit.did(user, "made recovery codes", f"sign-in of {audit.called(user)}", (), "the earlier ones are void")
        request.session[NEW_CODES] = True
        return redirect("recovery-codes")
    codes = second_step.unused_codes(user) if request.session.pop(NEW_CODES, False) else []
    return _show(request, "codes", {"codes": [_in_fours(code) for code in codes], "left": second_step.codes_left(user)})


def _tried(request: HttpRequest, user: User) -> str:
    """Why the code that came is not taken; blank where it is right."""
    name = user.get_username()
    mark = device.mark_of(request, name)
    wait = guesses.admit(guesses.CODE, name, mark)
    if wait:
        return words.slow(wait)
    if not second_step.is_right(user, request.POST.get("code", "").strip()):
        return str(words.WRONG_CODE)
    guesses.forgive(guesses.CODE, name, mark)
    return ""


def _stronger(request: HttpRequest, user: User) -> None:
    """From here on the session may do more, so it gets a new id."""
    request.session.cycle_key()
    sessions.begin(request.session, user, strong=True)


def _show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponseBase:
    return unkept(render(request, f"sign_in/{name}.html", context, status=status))


def _in_fours(text: str) -> str:
    """Easier to read and to type: "JBSW Y3DP"."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
