"""The night estimates, and says where constants could not be learned anew."""

from __future__ import annotations

from datetime import date

import pytest

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery import learning
from homeroom.mastery.errors import MasteryError
from homeroom.site.estimating import estimate

pytestmark = pytest.mark.django_db


def _fails(_: object) -> None:
    raise MasteryError("no numbers came of it")


def test_the_night_estimates_and_a_failed_fit_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish("attempts", [{"student": 1, "standard": "3.NF.1", "correct": True, "occurred_on": date(2026, 10, 26)}])
    estimate()
    assert "mastery" not in capsys.readouterr().out
    monkeypatch.setattr(learning, "fit", _fails)
    monkeypatch.setattr(learning, "is_due", lambda: True)
    estimate()
    said = capsys.readouterr().out
    assert "those of before hold" in said
    assert "no numbers came of it" in said


def test_no_standard_is_loaded_and_yet_the_night_goes_on() -> None:
    publish("attempts", [{"student": 1, "standard": None, "correct": True, "occurred_on": date(2026, 10, 26)}])
    estimate()
    assert store.query("select count(*) from mastery", tables=["mastery"]).one == (0,)
