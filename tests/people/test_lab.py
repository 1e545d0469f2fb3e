"""What the adults of a lab write down of a child: kept once, for a day, and gone with the child."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from a_school import TODAY, Town, town
from homeroom.people import lab
from homeroom.people.erase import erase
from homeroom.people.export import export
from homeroom.people.models import AuditEntry, LabAbsence, LabHelp

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def place(db: None) -> Town:
    return town(size=3)


def test_a_child_is_absent_once_a_day(place: Town) -> None:
    number = place.numbers[0]
    lab.note_absent(place.teacher, number)
    lab.note_absent(place.principal, number)
    assert [one.said_by for one in lab.absent(place.numbers, TODAY).values()] == ["teacher"]
    assert AuditEntry.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        LabAbsence.objects.create(student_id=number, day=TODAY, said_by="teacher")


def test_absence_is_of_one_day_and_one_child(place: Town) -> None:
    lab.note_absent(place.teacher, place.numbers[0])
    assert lab.absent(place.numbers, TODAY).keys() == {place.numbers[0]}
    assert not lab.absent(place.numbers, TODAY + timedelta(days=1))
    assert not lab.absent(place.numbers[1:], TODAY)


def test_taken_back_the_row_is_gone_and_the_log_knows(place: Town) -> None:
    number = place.numbers[0]
    lab.take_back_absent(place.teacher, number)
    assert not AuditEntry.objects.exists()
    lab.note_absent(place.teacher, number)
    lab.take_back_absent(place.teacher, number)
    assert not LabAbsence.objects.exists()
    assert list(AuditEntry.objects.values_list("verb", "object")) == [
        ("noted absent", f"lab, student {number}"),
        ("took back absent", f"lab, student {number}"),
    ]


def test_help_stands_newest_first_in_the_log_of_its_school(place: Town) -> None:
    for number, note in ((place.numbers[0], "Headphones"), (place.numbers[1], "Mouse")):
        lab.note_help(place.teacher, place.school.pk, number, note)
    elsewhere = place.other_teacher.staff.roles.get().school
    lab.note_help(place.other_teacher, elsewhere.pk, place.numbers[2])
    assert [one.note for one in lab.helped(place.school, place.numbers, TODAY)] == ["Mouse", "Headphones"]
    assert not lab.helped(place.school, place.numbers, TODAY + timedelta(days=1))


def test_a_long_note_is_cut_to_what_the_column_holds(place: Town) -> None:
    assert len(lab.note_help(place.teacher, place.school.pk, place.numbers[0], "x" * 500).note) == lab.LONGEST_NOTE


def test_all_of_it_is_handed_out_and_erased_with_the_child(place: Town) -> None:
    number, other = place.numbers[:2]
    for one in (number, other):
        lab.note_absent(place.teacher, one)
        lab.note_help(place.teacher, place.school.pk, one, "Headphones")
    held = {one.name: one.rows for one in export(number)}
    assert [row[:2] for row in held["lab_absences"]] == [[TODAY, "teacher"]]
    assert [row[:3] for row in held["lab_help"]] == [["Valley School", TODAY, "Headphones"]]
    gone = {one.place: one.count for one in erase(number)}
    assert (gone["table LabAbsence"], gone["table LabHelp"]) == (1, 1)
    assert list(LabAbsence.objects.values_list("student", flat=True)) == [other]
    assert list(LabHelp.objects.values_list("student", flat=True)) == [other]
