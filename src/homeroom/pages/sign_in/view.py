"""Sign in with a password or a one-time link; sign out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from homeroom.pages.access import door, unkept
from homeroom.pages.local import local
from homeroom.pages.sign_in import words
from homeroom.pages.sign_in.answers import page, refused
from homeroom.pages.sign_in.letting_in import LINK, PASSWORD, let_in
from homeroom.people import device, guesses
from homeroom.people.backend import whose_password
from homeroom.people.signin import use_link


@door("everybody", writes=True)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """User name and password. A wrong pair gets one plain sentence that does not say which was wrong."""
    onward = local(request, request.POST.get("next", request.GET.get("next", "")))
    if request.method == "GET":
        return page(request, {"onward": onward})
    name = request.POST.get("username", "").strip()
    again = {"onward": onward, "name": name}
    wait = guesses.admit(guesses.PASSWORD, name, device.mark_of(request, name))
    if wait:
        return refused(request, words.slow(wait), "slowed down", 429, kept=again)
    user = whose_password(name, request.POST.get("password", ""))
    if user is None:
        return refused(request, words.WRONG, "user name and password", kept=again)
    return let_in(request, user, PASSWORD, onward)


@door("whoever has the link", writes=True)
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows a button, so that a preview of the link does not spend it; POST signs in."""
    if request.method == "GET":
        return unkept(render(request, "sign_in/link.html"))
    user = use_link(token)
    if user is None:
        return refused(request, words.SPENT, "spent link")
    return let_in(request, user, LINK)


@door("everybody", writes=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    response = redirect("sign-in")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'  # what was shown leaves the browser, too
    return response
