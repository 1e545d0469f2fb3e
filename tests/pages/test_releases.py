"""Programs and releases by pages alone: made by one, approved by another, read by the program's maker alone."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from a_release import ON, PROGRAM, answered, children, second
from a_school import Town, town
from homeroom.evidence import content, release
from homeroom.evidence.release_attack import UnsafeError
from homeroom.people.models import User

pytestmark = pytest.mark.any_database
RELEASES, QUALITY = f"/programs/{PROGRAM}/releases/", f"/programs/{PROGRAM}/"
ALL = dict.fromkeys(release.FIELDS, "on")


@pytest.fixture
def here(db: None, settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = ON
    place = town(size=0)
    answered(children())
    content.work_out()
    second()
    User.objects.create(username="maker", vendor=PROGRAM)
    User.objects.create(username="rival", vendor="iready")
    return place


def signed_in(client: Client, name: str) -> Client:
    client.force_login(User.objects.get(username=name))
    return client


def say(client: Client, **told: str) -> int:
    return client.post(RELEASES, told).status_code


def test_a_release_goes_from_field_list_to_its_reader_by_pages_alone(client: Client, here: Town) -> None:
    signed_in(client, "data")
    assert "Make a release" not in client.get(RELEASES).content.decode()
    assert say(client, act="agree", **ALL) == 302
    assert say(client, act="make") == 302
    assert say(client, act="approve") == 422
    waiting = release.told(PROGRAM)[0]
    page = f"{RELEASES}{waiting.pk}/"
    assert "waits for its approval" in client.get(page).content.decode()
    assert signed_in(client, "maker").get(page).status_code == 404
    assert "Nothing has been released to you yet" in client.get("/").content.decode()
    assert say(signed_in(client, "second"), act="approve") == 302
    told = client.get(RELEASES).content.decode()
    assert "It can be made from" in told
    assert "Make a release" not in told
    assert say(client, act="make") == 422
    maker = signed_in(client, "maker")
    assert page in maker.get("/").content.decode()
    shown = maker.get(page).content.decode()
    assert "50%" in shown
    assert "few" in shown
    assert "Thornquist" not in shown
    assert "Thistledown" not in shown
    file = maker.get(f"{page}release.csv").content.decode()
    assert "hard" in file
    assert "Thornquist" not in file
    assert signed_in(client, "rival").get(page).status_code == 404
    assert signed_in(client, "principal").get(page).status_code == 404


def test_what_can_not_be_made_says_why(client: Client, here: Town) -> None:
    signed_in(client, "data")
    answer = client.post(RELEASES, {"act": "make"})
    assert answer.status_code == 422
    assert "No fields are agreed" in answer.content.decode()
    assert "No release of this program waits" in client.post(RELEASES, {"act": "approve"}).content.decode()
    assert client.get("/programs/nowhere/releases/").status_code == 404


def test_a_refused_release_names_the_cells(client: Client, here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UnsafeError([("2026-10-26", "item", "rare", "tries", "yes")])

    monkeypatch.setattr(release, "make", refuse)
    page = signed_in(client, "data").post(RELEASES, {"act": "make"}).content.decode()
    assert "item rare tries yes" in page


def test_a_release_that_waits_can_be_thrown_away(client: Client, here: Town) -> None:
    signed_in(client, "data")
    say(client, act="agree", **ALL)
    say(client, act="make")
    assert say(client, act="throw away") == 302
    assert release.told(PROGRAM) == []


def test_the_data_team_reads_how_a_program_is_doing(client: Client, here: Town) -> None:
    signed_in(client, "data")
    assert QUALITY in client.get("/programs/").content.decode()
    page = client.get(QUALITY).content.decode()
    assert "easy" in page
    assert "few" in page
    assert "No list of work for a goal has been logged" in page
    assert "too few matched occasions" in client.get(f"{QUALITY}quality.csv").content.decode() or "few" in page
    assert client.get("/programs/nowhere/").status_code == 404
    assert signed_in(client, "principal").get(QUALITY).status_code == 404


def test_before_the_first_night_the_list_says_so(client: Client, db: None) -> None:
    client.force_login(town(size=0).data_team)
    assert "Nothing is worked out yet." in client.get("/programs/").content.decode()
