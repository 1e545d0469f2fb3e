"""What is held of a child, in the reader's language: no table without words, and the files with it."""

from __future__ import annotations

from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from a_school import Town
from homeroom.pages.record.words import KNOWN, said
from homeroom.people.models import User
from homeroom.site.erasing.packages import exported

SAID = {
    "es": ("Lo que se guarda de", "Peticiones de corrección", "un motivo para atender al estudiante"),
    "vi": ("Những gì được lưu về", "Yêu cầu sửa hồ sơ", "một lý do phụ trách học sinh"),
}


def test_every_table_of_a_record_has_words(place: Town) -> None:
    held = exported(place.numbers[0])
    words = {part for one in held for part in (*one.title.split(": "), one.grain)}
    assert words - KNOWN == set()
    with translation.override("es"):
        assert [one.title for one in held if said(one.title) == one.title] == []


@pytest.mark.parametrize("language", SAID)
def test_the_page_and_its_files_are_in_the_language(client: Client, place: Town, language: str) -> None:
    User.objects.filter(pk=place.data_team.pk).update(language=language)
    client.force_login(place.data_team)
    response = client.get(f"/student/{place.numbers[0]}/record/")
    assert isinstance(response, HttpResponse)
    page = unescape(response.content.decode())
    heading, title, grain = SAID[language]
    assert heading in page and title in page
    assert "What is held" not in page and "Should it be erased?" not in page
    sheet = client.get(f"/student/{place.numbers[0]}/record/held.csv").getvalue().decode()
    assert title in sheet and grain in sheet
    machine = client.get(f"/student/{place.numbers[0]}/record/held.csv?header=machine").getvalue().decode()
    assert machine.startswith("\ufefftable,title,rows,grain\r\n")


def test_the_copy_says_beforehand_that_it_is_in_english(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    path = f"/student/{place.numbers[0]}/record/"
    assert "La copia está en inglés." in client.get(path, headers={"Accept-Language": "es"}).getvalue().decode()
    assert "The copy is in English." not in client.get(path).getvalue().decode()
