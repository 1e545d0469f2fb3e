"""What is held of a child, in the reader's language: no table without words, and the files with it."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from a_school import Town
from every_page import client_of
from homeroom.pages.record.copy import text
from homeroom.pages.record.words import KNOWN, said
from homeroom.people.models import User
from homeroom.site.erasing.packages import exported

pytestmark = pytest.mark.any_database

SAID = {
    "es": ("Lo que se guarda de", "Peticiones de corrección", "un motivo para atender al estudiante"),
    "vi": ("Những gì được lưu về", "Yêu cầu sửa hồ sơ", "một lý do phụ trách học sinh"),
}

COPY = {
    "es": ("Expediente de", "Quién vio o cambió el expediente", "No se guarda nada.", "Cada fila es"),
    "vi": ("Hồ sơ của", "Ai đã xem", "Không lưu gì.", "Mỗi dòng là"),
}
ENGLISH = ("Record of", "Each row is", "Nothing is held.", "Each table below", "What the columns mean")


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


def test_the_page_says_beforehand_what_of_the_copy_is_in_english(client: Client, place: Town) -> None:
    client.force_login(place.data_team)
    path = f"/student/{place.numbers[0]}/record/"
    assert (
        "Su página está en su idioma; los nombres de las columnas y lo que significan están en inglés."
        in client.get(path, headers={"Accept-Language": "es"}).getvalue().decode()
    )
    assert "are in English." not in client.get(path).getvalue().decode()


def copied(place: Town, language: str = "") -> dict[str, str]:
    """The files of the copy that somebody who reads this language gets, by name."""
    answer = client_of(place.data_team, language).get(f"/student/{place.numbers[0]}/record/copy.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


@pytest.mark.parametrize("language", COPY)
def test_the_page_of_the_copy_is_in_the_language(place: Town, language: str) -> None:
    page = unescape(copied(place, language)["index.html"])
    assert f'<html lang="{language}">' in page
    assert [said for said in COPY[language] if said not in page] == []
    assert [said for said in ENGLISH if said in page] == []
    assert '<dl lang="en">' in page and '<thead lang="en">' in page


@pytest.mark.parametrize("language", COPY)
def test_what_programs_read_of_the_copy_is_the_same_in_every_language(place: Town, language: str) -> None:
    english, other = copied(place), copied(place, language)
    assert english.keys() == other.keys()
    assert english["what-the-columns-mean.csv"] == other["what-the-columns-mean.csv"]
    heads = {name: (english[name].partition("\n")[0], other[name].partition("\n")[0]) for name in english}
    assert [name for name, (one, two) in heads.items() if name.endswith(".csv") and one != two] == []


def test_yes_and_no_are_said_in_the_language() -> None:
    with translation.override("vi"):
        assert (text(True), text(False)) == ("có", "không")
    assert (text(True), text(False), text(None)) == ("yes", "no", "")


def test_the_copy_in_english_says_nothing_of_languages(place: Town) -> None:
    page = copied(place)["index.html"]
    assert '<html lang="en">' in page and "draft" not in page
