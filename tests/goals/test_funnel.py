"""Every row of a funnel adds up, and each assignment stands in one column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.asked import NOON, asked, goal, hours
from homeroom.goals.events import record
from homeroom.goals.fold import Event, Kind, State, state_of
from homeroom.goals.funnel import SIDES, STAGES, Key, column, done_anyway, funnel, row, rows
from homeroom.goals.models import Assignment

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
ALL = Key(goal=1)


def life(*kinds: str) -> State:
    """One event an hour."""
    return state_of(
        Event(uuid5(UUID(int=1), f"{hour}{kind}"), kind, START + timedelta(hours=hour))
        for hour, kind in enumerate(kinds)
    )


@pytest.mark.parametrize(
    ("kinds", "stands_in"),
    [
        (["approved"], "waiting"),
        (["approved", "queued"], "waiting"),
        (["approved", "pushed"], "pushed"),
        (["approved", "pushed", "available"], "available"),
        (["approved", "opened", "in_progress"], "opened"),
        (["approved", "submitted", "scored"], "finished"),
        (["approved", "scored", "not_met"], "not_met"),
        (["approved", "met"], "met"),
        (["approved", "pushed", "expired"], "expired"),
        (["approved", "met", "cancelled"], "met"),
        (["approved", "cancelled", "met"], "cancelled"),
    ],
)
def test_each_state_stands_in_one_column(kinds: Sequence[str], stands_in: str) -> None:
    assert column(life(*kinds)) == stands_in


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from([kind for kind in Kind if kind != Kind.WITHDRAWN]), max_size=6), max_size=8))
def test_every_row_adds_up_whatever_happened(lives: list[list[str]]) -> None:
    states = [life(*kinds) for kinds in lives]
    for one in rows((ALL, state) for state in states):
        assert one.targeted == sum(one.stages.values()) + sum(one.sides.values())
        assert set(one.stages) == set(map(str, STAGES))
        assert set(one.sides) == set(map(str, SIDES))
    told = sum(one.targeted for one in rows((ALL, state) for state in states))
    assert told == sum(state.word not in ("draft", "proposed") for state in states)


def test_lags_are_medians_with_how_many_they_rest_on() -> None:
    found = row(
        ALL,
        [
            life("approved", "pushed", "opened", "met"),
            life("approved", "queued", "queued", "pushed"),
            life("approved", "queued", "queued", "queued", "queued", "pushed"),
        ],
    ).lags
    assert (found["sent"].median, found["sent"].n) == (3.0, 3)
    assert (found["opened"].median, found["opened"].n) == (1.0, 1)
    assert (found["met"].median, found["met"].n) == (0.0, 1)


def test_a_lag_of_nothing_is_not_known() -> None:
    assert (row(ALL, [life("approved")]).lags["met"].n, row(ALL, [life("approved")]).lags["met"].median) == (0, None)


def test_what_was_done_after_it_was_called_off_is_told() -> None:
    assert done_anyway([life("approved", "cancelled", "met"), life("approved", "cancelled")]) == 1


@pytest.mark.django_db
def test_there_is_a_row_for_each_program_and_channel() -> None:
    of_goal = goal()
    sent(of_goal, "number_trail", "api")
    sent(of_goal, "number_trail", "file")
    met = sent(of_goal, "star_garden", "file")
    record(met, "met", hours(9), source="row")
    sent(of_goal, "", "work_list")
    asked(for_=of_goal)
    with CaptureQueriesContext(connection) as asking:
        found = funnel(Assignment.objects.select_related("goal"))
    assert len(asking) == 2
    assert [(one.key.program, one.key.channel, one.targeted) for one in found] == [
        ("number_trail", "api", 1),
        ("number_trail", "file", 1),
        ("star_garden", "file", 1),
        ("", "work_list", 1),
    ]
    assert found[2].stages["met"] == 1
    assert {(one.key.goal, one.key.school_class) for one in found} == {(of_goal.pk, of_goal.school_class_id)}


def sent(of_goal: object, program: str, channel: str) -> Assignment:
    one = asked(for_=of_goal, program=program)  # type: ignore[arg-type]
    record(one, "approved", NOON, source="approved")
    record(one, "pushed", hours(1), source="push", channel=channel)
    return one
