"""The releases that a program's maker may read, for their first page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from homeroom.evidence.release import approved
from homeroom.pages.access import reader
from homeroom.reports.values import day


def released(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Addresses and days, the newest first. None for everybody who makes no program."""
    program = reader(request).vendor
    if not program:
        return None
    return [(reverse("release", args=[program, one.pk]), day(one.made_on)) for one in approved(program)]
