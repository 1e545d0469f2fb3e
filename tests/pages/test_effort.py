"""The weekly question, prices, and what stands beside each other of a study."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from a_school import Town, town
from evidence.a_study import classes, leader, locked
from homeroom.evidence import assign
from homeroom.evidence.models import EffortEntry, Price
from homeroom.evidence.statement import Statement
from read_files import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def place(db: None) -> Town:
    return town(size=2)


def test_one_tap_and_a_button_say_a_week(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    page = words_of(client.get("/effort/"))
    assert page.count('type="radio"') == 11
    assert client.post("/effort/", {"minutes": "90"}).status_code == 302
    assert EffortEntry.objects.get().minutes == 90
    said = words_of(client.get("/effort/?done=1"))
    assert "So far you said: 1 hour 30 minutes" in said
    assert "It is kept" in said
    assert client.post("/effort/", {"minutes": "7"}).status_code == 422
    assert client.post("/effort/", {}).status_code == 422


def test_a_price_is_kept_and_shown(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    told = {"what": "staff", "amount": "40.00", "currency": "USD", "unit": Price.Unit.HOUR, "begins_on": "2026-08-01"}
    assert "No price is known" in words_of(client.get("/effort/prices/"))
    assert client.post("/effort/prices/", told).status_code == 302
    assert client.post("/effort/prices/", told | {"ends_on": "2026-07-01"}).status_code == 422
    assert client.post("/effort/prices/", told | {"amount": "-1"}).status_code == 422
    assert "40.00 USD" in words_of(client.get("/effort/prices/"))


def test_effort_and_cost_stand_by_study(client: Client, db: None) -> None:
    classes(2)
    by = leader()
    client.force_login(by)
    assert "There is no study yet" in words_of(client.get("/effort/studies/"))
    study = locked(by)
    assert "nothing was drawn yet" in words_of(client.get("/effort/studies/"))
    assign.assign(study, by, seed="1")
    Price.objects.create(what="licence", unit=Price.Unit.CHILD_YEAR, amount=12, begins_on="2026-08-01", said_by="x")
    page = words_of(client.get("/effort/studies/"))
    assert "rotation" in page
    assert "few" in page
    assert "licence: 12.00 USD, a child and year" in page


def test_a_result_stands_in_the_studys_own_sentence_with_the_languages_numbers(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes(2)
    by = leader()
    client.force_login(by)
    assign.assign(locked(by), by, seed="1")
    said = Statement("study-not-shown", {"effect": -0.09, "low": -1.9, "high": 1.73})
    verdict = SimpleNamespace(said=(said,), refused=(), grade=Statement("study-ungraded"))
    monkeypatch.setattr("homeroom.evidence.run.newest", lambda study: study)
    monkeypatch.setattr("homeroom.evidence.run.results_of", lambda made: SimpleNamespace(verdict=verdict))
    assert "−0.09 standard deviations, and the 95 % interval from −1.90 to 1.73" in words_of(
        client.get("/effort/studies/")
    )
    vietnamese = words_of(client.get("/effort/studies/", headers={"Accept-Language": "vi"}))
    assert "−0,09" in vietnamese
