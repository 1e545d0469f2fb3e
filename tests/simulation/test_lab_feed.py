"""The played lab: the same to whoever asks, moving with the clock, and never ahead of it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from pytest_django import Settings

from homeroom.people import presence
from homeroom.people.presence import Presence
from homeroom.simulation.lab_feed import SESSION, PlayedFeed, Stretch
from lab_by_hand import AT

BEGINS = AT.replace(minute=0)
CHILDREN = range(1, 121)
seconds = st.integers(0, SESSION - 1)


def at(second: int) -> Presence:
    return PlayedFeed().presence(CHILDREN, BEGINS + timedelta(seconds=second))


def test_who_asks_twice_is_told_the_same() -> None:
    assert at(1234) == at(1234)
    some = PlayedFeed().presence([5, 9], BEGINS + timedelta(seconds=1234))
    assert some.signed_in == {child: one for child, one in at(1234).signed_in.items() if child in (5, 9)}


def test_it_says_that_it_is_played() -> None:
    assert at(0).played


def test_before_the_bell_nobody_is_in_and_soon_nearly_everybody() -> None:
    counts = [len(at(second).signed_in) for second in (0, 60, 120, 600, 2999)]
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert len(CHILDREN) * 0.9 < counts[-1] < len(CHILDREN)


def test_after_the_session_nobody_is_in_and_the_feed_goes_on() -> None:
    after = at(SESSION + 60)
    assert (after.signed_in, after.heard) == ({}, BEGINS + timedelta(seconds=SESSION + 60))


def test_every_state_is_played_in_an_hour() -> None:
    told = at(40 * 60).signed_in.values()
    assert {one.program for one in told} == {"number_trail", "iready", "fraction_forge"}
    assert any(one.asked for one in told)
    hour = [one for minute in range(8, 50, 2) for one in at(minute * 60 + 30).signed_in.values()]
    assert any(one.worked and one.heard - one.worked >= timedelta(minutes=5) for one in hour)


def test_a_device_falls_silent_now_and_then() -> None:
    late = [
        BEGINS + timedelta(seconds=second) - one.heard
        for second in range(600, 3000, 120)
        for one in at(second).signed_in.values()
    ]
    assert any(wait > timedelta(minutes=1) for wait in late)
    assert sorted(late)[len(late) // 2] < timedelta(seconds=15)


@how(deadline=None)
@given(seconds)
def test_nothing_is_told_before_it_happened(second: int) -> None:
    now = BEGINS + timedelta(seconds=second)
    for one in at(second).signed_in.values():
        moments = (one.at, one.heard, one.worked, one.since, one.asked)
        assert all(moment <= now for moment in moments if moment)
        assert one.worked is not None and one.at <= one.worked <= one.heard
        assert bool(one.program) == (one.since is not None)


@how(deadline=None)
@given(seconds, seconds)
def test_who_came_stays_until_the_end(first: int, second: int) -> None:
    earlier, later = sorted((first, second))
    assert at(earlier).signed_in.keys() <= at(later).signed_in.keys()


def test_a_stretch_holds_back_what_falls_into_it() -> None:
    assert [Stretch(10, 20).last_before(second) for second in (9, 10, 15, 19, 20)] == [9, 10, 10, 10, 20]
    assert Stretch().last_before(5) == 5


def test_only_a_made_up_school_has_this_feed(settings: Settings) -> None:
    settings.HOMEROOM_LAB_FEED = ""
    assert presence.feed() is None
    settings.HOMEROOM_LAB_FEED = "homeroom.simulation.lab_feed.PlayedFeed"
    assert isinstance(presence.feed(), PlayedFeed)
