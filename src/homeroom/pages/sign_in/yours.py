"""What one may do about the own sign-in: a password, the second step, ending other sessions."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from homeroom.pages.access import act, form, page, reader, unkept
from homeroom.pages.sign_in import words
from homeroom.pages.sign_in.letting_in import BY_LINK
from homeroom.people import audit, device, guesses, second_step, sessions
from homeroom.people.backend import LONGEST
from homeroom.people.models import User
from homeroom.people.suspending import end_sessions

NOT_THE_OLD = gettext_lazy("That is not your password of today. Check it, or ask your data team for a sign-in link.")
NOT_TWICE = gettext_lazy("The two new passwords differ. Write the same one twice.")
TOO_LONG = gettext_lazy("That is too long for a password here: 1,024 characters are the most.")


@page
def yours(request: HttpRequest) -> HttpResponseBase:
    """How one signs in, and what can be changed about it."""
    user = reader(request)
    context = {
        "account": user,
        "has_password": user.has_usable_password(),
        "may_set": _may_set(request, user),
        "second_step": second_step.has_one(user),
        "required": second_step.is_required(sessions.held(request.session)),
        "left": second_step.codes_left(user),
        "identities": user.outside_identities.order_by("since"),
        "languages": settings.LANGUAGES,
    }
    return render(request, "sign_in/yours.html", context)


@form
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponseBase:
    """Set a password after a one-time link, or change the one that one knows."""
    user = reader(request)
    if not _may_set(request, user):
        return redirect("your-sign-in")
    context = {"asks_old": not request.session.get(BY_LINK), "account": user}
    if request.method == "GET":
        return unkept(render(request, "sign_in/password.html", context))
    mistakes = _mistakes(request, user, bool(context["asks_old"]))
    if mistakes:
        return unkept(render(request, "sign_in/password.html", {**context, "mistakes": mistakes}, status=400))
    user.set_password(request.POST["new"])
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)  # the other sessions end by themselves
    request.session[BY_LINK] = False
    audit.did(user, "set password", f"sign-in of {audit.called(user)}", (), "")
    return redirect("your-sign-in")


@act("everybody who is signed in")
def end_others(request: HttpRequest) -> HttpResponseBase:
    """Sign out everywhere but here."""
    user = reader(request)
    end_sessions(user)
    request.session.cycle_key()
    sessions.keep(request.session)
    audit.did(user, "ended sessions", f"sign-in of {audit.called(user)}", (), "all but the present one")
    return redirect("your-sign-in")


@act("everybody who is signed in")
def speak(request: HttpRequest) -> HttpResponseBase:
    """Choose the language of pages; blank: the browser's."""
    user = reader(request)
    code = request.POST.get("language", "")
    if not code or code in dict(settings.LANGUAGES):
        user.language = code
        user.save(update_fields=["language"])
    return redirect("your-sign-in")


def _may_set(request: HttpRequest, user: User) -> bool:
    """Whoever comes through an identity provider has no password here, and gets none by that."""
    return user.has_usable_password() or bool(request.session.get(BY_LINK))


def _mistakes(request: HttpRequest, user: User, asks_old: bool) -> list[str]:
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    if asks_old and (wrong := _not_the_old(request, user, old)):
        return [wrong]
    if new != again:
        return [str(NOT_TWICE)]
    if len(new) > LONGEST:
        return [str(TOO_LONG)]
    try:
        validate_password(new, user)
    except ValidationError as error:
        return list(error.messages)
    return []


def _not_the_old(request: HttpRequest, user: User, old: str) -> str:
    """Guessing here counts as guessing at the door."""
    name = user.get_username()
    mark = device.mark_of(request, name)
    wait = guesses.admit(guesses.PASSWORD, name, mark)
    if wait:
        return words.slow(wait)
    if len(old) > LONGEST or not check_password(old, user.password):
        return str(NOT_THE_OLD)
    guesses.forgive(guesses.PASSWORD, name, mark)
    return ""
