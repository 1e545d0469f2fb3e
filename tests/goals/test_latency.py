"""How long both ways take, by program and channel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from goals.asked import NOON, asked, goal, hours
from homeroom.goals.events import record
from homeroom.goals.lags import Lag, lag
from homeroom.goals.latency import RULES, latency
from homeroom.goals.models import Assignment, AssignmentEvent, Goal

START = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def year_after(settings: Settings) -> None:
    """Nothing in these tests lies after today."""
    settings.HOMEROOM_TODAY = date(2027, 6, 1)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=20))
def test_median_and_ninetieth_percentile_are_numpys(told: list[float]) -> None:
    found = lag((START, START + timedelta(hours=one)) for one in told)
    assert found.n == len(told)
    assert found.median == pytest.approx(np.median(told), abs=1e-6)
    assert found.ninety == pytest.approx(np.percentile(told, 90), abs=1e-6)


def test_what_has_not_come_is_left_out_and_what_came_first_took_no_time() -> None:
    later = START + timedelta(hours=4)
    assert lag([(START, None), (None, later), (later, START), (START, later)]) == Lag(2, 2.0, pytest.approx(3.6))
    assert lag([(START, None)]) == Lag(0)


@pytest.mark.django_db
def test_both_ways_by_program_and_channel() -> None:
    of_goal = goal()
    for n, way in enumerate([("number_trail", "api"), ("number_trail", "api"), ("", "work_list")]):
        one = sent(of_goal, *way, after=2 * n + 1)
        if way[0]:
            worked(one, first=10, seen=34 + n)
    offline, online = latency(Assignment.objects.all())
    assert (offline.program, offline.channel, offline.available) == ("", "work_list", Lag(1, 5.0, 5.0))
    assert (offline.first_work.n, offline.seen.n) == (0, 0)
    assert online.available == Lag(2, 2.0, pytest.approx(2.8))
    assert online.first_work == Lag(2, 8.0, pytest.approx(8.8))
    assert online.seen == Lag(2, 24.5, pytest.approx(24.9))


@pytest.mark.django_db
def test_work_that_is_seen_again_was_seen_the_first_time() -> None:
    one = sent(goal(), "number_trail", "api", after=1)
    worked(one, first=10, seen=34)
    key = record(one, "met", hours(50), source="row 2")
    AssignmentEvent.objects.filter(pk=key).update(recorded_at=hours(400))
    assert latency([one])[0].seen == Lag(1, 24.0, 24.0)


@pytest.mark.django_db
def test_where_the_day_is_set_back_nobody_can_say_when_it_was_seen(settings: Settings) -> None:
    one = sent(goal(), "number_trail", "api", after=1)
    worked(one, first=10, seen=34)
    settings.HOMEROOM_TODAY = NOON.date()
    assert latency([one])[0].seen == Lag(0)
    assert latency([one])[0].first_work.n == 1


def test_each_of_the_three_says_from_when_to_when() -> None:
    assert [rule.id for rule in RULES] == ["latency-available", "latency-first-work", "latency-seen"]
    assert [rule.words.split(" until ")[0] for rule in RULES] == [
        "From the approval",
        "From then",
        "From the moment of work",
    ]


def sent(of_goal: Goal, program: str, channel: str, after: float) -> Assignment:
    one = asked(for_=of_goal, program=program)
    record(one, "approved", NOON, source="approved")
    record(one, "pushed", hours(after), source="push", channel=channel)
    return one


def worked(one: Assignment, first: float, seen: float) -> None:
    key = record(one, "opened", hours(first), source="row")
    AssignmentEvent.objects.filter(pk=key).update(recorded_at=hours(seen))
