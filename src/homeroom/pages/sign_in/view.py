"""Sign in with a password or a one-time link; sign out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from homeroom.pages.access import door, unkept
from homeroom.people.signin import use_link

WRONG = "That user name and password do not belong together. Check both, or ask your data team for a new link."
SPENT = "This link no longer works: it was used before or is too old. Ask your data team for a new one."
BACKEND = "django.contrib.auth.backends.ModelBackend"


@door("everybody", writes=True)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """User name and password. A wrong pair gets one plain sentence that does not say which was wrong."""
    onward = _onward(request)
    if request.method == "GET":
        return _page(request, {"onward": onward})
    name = request.POST.get("username", "")
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if user is None:
        return _page(request, {"onward": onward, "name": name, "wrong": WRONG}, status=403)
    login(request, user)
    return redirect(onward or settings.LOGIN_REDIRECT_URL)


@door("whoever has the link", writes=True)
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows a button, so that a preview of the link does not spend it; POST signs in."""
    if request.method == "GET":
        return unkept(render(request, "sign_in/link.html"))
    user = use_link(token)
    if user is None:
        return _page(request, {"wrong": SPENT}, status=403)
    login(request, user, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


@door("everybody", writes=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    return redirect("sign-in")


def _page(request: HttpRequest, context: dict[str, str], status: int = 200) -> HttpResponseBase:
    return unkept(render(request, "sign_in/page.html", context, status=status))


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""
