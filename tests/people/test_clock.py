"""The day and the moment of an installation, also where its settings keep another day."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from pytest_django import Settings

from homeroom.people import clock


def test_without_a_set_day_it_is_now(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = None
    assert clock.today() == timezone.localdate()
    assert abs(clock.now() - timezone.now()) < timedelta(minutes=1)


def test_a_set_day_has_the_hour_of_now(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2026, 10, 26)
    assert clock.today() == date(2026, 10, 26)
    told = clock.now()
    assert (told.date(), told.tzinfo is not None) == (date(2026, 10, 26), True)
    assert abs(told.replace(year=2000, month=1, day=1) - timezone.localtime().replace(year=2000, month=1, day=1)) < (
        timedelta(minutes=1)
    )
