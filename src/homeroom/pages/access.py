"""What every page keeps: signed in, seen only by those who may, never kept by a browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods

from homeroom.pages.roles import is_data_team
from homeroom.people.models import User

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page for people who are signed in. It only reads, and no browser keeps it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return unkept(view(request, *args, **kwargs))

    return require_GET(login_required(shown))


def for_data_team(view: View) -> View:
    """To everybody else the page does not exist."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_data_team(reader(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return page(shown)


def for_data_team_form(view: View) -> View:
    """A page of the data team that also takes what its form sends. To everybody else it does not exist."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_data_team(reader(request)):
            raise Http404
        return unkept(view(request, *args, **kwargs))

    return require_http_methods(["GET", "POST"])(login_required(shown))


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Back after sign-out on a shared machine shows nothing."""
    response.headers["Cache-Control"] = "no-store"
    return response


def reader(request: HttpRequest) -> User:
    return cast(User, request.user)
