from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from a_school import Town
from homeroom.intake import jobs
from homeroom.rotation.models import PlanningRun, Rotation

pytestmark = pytest.mark.any_database
MONDAY = date(2026, 11, 2)


@pytest.fixture
def team(client: Client, place: Town) -> Client:
    client.force_login(place.principal)
    return client


def run(place: Town, **more: object) -> PlanningRun:
    told: dict[str, object] = {"kind": "block", "week": MONDAY, "seconds": 60.0, "state": "running"}
    return PlanningRun.objects.create(school=place.school, **(told | more))


def address(found: PlanningRun) -> str:
    return f"/school/{found.school_id}/planning/run/{found.pk}/"


def shown(client: Client, found: PlanningRun, more: str = "") -> str:
    return client.get(address(found) + more).content.decode()


def test_it_works(team: Client, place: Town) -> None:
    found = run(place, stage="classes", best=41.6, bound=42.8, gap=0.029, left=12.4, asked_by=place.data_team)
    response = team.get(address(found))
    page = response.content.decode()
    assert "Planning the flexible block of the week of" in page
    assert "Looking for better groups, class by class." in page
    assert "The best plan so far is worth 41.6, within 3 % of the best possible." in page
    assert "12 seconds of its time left" in page
    assert response.headers["Refresh"] == "3"
    assert "Refresh" not in team.get(address(found) + "?watch=off").headers


def test_a_worker_that_is_missing_is_told(team: Client, place: Town) -> None:
    found = run(place, state="queued")
    assert "No worker is running" in shown(team, found)
    with jobs.the_worker():
        page = shown(team, found)
    assert "No worker is running" not in page
    assert "It begins as soon as the worker is free." in page


def test_a_click_cancels(team: Client, place: Town) -> None:
    found = run(place, best=3.0)
    assert team.post(address(found), {"do": "cancel"}).status_code == 302
    assert "it ends with the best plan that was found" in shown(team, found)
    team.post(address(found), {"do": "anything else"})
    found.refresh_from_db()
    assert found.state == "running"


def test_what_is_over_says_what_came_of_it(team: Client, place: Town) -> None:
    days = {"begins_on": MONDAY, "ends_on": MONDAY}
    rotation = Rotation.objects.create(school=place.school, version=4, made_by="data", **days)
    words = "There is no such week: its rules can't all be kept. The draft says which."
    found = run(place, kind="week", week=None, rotation=rotation, state="done", words=words)
    page = shown(team, found)
    assert found.draft == rotation.pk
    assert "version 4" in page and words.replace("'", "&#x27;") in page
    assert "Cancel" not in page
    assert "Refresh" not in team.get(address(found)).headers


def test_another_schools_run_is_not_here(team: Client, place: Town) -> None:
    found = run(place)
    assert team.get(f"/school/{place.school.pk}/planning/run/{found.pk + 1}/").status_code == 404
