"""Serve the pages, and let people in."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.urls import reverse

from homeroom.people import audit
from homeroom.people.accounts import NotOpenedError
from homeroom.people.managing import AccountError, first
from homeroom.people.models import User
from homeroom.people.signin import HOURS, make_link
from homeroom.people.suspending import may_sign_in
from homeroom.site.home import HomeError

HERE = ("localhost", "127.0.0.1", "[::1]")


def serve(host: str, port: int, workers: int, worker: bool = True) -> None:
    """Become the web server, with a worker beside it that ends with it. Does not return."""
    command = [sys.executable, "-m", "gunicorn", "homeroom.site.wsgi:application", "--bind", f"{host}:{port}"]
    options = ["--workers", str(workers), "--threads", "4", "--preload", "--log-level", "warning"]
    options += ["--logger-class", "homeroom.site.server_log.ServerLogger"]
    sys.stdout.flush()
    if worker:
        subprocess.Popen([sys.executable, "-m", "homeroom", "work", "--beside", str(os.getpid())])
    os.execv(sys.executable, [*command, *options])  # noqa: S606  no shell is wanted


HOW_LONG = f"It signs in once, within {HOURS:.0f} hours. Give it to nobody else."


def link(username: str, data_team: bool = False, port: int = 8000) -> str:
    """The address that signs `username` in once. Raises HomeError for a name that nobody has."""
    user = _first(username) if data_team else User.objects.filter(username=username).first()
    if user is None:
        raise HomeError(
            f"{username}: nobody has this user name. It is the one the roster gives a member of staff;"
            " `homeroom link USERNAME --data-team` makes one of the data team."
        )
    if not (user.is_unopened or may_sign_in(user)):
        words = "`homeroom accounts restore` gives it back, unless the roster no longer names the person"
        raise HomeError(f"{username}: this account is suspended; {words}.")
    try:
        token = make_link(user)
    except NotOpenedError as error:
        raise HomeError(str(error)) from None
    words = f"on the machine itself; signs in once within {HOURS:.0f} hours"
    audit.did(None, "made link", f"sign-in of {audit.called(user)}", (), words)
    return f"{address(port)}{reverse('sign-in-link', args=[token])}"


def address(port: int) -> str:
    """Where people reach the pages: over https at the first host that the settings name, else on this machine."""
    named = [host for host in settings.ALLOWED_HOSTS if host not in HERE]
    return f"https://{named[0]}" if settings.SECURE_SSL_REDIRECT and named else f"http://localhost:{port}"


def _first(username: str) -> User:
    try:
        return first(username)
    except AccountError as error:
        raise HomeError(str(error)) from None
