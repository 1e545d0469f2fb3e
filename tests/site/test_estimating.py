"""The night estimates, and says where constants could not be learned anew."""

from __future__ import annotations

from datetime import date

import pytest
from rich.console import Console

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery import learning
from homeroom.mastery.errors import MasteryError
from homeroom.site.doctor import inside
from homeroom.site.estimating import estimate
from homeroom.site.status import show, status
from homeroom.standards import ccss
from homeroom.standards.models import Prerequisite, Standard

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


def test_prerequisites_that_run_in_a_circle_are_told_by_the_night_the_doctor_and_the_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ccss.load()
    for before, after in (("2.MD.D.9", "3.MD.A.1"), ("3.MD.A.1", "2.MD.D.9")):
        found = {code: Standard.objects.get(code=code) for code in (before, after)}
        Prerequisite.objects.create(before=found[before], after=found[after])
    estimate()
    assert "2.MD.D.9 before 3.MD.A.1" in capsys.readouterr().out
    (warning,) = [one for one in inside.standards() if one.state == "warn"]
    assert "3.MD.A.1 before 2.MD.D.9" in warning.what
    assert warning.mend
    (words,) = status()["standards"]
    assert "run in a circle" in words
    show(status(), Console())
    assert "STANDARDS" in capsys.readouterr().out


def test_of_what_ships_the_doctor_only_names_what_stands_alone() -> None:
    ccss.load()
    (alone,) = inside.standards()
    assert alone.state == "ok"
    assert "without prerequisites (6): 2.MD.C.8" in alone.what
    assert status()["standards"] == []
