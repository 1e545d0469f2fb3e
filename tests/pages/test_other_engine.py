"""The pages draw what the night published, whichever engine that was: none of them asks which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import Town
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery.refresh import refresh
from homeroom.site.estimating import estimate

MONDAY = date(2026, 9, 28)


@pytest.mark.parametrize("engine", ["filter", "bkt"])
def test_every_page_of_mastery_shows_the_night_of_either_engine(
    client: Client, place: Town, settings: Settings, engine: str
) -> None:
    settings.HOMEROOM_ENGINE = engine
    child = place.numbers[0]
    told = {"student": child, "standard": "3.NF.1", "content_item": "i", "correct": True}
    publish("attempts", [{**told, "occurred_on": MONDAY + timedelta(days=day)} for day in range(12)])
    refresh([2027])
    estimate()
    found = store.query("select engine, state from mastery where not inferred", tables=["mastery"]).rows
    assert found == [(engine, "mastered")]
    client.force_login(place.teacher)
    group = place.group.pk
    for path in (f"/class/{group}/", f"/class/{group}/groups/", f"/student/{child}/", "/numbers/"):
        assert client.get(path).status_code == 200, path
    page = client.get(f"/student/{child}/standard/3.NF.A.1/").content.decode()
    assert "●" in page.split("What the signs mean")[0]
