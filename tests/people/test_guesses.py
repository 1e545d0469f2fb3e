"""Guessing at one account: how many tries are looked at, and who still gets in meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from homeroom.people import guesses, spent
from homeroom.people.signin_models import GuessCount, Spent

pytestmark = pytest.mark.django_db
NONE = timedelta(0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock to move: its one entry is now."""
    now = [timezone.now()]
    monkeypatch.setattr(guesses.timezone, "now", lambda: now[0])
    return now


def test_a_few_tries_are_free_then_one_waits(clock: list[datetime]) -> None:
    assert [guesses.admit("password", "ada") for _ in range(guesses.FREE)] == [NONE] * guesses.FREE
    assert guesses.admit("password", "ada") == guesses.FIRST_PAUSE
    clock[0] += guesses.FIRST_PAUSE
    assert guesses.admit("password", "ada") == NONE
    assert guesses.admit("password", "ada") == guesses.FIRST_PAUSE * 2


def test_of_a_thousand_guesses_in_a_quarter_of_an_hour_ten_are_looked_at(clock: list[datetime]) -> None:
    looked_at = 0
    for _ in range(1000):
        looked_at += guesses.admit("password", "ada") == NONE
        clock[0] += timedelta(seconds=0.9)
    assert looked_at <= 10


def test_nobody_is_locked_out_for_good(clock: list[datetime]) -> None:
    for _ in range(40):
        clock[0] += guesses.admit("password", "ada")
    assert guesses.admit("password", "ada") <= guesses.LONGEST_PAUSE


def test_after_a_quiet_day_all_is_forgotten(clock: list[datetime]) -> None:
    for _ in range(8):
        clock[0] += guesses.admit("password", "ada")
    clock[0] += guesses.FORGOTTEN_AFTER + timedelta(hours=1)
    assert [guesses.admit("password", "ada") for _ in range(guesses.FREE)] == [NONE] * guesses.FREE


def test_counts_are_kept_apart_and_spellings_of_case_together(clock: list[datetime]) -> None:
    for _ in range(guesses.FREE):
        guesses.admit("password", "Ada")
    assert guesses.admit("password", "aDA") > NONE
    assert guesses.admit("password", "bob") == NONE
    assert guesses.admit("code", "ada") == NONE
    assert guesses.admit("password", "ada", "a browser") == NONE


def test_the_right_answer_forgives_its_own_count_alone(clock: list[datetime]) -> None:
    for device in ("", "a browser"):
        for _ in range(guesses.FREE):
            guesses.admit("password", "ada", device)
    guesses.forgive("password", "ada", "a browser")
    assert guesses.admit("password", "ada", "a browser") == NONE
    assert guesses.admit("password", "ada") > NONE


def test_no_name_stands_in_the_table() -> None:
    guesses.admit("password", "ada.lovelace")
    assert "lovelace" not in str(GuessCount.objects.values().get())


@given(st.integers(min_value=0, max_value=10_000))
def test_the_pause_never_shrinks_and_never_grows_past_an_hour(tries: int) -> None:
    assert NONE <= guesses.pause(tries) <= guesses.pause(tries + 1) <= guesses.LONGEST_PAUSE


def test_what_is_spent_is_spent_until_it_could_not_count_anyhow() -> None:
    soon = timezone.now() + timedelta(minutes=1)
    assert spent.spend("code", "1 123456", soon)
    assert not spent.spend("code", "1 123456", soon)
    assert spent.spend("assertion", "1 123456", timezone.now() - timedelta(seconds=1))
    assert Spent.objects.count() == 2
