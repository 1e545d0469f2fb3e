"""What day it is for this installation."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in the school's time zone, or the day that `settings.toml` sets for demonstrations and old data."""
    return settings.HOMEROOM_TODAY or timezone.localdate()
