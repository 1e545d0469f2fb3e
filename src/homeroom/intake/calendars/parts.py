"""What both readers of calendars give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.people.school_days import Marked

Schools = Mapping[str, int]


@dataclass(frozen=True)
class Given:
    """The days a file gives, and what was left out with the reason."""

    days: tuple[Marked, ...]
    notes: tuple[str, ...]
