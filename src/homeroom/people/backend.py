"""Passwords are looked at in one place, alike for names that somebody has and names that nobody has."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import get_random_string

from homeroom.people.models import User

NOBODY = "!"  # no password fits; the hasher runs all the same
LONGEST = 1024


class Accounts(ModelBackend):
    """A signed-in person is read with all that decides about the sign-in, in one query."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("staff", "contact", "student", "suspension").filter(pk=user_id).first()


def whose_password(name: str, password: str) -> User | None:
    """The account with this name and password. Whether it may sign in is another question.

    Runs the hasher exactly once whoever the name is, except to keep a fitting password in today's way.
    """
    found = User.objects.select_related("staff", "contact", "student", "suspension").filter(username=name).first()
    if len(password) > LONGEST:
        make_password(get_random_string(8))
        return None
    right = check_password(password, found.password if found else NOBODY, _renewed(found))
    return found if right else None


def _renewed(user: User | None) -> Callable[[str], None]:
    def keep(password: str) -> None:
        if user is not None:
            user.set_password(password)
            user.save(update_fields=["password"])

    return keep
