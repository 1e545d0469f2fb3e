"""What a person set going, in the audit log."""

from __future__ import annotations

from django.utils import timezone

from homeroom.people.models import AuditEntry, User


def noted(user: User, verb: str, what: str, words: str = "") -> None:
    AuditEntry.objects.create(
        at=timezone.now(), actor=user.get_username(), verb=verb, object=what, students=[], reason=words[:255]
    )
