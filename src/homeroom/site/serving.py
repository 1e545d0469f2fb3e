"""Serve the pages, and let people in."""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import transaction
from django.urls import reverse

from homeroom.people.models import Role, Staff, User
from homeroom.people.signin import make_link
from homeroom.site.home import HomeError


def serve(host: str, port: int, workers: int, worker: bool = True) -> None:
    """Become the web server, with a worker beside it that ends with it. Does not return."""
    command = [sys.executable, "-m", "gunicorn", "homeroom.site.wsgi:application", "--bind", f"{host}:{port}"]
    options = ["--workers", str(workers), "--threads", "4", "--preload", "--log-level", "warning"]
    options += ["--logger-class", "homeroom.site.server_log.ServerLogger"]
    sys.stdout.flush()
    if worker:
        subprocess.Popen([sys.executable, "-m", "homeroom", "work", "--beside", str(os.getpid())])
    os.execv(sys.executable, [*command, *options])  # noqa: S606  no shell is wanted


def link(username: str, data_team: bool = False, port: int = 8000) -> str:
    """The address that signs `username` in once. Raises HomeError for a name that nobody has."""
    user = _data_team(username) if data_team else User.objects.filter(username=username).first()
    if user is None:
        raise HomeError(
            f"{username}: nobody has this user name. It is the one the roster gives a member of staff;"
            " `homeroom link USERNAME --data-team` makes one of the data team."
        )
    if not user.is_active:
        raise HomeError(f"{username}: this account is suspended; the roster no longer names the person.")
    return f"http://localhost:{port}{reverse('sign-in-link', args=[make_link(user)])}"


def _data_team(username: str) -> User:
    """One of the data team, made where there is none: the first person of an installation comes before any roster."""
    with transaction.atomic():
        user = User.objects.filter(username=username).first() or User(username=username)
        if user.staff is None:
            user.staff = Staff.objects.create(sourced_id=f"homeroom:{username}", given_name=username, family_name="")
            user.set_unusable_password()
            user.save()
        Role.objects.get_or_create(staff=user.staff, kind=Role.Kind.DATA_TEAM, school=None)
    return user
