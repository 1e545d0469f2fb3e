"""Older → by moment and key: a page of a long list starts where the last one ended, and counts nothing."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from homeroom.people.models import AuditEntry

NAME = "before"


def asked(request: HttpRequest) -> tuple[datetime, int] | None:
    """Where the page starts; from the newest on where the address says nothing that can be read."""
    moment, _, key = request.GET.get(NAME, "").partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if at.tzinfo is None or not (key.isascii() and key.isdigit() and len(key) < 18):
        return None
    return at, int(key)


def mark(last: AuditEntry) -> str:
    return f"{last.at.isoformat()}~{last.pk}"
