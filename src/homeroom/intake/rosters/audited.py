"""Decisions about rosters, in the audit log."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from homeroom.people.audit import LONGEST
from homeroom.people.models import AuditEntry, User

MACHINE = "homeroom"


def did(user: User | None, verb: str, object: str, words: str, students: Iterable[int] = ()) -> AuditEntry:  # noqa: A002
    """Write down that `user` (None: a run that nobody in particular started) did something, and why in words."""
    return AuditEntry.objects.create(
        at=timezone.now(),
        actor=user.get_username() if user else MACHINE,
        verb=verb,
        object=object[:LONGEST],
        students=sorted(students),
        reason=words[:LONGEST],
    )
