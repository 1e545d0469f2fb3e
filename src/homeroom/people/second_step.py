"""The second step of a sign-in: a code from a phone, or a recovery code. Who must have it, and is it right?"""

from __future__ import annotations

import base64
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from homeroom.people import audit
from homeroom.people.models import Role, User
from homeroom.people.spent import spend
from homeroom.people.suspending import end_sessions

# They approve rosters and give sign-ins; everybody else may have a second step and need not.
REQUIRED_OF = (str(Role.Kind.DATA_TEAM),)
# A code counts for its own half minute and one on either side.
A_CODE_LIVES = timedelta(seconds=120)
LONGEST = 64


class SecondStepAdapter(DefaultMFAAdapter):
    """Whoever reads the database can't make codes with what it holds: the installation's own key is needed, too."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        return str(user.get_username())


def is_required(rights: Collection[str]) -> bool:
    """Whether somebody with these rights (`sessions.rights`) must have a second step. A demonstration waives it."""
    return settings.HOMEROOM_SECOND_STEP and any(right.startswith(REQUIRED_OF) for right in rights)


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def is_right(user: User, code: str) -> bool:
    """Whether the code is one of this person's now. Each counts once. Count the try with `guesses` first."""
    if not 0 < len(code) <= LONGEST:
        return False
    for held in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if held.wrap().validate_code(code):
            held.record_usage()
            return held.type != Authenticator.Type.TOTP or use_up(user, code)
    return False


def unused_codes(user: User) -> list[str]:
    """The recovery codes that still open. Whoever shows them writes that down."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(held.wrap().get_unused_codes()) if held else []


def codes_left(user: User) -> int:
    return len(unused_codes(user))


def use_up(user: User, code: str) -> bool:
    """Whether the code of the phone is used for the first time: allauth's own memory is one a process."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return spend("code", f"{user.pk} {digits}", timezone.now() + A_CODE_LIVES)


def reset(user: User, by: User | None, why: str) -> None:
    """Take the second step away from somebody who lost the phone. Sessions end; the next sign-in sets up a new one."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        audit.did(by, "reset second step", f"sign-in of {audit.called(user)}", (), why)


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"homeroom.second-step" + settings.SECRET_KEY.encode()).digest()))
