"""Judging feeds over what stands in the database: on any day, with any calendar, as often as one likes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from homeroom.intake.feeds.judge import judge
from homeroom.intake.feeds.models import FeedAlarm, FeedExpectation
from homeroom.intake.models import Delivery
from homeroom.people.models import SchoolDay
from homeroom.people.school_days import Marked, mark

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 4)
LATER = FRIDAY + timedelta(weeks=6)


def weekly(weeks: int, name: str = "usage", **more: object) -> None:
    """Files of ST Math's weekly usage, one a Friday."""
    for week in range(weeks):
        day = FRIDAY + timedelta(weeks=week)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("UTC"))
        told = {"program": "st_math", "report": "usage", "state": "published", "as_of": at, "rows_in": 10} | more
        made = Delivery.objects.create(file=f"{name}_{day}.csv", size=1, sha256=f"{week}", published=10, **told)
        Delivery.objects.filter(pk=made.pk).update(received_at=at)


def alarms() -> list[tuple[object, ...]]:
    return sorted(FeedAlarm.objects.values_list("pk", "kind", "cause", "since", "words", "closed_at"))


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = LATER


def test_where_nothing_ever_came_nothing_is_expected() -> None:
    assert judge() == []
    assert not FeedExpectation.objects.exists()


def test_judged_twice_the_alarms_are_the_same() -> None:
    weekly(4)
    assert judge()
    once = alarms()
    judge()
    assert alarms() == once


def test_a_year_of_holidays_is_silent_and_ends() -> None:
    weekly(4)
    days = [FRIDAY + timedelta(days=n) for n in range(-400, 500)]
    mark([Marked(day, SchoolDay.Kind.HOLIDAY) for day in days], "test")
    assert judge() == []


def test_a_clock_before_the_first_delivery_rings_nothing(settings: Settings) -> None:
    weekly(4)
    settings.HOMEROOM_TODAY = FRIDAY - timedelta(days=30)
    assert judge() == []
    assert judge() == []


def test_names_as_long_as_a_disk_takes_ring_once() -> None:
    weekly(4, "a" * 230)
    weekly(2, "b" * 230)
    judge()
    once = alarms()
    judge()
    assert alarms() == once
