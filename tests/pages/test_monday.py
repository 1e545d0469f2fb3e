"""The page of a school's Monday: who opens it, what it says, what it writes down."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from a_school import Town
from homeroom.people.models import AuditEntry, User
from pages.spoken import english_left, header, said


def body(client: Client, place: Town, user: User, query: str = "") -> str:
    client.force_login(user)
    response = client.get(f"/school/{place.school.pk}/monday/{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_it_works(client: Client, place: Town) -> None:
    text = body(client, place, place.principal)
    assert "<h1>Monday at Valley School</h1>" in text
    assert "Last week, Mon 19 Oct to Sun 25 Oct: " in text
    assert "Teacher Example" in text and "Grade 3, Room 12" in text


def test_no_child_is_named(client: Client, place: Town) -> None:
    text = body(client, place, place.principal)
    assert not [one.name for one in place.children if one.name in text]


def test_the_look_is_on_record_without_a_child(client: Client, place: Town) -> None:
    body(client, place, place.principal)
    entry = AuditEntry.objects.get(verb="saw")
    assert entry.object == f"monday page {place.school.pk}, week 2026-W43"
    assert entry.students == [] and entry.reason.startswith("answers for the school")
    assert entry.drawn_from.startswith("facts ")


@pytest.mark.parametrize("name", ["teacher", "other", "stranger"])
def test_others_find_no_page(client: Client, place: Town, name: str) -> None:
    client.force_login(User.objects.get(username=name))
    assert client.get(f"/school/{place.school.pk}/monday/").status_code == 404


@pytest.mark.parametrize(
    ("language", "headline", "lead"),
    [
        (
            "es",
            "El lunes en Valley School",
            "trabajo de 22 de 24 estudiantes en un salón. i-Ready tiene retraso.",
        ),
        ("vi", "Thứ Hai tại Valley School", "22 trên 24 học sinh trong 1 lớp đã làm bài. Dữ liệu của i-Ready bị trễ."),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, headline: str, lead: str, place: Town) -> None:
    text = said(place.principal, f"/school/{place.school.pk}/monday/", language)
    assert headline in text and lead in text
    assert english_left(text, language) == []


def test_the_file_has_heads_for_people_in_their_language_and_for_machines_in_none(place: Town) -> None:
    path = f"/school/{place.school.pk}/monday/monday.csv"
    assert header(place.principal, path, "es")[:2] == ["Docente", "Salones"]
    assert header(place.principal, path, "vi")[:2] == ["Giáo viên", "Các lớp"]
    machine = [header(place.principal, f"{path}?header=machine", language) for language in ("en", "es", "vi")]
    assert machine[0][:3] == ["teacher", "rooms", "children"] and machine[0] == machine[1] == machine[2]
