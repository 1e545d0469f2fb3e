"""A phone that shows the codes of the second step."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt

from homeroom.people.models import User


def give_phone(user: User) -> None:
    """The person has set a second step up before."""
    TOTP.activate(user, generate_totp_secret())


def shows(user: User) -> str:
    """What the person's phone shows now."""
    return code(decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]))


def code(secret: str, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + later)))
