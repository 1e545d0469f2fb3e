"""What tests share is each one's own: a school out of the album, and a database emptied after the test before."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from a_school import Town, town
from album import Album
from homeroom.people.models import School, Student
from homeroom.reports.kept import watch
from homeroom.reports.models import Written
from quick import empty, tables_with_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(album: Album, home: Path) -> Town:
    def make() -> Town:
        (home / "made.txt").write_text("made")
        return town(2)

    return album.shown("two children", home, make)


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_has_the_school_as_it_was_made(made: Town, home: Path, time: int) -> None:
    assert (home / "made.txt").read_text() == "made"
    assert Student.objects.get(pk=made.children[0].pk).given_name == made.children[0].given_name == "Ana"
    assert made.teacher.check_password("a-long-enough-password")
    made.children[0].given_name = "Changed"
    made.children[0].save()
    (home / "made.txt").write_text("changed")


def test_a_row_made_afterwards_has_a_number_of_its_own(made: Town) -> None:
    assert School.objects.create(sourced_id="s9", name="New").pk not in {made.school.pk}


def test_where_something_stands_already_it_is_made_anew(album: Album, home: Path) -> None:
    School.objects.create(sourced_id="s8", name="Was here before")
    assert album.shown("two children", home, lambda: "made anew") == "made anew"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_any_table(made: Town) -> None:
    assert "people_student" in tables_with_rows()
    empty()
    assert tables_with_rows() == []
    connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_what_the_database_notes_by_itself_is_in_no_picture_and_is_left_in_no_test(album: Album, home: Path) -> None:
    watch.put_on()
    for _ in range(2):
        album.shown("a noted school", home, lambda: School.objects.create(sourced_id="s9", name="Noted"))
        assert School.objects.count() == 1
        assert Written.objects.exists()
        empty()
        assert not Written.objects.exists()
