"""The night tells how much of classes' lab time was on their plans, and goes on where that can't be worked out."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from a_school import TODAY, town
from goals.index.weeks_by_hand import ON, busy, catalogue, planned, worked
from homeroom.facts import store
from homeroom.goals.index import work_out
from homeroom.site.estimating import align

pytestmark = pytest.mark.django_db


def test_a_night_publishes_the_weeks_of_classes_with_a_plan(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOMEROOM_TODAY = TODAY
    place = town(size=2)
    catalogue(ON)
    worked(busy(place, [f"{ON}/0"]))
    align()
    assert capsys.readouterr().out == ""
    planned(place.group, ON)
    align()
    assert "alignment worked out for classes with a plan, weeks: 1" in capsys.readouterr().out
    assert store.row_counts()["alignment"] == 2


def test_what_goes_wrong_is_named_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(everything: bool = False) -> list[object]:
        raise ZeroDivisionError("with something of a child in it")

    monkeypatch.setattr(work_out, "work_out", broken)
    align()
    said = capsys.readouterr().out
    assert "ZeroDivisionError" in said
    assert "child" not in said
