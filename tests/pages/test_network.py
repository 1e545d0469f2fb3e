"""The network's page: who opens it, what it says, and that its files hide what it hides."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings

from a_network import network, worked
from a_school import TODAY, staff
from homeroom.evidence.models import Release
from homeroom.evidence.suppress import TOLD_TOO_MUCH
from homeroom.people.models import AuditEntry, Role, School, User
from homeroom.reports.network.release import nightly
from pages.spoken import english_left, header, opened, said

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def leader(settings: Settings) -> User:
    """Three schools, one of them with four children without work; the week is told."""
    settings.HOMEROOM_TODAY = TODAY + timedelta(days=3)
    made = network({"Ash": 100, "Birch": 80, "Cedar": 90})
    worked([*made["Ash"][:96], *made["Birch"][:53], *made["Cedar"][:61]])
    nightly()
    return staff("nell", Role.Kind.NETWORK_LEADER, None)


def body(client: Client, user: User, path: str = "/network/") -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.getvalue().decode("utf-8-sig"))


def test_it_works(client: Client, leader: User) -> None:
    text = body(client, leader)
    assert "<h1>The network in counts</h1>" in text
    assert text.index(">Ash<") < text.index(">Birch<") < text.index(">Cedar<")
    assert "90 to 100 %" in text and "few" in text
    assert "Told on Thu 29 Oct 2026" in text


def test_the_look_is_on_record_without_a_child(client: Client, leader: User) -> None:
    body(client, leader)
    entry = AuditEntry.objects.get(verb="saw")
    assert (entry.object, entry.students) == ("network page, week 2026-W43", [])


def test_the_file_hides_what_the_page_hides(client: Client, leader: User) -> None:
    rows = list(csv.DictReader(io.StringIO(body(client, leader, "/network/network.csv"))))
    ash = rows[0]
    assert (ash["School"], ash["Enrolled"], ash["Worked"]) == ("Ash", "100", "few")
    assert (ash["Worked from %"], ash["Worked to %"]) == ("90", "100")
    assert AuditEntry.objects.get(verb="exported").object == "network file, week 2026-W43"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_no_hidden_count_is_in_a_file(client: Client, leader: User, kind: str) -> None:
    text = body(client, leader, f"/network/network.{kind}")
    told = json.dumps(json.loads(text)["tables"]) if kind == "json" else text
    release = Release.objects.get()
    hidden = {tuple(cell) for cell in release.counts["hidden"]}
    counts = {str(count) for cell, count in release.counts["cells"] if tuple(cell) in hidden and cell[0] == "worked"}
    assert counts == {"96", "53", "61"}
    assert not counts & set(re.findall(r"\d+", told))


def test_a_week_that_was_not_told_is_no_page(client: Client, leader: User) -> None:
    client.force_login(leader)
    assert client.get("/network/?week=2026-W40").status_code == 404


def test_before_any_week_is_told(client: Client, leader: User) -> None:
    Release.objects.all().delete()
    text = body(client, leader)
    assert "Nothing is told yet" in text and "<table" not in text
    assert "Nothing is told yet" in body(client, leader, "/network/network.json")


def test_what_cannot_be_made_safe_says_why(client: Client, leader: User) -> None:
    Release.objects.update(shown={}, counts={}, refused="a count of few children could be worked out.")
    text = body(client, leader)
    assert "This week can't be told" in text and "could be worked out" in text and "<table" not in text


def test_a_leader_of_one_school_sees_that_school(client: Client, leader: User) -> None:
    one = staff("ned", Role.Kind.NETWORK_LEADER, School.objects.get(name="Birch"))
    text = body(client, one)
    assert ">Birch<" in text and ">Ash<" not in text and "All schools" not in text


@pytest.mark.parametrize("kind", [Role.Kind.TEACHER, Role.Kind.PRINCIPAL, Role.Kind.TUTOR])
def test_others_find_no_page(client: Client, leader: User, kind: str) -> None:
    client.force_login(staff("other", kind, School.objects.get(name="Ash")))
    assert client.get("/network/").status_code == 404
    assert client.get("/network/network.csv").status_code == 404


@pytest.mark.parametrize(
    ("language", "headline"), [("es", "La red en cifras"), ("vi", "Hệ thống trường qua các con số")]
)
def test_it_is_said_in_the_readers_language(language: str, headline: str, leader: User) -> None:
    text = said(leader, "/network/", language)
    assert headline in text
    assert english_left(text, language) == []


def test_what_is_hidden_is_hidden_in_every_language(leader: User) -> None:
    words = {"en": ",few", "es": ",pocos", "vi": ",ít"}
    files = {code: opened(leader, "/network/network.csv", code).decode("utf-8-sig") for code in words}
    hidden = {files[code].count(word) for code, word in words.items()}
    assert len(hidden) == 1 and hidden != {0}
    assert {header(leader, "/network/network.csv?header=machine", code)[0] for code in words} == {"school"}


def test_a_week_that_was_refused_says_why_in_the_readers_language(leader: User) -> None:
    Release.objects.update(refused=TOLD_TOO_MUCH, shown={})
    assert "no se puede publicar" in said(leader, "/network/", "es")
    assert "không thể công bố" in said(leader, "/network/", "vi")
    assert english_left(said(leader, "/network/", "vi"), "vi") == []
