"""The nightly run finishes what a killed erasure left, before anything comes in, and removes what is old."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.people import erasures
from homeroom.people.known_by import people_of
from homeroom.people.models import Erasure, Student
from homeroom.site import nightly
from homeroom.site.erasing import residue, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def half_gone() -> Student:
    child = Student.objects.create(sourced_id="S-100", given_name="Ana", family_name="Ruiz")
    erasures.begin(child.pk, people_of(child), "dana", "a letter")
    return child


def test_an_open_erasure_is_finished_at_night(half_gone: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    nightly._finish_erasures()
    assert Erasure.objects.get().finished_at
    assert not Student.objects.exists()


def test_a_busy_database_ends_no_night(half_gone: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> list[str]:
        raise residue.BusyError(residue.BUSY)

    monkeypatch.setattr(residue, "clean", busy)
    nightly._finish_erasures()
    assert Erasure.objects.get().finished_at is None
    assert not Student.objects.exists()


def test_what_is_old_goes_at_night(settings: Settings) -> None:
    publish("usage", [{"student": 1, "school_year": 2027}])
    settings.HOMEROOM_TODAY = date(2040, 1, 1)
    nightly._purge()
    assert store.row_counts()["usage"] == 0


def test_a_second_request_joins_the_open_one(half_gone: Student) -> None:
    made = run.erase(half_gone, None, "once more")
    assert (made.request, Erasure.objects.count()) == ("a letter", 1)
