"""What a person set going, in the audit log."""

from __future__ import annotations

from homeroom.people import audit
from homeroom.people.models import User


def noted(user: User, verb: str, what: str, words: str = "") -> None:
    audit.did(user, verb, what, (), words)
