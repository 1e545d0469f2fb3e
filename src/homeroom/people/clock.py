"""What day and moment it is for this installation."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in the school's time zone, or the day that `settings.toml` sets for demonstrations and old data."""
    return settings.HOMEROOM_TODAY or timezone.localdate()


def now() -> datetime:
    """This moment; where `settings.toml` sets the day, the same hour of that day.

    For what is compared with the days that children work on. When a row was written is `timezone.now()`, always.
    """
    real = timezone.localtime()
    return datetime.combine(today(), real.time(), real.tzinfo)
