"""Sixty names in three languages, byte for byte, from roster to page, CSV, Excel and PDF; long and missing ones."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import PASSWORD, TODAY
from homeroom.intake.receive import receive
from homeroom.pages import pdf
from homeroom.people.models import Class, Enrollment, Student, User
from homeroom.people.names import sort_key
from homeroom.simulation.odd_school import ODD, ROOMS, odd_names, sixty
from homeroom.simulation.write import write
from read_files import pdf_words, sheets

pytestmark = pytest.mark.django_db
EVERY = [*(name for names in sixty().values() for name in names), *odd_names().values()]
FULL = {name.full.strip() for name in EVERY}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("odd") / "school", children=24, weeks=1, odd=True).folder


@pytest.fixture
def rooms(files: Path, settings: Settings) -> list[Class]:
    settings.HOMEROOM_TODAY = TODAY
    list(receive([files / "network" / "roster"]))
    return list(Class.objects.filter(school__sourced_id=ODD.sourced_id).order_by("-title"))


@pytest.fixture
def reader(rooms: list[Class], client: Client) -> Client:
    """The principal of the odd school, who sees both classes."""
    user = User.objects.get(staff__roles__school__sourced_id=ODD.sourced_id, staff__roles__kind="principal")
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return client


def names_of(room: Class) -> set[str]:
    return {one.student.name for one in Enrollment.objects.filter(school_class=room, student__isnull=False)}


def test_every_name_comes_in_as_it_was_sent(rooms: list[Class]) -> None:
    found = Student.objects.filter(enrollments__school_class__in=rooms)
    assert {(one.given_name, one.family_name) for one in found} == {(name.given, name.family) for name in EVERY}
    assert {room.title for room in rooms} == {title for _, title in ROOMS}
    assert set.union(*map(names_of, rooms)) == FULL


def test_every_name_stands_whole_on_the_page_and_in_each_file(rooms: list[Class], reader: Client) -> None:
    on_page, in_csv, in_excel = set(), set(), set()
    for room in rooms:
        body = reader.get(f"/class/{room.pk}/").content.decode()
        links = re.findall(r'<a[^>]*href="/student/\d+/[^"]*"[^>]*>(.*?)</a>', body, re.S)
        on_page |= {unescape(re.sub("<[^>]+>", "", link)).strip() for link in links}
        text = reader.get(f"/class/{room.pk}/week.csv").content.decode("utf-8-sig")
        in_csv |= {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
        book = sheets(reader.get(f"/class/{room.pk}/week.xlsx").content)
        in_excel |= {cell for rows in book.values() for row in rows for cell in row}
    assert on_page >= FULL, FULL - on_page
    assert in_csv >= FULL, FULL - in_csv
    assert in_excel >= FULL, FULL - in_excel


@pytest.mark.draws
@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
def test_every_name_stands_whole_on_paper(rooms: list[Class], reader: Client) -> None:
    paper = "".join(pdf_words(reader.get(f"/class/{room.pk}/week.pdf").content) for room in rooms)
    plain = re.sub(r"\s", "", paper)
    assert not [name for name in FULL if re.sub(r"\s", "", name) not in plain]


def test_the_page_and_the_file_stand_in_the_same_order(rooms: list[Class], reader: Client) -> None:
    """Family names first: ñ after n, đ after d, ô ơ after o, a name that is missing before all others."""
    for room in rooms:
        sorted_names = [
            one.name for one in sorted(Student.objects.filter(enrollments__school_class=room), key=sort_key)
        ]
        body = reader.get(f"/class/{room.pk}/").content.decode()
        heads = re.findall(r'<th[^>]*scope="row"[^>]*>(.*?)</th>', body, re.S)
        shown = [unescape(re.sub("<[^>]+>", "", head)).strip() for head in heads]
        assert [name for name in shown if name in FULL][: len(sorted_names)] == sorted_names
        text = reader.get(f"/class/{room.pk}/week.csv").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
        told = list(dict.fromkeys(cell for row in rows for cell in row if cell in FULL))
        assert told == sorted_names


def test_letters_of_three_languages_find_their_places() -> None:
    children = (Student(given_name=name.given, family_name=name.family) for name in EVERY)
    order = [child.family_name for child in sorted(children, key=sort_key)]
    for before, after in (
        ("Nuñez", "Ñíguez"), ("Núñez Peña", "Ñíguez"), ("Nguyễn", "Nuñez"), ("Ñíguez", "Ocampo"), ("Pena", "Peña"),
        ("Dương", "Đặng"), ("Đặng", "Đinh"), ("Đinh", "Đỗ"), ("Đỗ", "Fitzgerald-O'Rourke"), ("Ortega", "Ông"),
    ):  # fmt: skip
        assert order.index(before) < order.index(after), (before, after)
