"""The school calendar: days as the reader's language writes them, and forms that say what they need in it."""

from __future__ import annotations

import pytest
from django.test import Client

from a_school import Town
from homeroom.people.models import SchoolDay, User
from pages.spoken import english_left, said

PATH = "/imports/calendar/"


@pytest.mark.parametrize(
    ("language", "headline", "month", "day"),
    [
        ("en", "School calendar", "October 2026", "Thu 22"),
        ("es", "Calendario escolar", "octubre de 2026", "jue 22"),
        ("vi", "Lịch", "tháng 10 năm 2026", "Th 5, ngày 22"),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, headline: str, month: str, day: str, place: Town) -> None:
    text = said(place.data_team, PATH, language)
    assert headline in text and month in text and day in text
    assert language == "en" or english_left(text, language) == []


def test_the_neighbours_of_a_month_are_linked(place: Town) -> None:
    client = Client()
    client.force_login(place.data_team)
    page = client.get(f"{PATH}?month=2026-01").content.decode()
    assert '<a href="?month=2025-12">← December 2025</a>' in page
    assert '<a href="?month=2026-02">February 2026 →</a>' in page


def test_what_was_marked_is_said_in_the_readers_language_and_its_name_as_it_is(place: Town) -> None:
    client = Client()
    client.force_login(place.data_team)
    told = {"first": "2026-10-12", "kind": "holiday", "name": "Fall break"}
    assert client.post(PATH, told).status_code == 302
    assert SchoolDay.objects.exists()
    assert "feriado: Fall break" in said(place.data_team, PATH, "es")
    assert "ngày nghỉ: Fall break" in said(place.data_team, PATH, "vi")


def test_a_form_that_lacks_something_says_so_in_the_readers_language(place: Town) -> None:
    User.objects.filter(pk=place.data_team.pk).update(language="vi")
    client = Client()
    client.force_login(place.data_team)
    answer = client.post(PATH, {"first": "2026-10-12", "last": "2026-10-01", "kind": "holiday"})
    assert answer.status_code == 422
    assert "Ngày cuối không thể trước ngày đầu." in answer.content.decode()
