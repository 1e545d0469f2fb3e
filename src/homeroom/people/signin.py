"""Links that sign one person in once. Whoever reads the database can't sign in with what it holds."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from homeroom.people.accounts import open_family
from homeroom.people.models import SignInLink, User
from homeroom.people.suspending import may_sign_in

TOKEN_BYTES = 32
HOURS = 24.0


def make_link(user: User, hours: float = HOURS, by: User | None = None) -> str:
    """A token of 256 random bits that signs `user` in once within `hours`. Only its SHA-256 is stored.

    A family's first link opens its sign-in; `by` gave it. Raises NotOpenedError where that must not be.
    """
    if user.is_unopened:
        open_family(user, by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = timezone.now() + timedelta(hours=hours)
    SignInLink.objects.create(user=user, token_sha256=_digest(token), expires_at=expires_at)
    return token


def use_link(token: str) -> User | None:
    """The person whom this token signs in, or None: unknown, used, too old, or a person who may not sign in.

    Using it is one UPDATE, so two requests at once can't both use it.
    """
    now = timezone.now()
    link = SignInLink.objects.filter(token_sha256=_digest(token), used_at=None, expires_at__gt=now)
    found = link.select_related("user__staff", "user__contact", "user__student", "user__suspension").first()
    if found is None or not may_sign_in(found.user) or not link.update(used_at=now):
        return None
    return found.user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
