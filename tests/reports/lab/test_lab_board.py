"""The board of a lab: who stands on it, in which state, and what it says of its feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from a_school import TODAY, Town, child, room, town
from homeroom.people import lab
from homeroom.people.lab import lab_children
from homeroom.people.models import Caseload, Enrollment, LabAbsence, LabHelp, School, SchoolDay, Student, User
from homeroom.people.visibility import scope
from homeroom.reports.lab import LabBoard, lab_board
from homeroom.reports.lab.file import filed
from homeroom.reports.lab.make import whole
from homeroom.reports.lab.report import Hearing, Here
from homeroom.reports.lab.sheet import lab_sheets
from homeroom.reports.lab.told import lead, notes, said
from homeroom.reports.table import text
from lab_by_hand import AT, FEED, ago, coordinator, in_since, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY
    settings.HOMEROOM_LAB_FEED = FEED
    tell()


@pytest.fixture
def place(db: None) -> Town:
    return town(size=5)


@pytest.fixture
def runs_it(place: Town) -> User:
    return coordinator(place)


def board(user: User, place: Town, *chosen: int) -> LabBoard:
    return lab_board(place.school, scope(user, lab_children(place.school)), chosen, AT)


def states(found: LabBoard) -> dict[int, Here]:
    return {seat.child.number: seat.here for seat in found.seats}


def names(found: Iterable[Student]) -> set[str]:
    return {one.name for one in found}


# Whose children they are


def test_the_children_of_the_labs_classes_stand_on_it_by_family_name(place: Town, runs_it: User) -> None:
    child(30, room(place.school, "c9", "Grade 4"), "Zoe", "Aaron")
    for one, family in zip(place.children, ("Núñez", "Nunez", "Đặng", "Zapata", "Dang"), strict=True):
        Student.objects.filter(pk=one.pk).update(given_name="A", family_name=family)
    seats = board(runs_it, place).seats
    assert [seat.child.name for seat in seats] == ["A Dang", "A Đặng", "A Nunez", "A Núñez", "A Zapata"]


def test_without_a_coordinator_there_is_no_lab(place: Town) -> None:
    assert not lab_children(place.school).exists()
    found = board(place.principal, place)
    assert (found.has_lab, found.seats) == (False, ())
    assert "nobody who runs one" in lead(found)


def test_once_a_caseload_is_written_it_alone_says_who_comes(place: Town, runs_it: User) -> None:
    Caseload.objects.create(staff=runs_it.staff, student=place.children[0], reason="Learning lab")
    assert names(lab_children(place.school)) == {place.children[0].name}


def test_a_coordinator_of_two_schools_has_two_boards(place: Town, runs_it: User) -> None:
    hill = School.objects.get(sourced_id="s2")
    away = child(40, hill.classes.get(), "Cy", "Other")
    runs_it.staff.roles.create(kind="lab coordinator", school=hill)
    for one in (place.children[1], away):
        Caseload.objects.create(staff=runs_it.staff, student=one, reason="Learning lab")
    assert names(lab_children(place.school)) == {place.children[1].name}
    assert names(lab_children(hill)) == {away.name}


def test_a_role_that_ended_leaves_no_lab(place: Town, runs_it: User) -> None:
    runs_it.staff.roles.update(ends_on=TODAY - timedelta(days=1))
    assert not lab_children(place.school).exists()


def test_a_child_who_left_is_on_no_board(place: Town, runs_it: User) -> None:
    Student.objects.filter(pk=place.numbers[0]).update(ends_on=TODAY - timedelta(days=1))
    assert place.numbers[0] not in states(board(runs_it, place))


# Classes


def test_one_class_of_two_is_shown_where_it_was_chosen(place: Town) -> None:
    other = room(place.school, "c9", "Grade 4")
    fourth = child(30, other)
    user = coordinator(place, place.group, other)
    whole_lab, one = board(user, place), board(user, place, other.pk)
    assert [(found.title, found.children) for found in whole_lab.rooms] == [("Grade 3, Room 12", 5), ("Grade 4", 1)]
    assert set(states(whole_lab)) == {*place.numbers, fourth.pk}
    assert set(states(one)) == {fourth.pk}
    assert one.rooms == whole_lab.rooms


def test_a_class_that_is_none_of_the_labs_is_no_choice(place: Town, runs_it: User) -> None:
    away = School.objects.get(sourced_id="s2").classes.get()
    found = board(runs_it, place, away.pk, 999)
    assert found.chosen == ()
    assert len(found.seats) == 5


def test_a_child_of_two_classes_has_one_card_and_stands_on_both_sheets(place: Town) -> None:
    other = room(place.school, "c9", "Math intervention")
    twice = place.children[2]
    Enrollment.objects.create(sourced_id="e99", school_class=other, student=twice, role="student")
    user = coordinator(place, place.group, other)
    seats = [seat for seat in board(user, place).seats if seat.child.number == twice.pk]
    assert [seat.rooms for seat in seats] == [("Grade 3, Room 12", "Math intervention")]
    sheets = lab_sheets(place.school, scope(user, lab_children(place.school))).sheets
    assert [[line.child.number for line in one.lines].count(twice.pk) for one in sheets] == [1, 1]


# The feed


def test_without_a_feed_nobody_is_called_in_or_missing(place: Town, runs_it: User, settings: Settings) -> None:
    settings.HOMEROOM_LAB_FEED = ""
    lab.note_absent(runs_it, place.numbers[0])
    found = board(runs_it, place)
    assert found.hearing is Hearing.NONE
    assert set(states(found).values()) == {Here.EXPECTED, Here.ABSENT}
    assert lead(found) == "4 children are expected."
    assert "No sign-in feed yet" in " ".join(notes(found))
    assert said(found) == "Expected 4, Absent 1"


def test_a_feed_that_told_nothing_today_is_not_taken_for_an_empty_room(place: Town, runs_it: User) -> None:
    tell(heard=None)
    found = board(runs_it, place)
    assert found.hearing is Hearing.NOTHING
    assert set(states(found).values()) == {Here.EXPECTED}
    assert "has told nothing today" in " ".join(notes(found))


def test_a_feed_that_fell_silent_says_since_when(place: Town, runs_it: User) -> None:
    tell({place.numbers[0]: in_since(20, heard=ago(seconds=90))}, heard=ago(seconds=90))
    found = board(runs_it, place)
    assert found.hearing is Hearing.SILENT
    assert "silent since 9:43:30" in " ".join(notes(found))
    assert next(seat for seat in found.seats if seat.child.number == place.numbers[0]).silent


def test_each_child_has_one_state_and_the_counts_add_up(place: Town, runs_it: User) -> None:
    one, two, three, four, five = place.numbers
    lab.note_absent(runs_it, five)
    idle = in_since(20, worked=ago(minutes=7))
    tell({one: in_since(20), two: idle, three: in_since(20, asked=ago(minutes=1))})
    found = board(runs_it, place)
    assert states(found) == {
        one: Here.WORKING,
        two: Here.IDLE,
        three: Here.NEEDS_HELP,
        four: Here.NOT_IN,
        five: Here.ABSENT,
    }
    assert sum(found.counts.values()) == len(found.seats)
    assert said(found) == "Needs help 1, Not in 1, Idle 1, Working 1, Absent 1"
    assert lead(found) == "1 child is not in yet."


def test_a_card_names_the_program_and_since_when(place: Town, runs_it: User) -> None:
    one, two, *_ = place.numbers
    tell({one: in_since(30, since=ago(minutes=10)), two: in_since(30, program="", since=None)})
    seats = {seat.child.number: seat for seat in board(runs_it, place).seats}
    assert (seats[one].program, seats[one].since) == ("Number Trail", ago(minutes=10))
    assert (seats[two].program, seats[two].since) == ("", ago(minutes=30))


def test_who_came_after_all_is_in_and_the_note_stays_to_be_taken_back(place: Town, runs_it: User) -> None:
    lab.note_absent(runs_it, place.numbers[0])
    tell({place.numbers[0]: in_since(5)})
    seat = next(one for one in board(runs_it, place).seats if one.child.number == place.numbers[0])
    assert (seat.here, seat.noted_absent) == (Here.WORKING, True)


def test_help_ends_the_waiting_and_stands_in_the_log(place: Town, runs_it: User) -> None:
    number = place.numbers[0]
    tell({number: in_since(20, asked=ago(minutes=1))})
    made = lab.note_help(runs_it, place.school.pk, number, "Headphones")
    LabHelp.objects.filter(pk=made.pk).update(said_at=AT)
    found = board(runs_it, place)
    assert states(found)[number] is Here.WORKING
    assert [(one.child.number, one.note, one.by, one.at) for one in found.helps] == [(number, "Headphones", "lab", AT)]


def test_help_and_absence_of_yesterday_count_no_more(place: Town, runs_it: User) -> None:
    number = place.numbers[0]
    lab.note_absent(runs_it, number)
    lab.note_help(runs_it, place.school.pk, number)
    LabAbsence.objects.update(day=TODAY - timedelta(days=1))
    LabHelp.objects.update(day=TODAY - timedelta(days=1))
    found = board(runs_it, place)
    assert states(found)[number] is Here.NOT_IN
    assert found.helps == ()


# Days


def test_on_a_holiday_nobody_is_expected_but_sheets_can_be_printed(place: Town, runs_it: User) -> None:
    SchoolDay.objects.create(day=TODAY, kind=SchoolDay.Kind.HOLIDAY, name="Founders' Day")
    found = board(runs_it, place)
    assert found.seats == ()
    assert lead(found) == "No school today: Founders' Day. Nobody is expected in the lab."
    assert len(lab_sheets(place.school, scope(runs_it, lab_children(place.school))).sheets[0].lines) == 5


def test_on_a_saturday_it_says_so_without_a_name(place: Town, runs_it: User, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2026, 10, 24)
    assert lead(board(runs_it, place)) == "No school today. Nobody is expected in the lab."


# What the page compares


def test_two_looks_are_equal_until_a_reader_would_see_a_difference(place: Town, runs_it: User) -> None:
    number = place.numbers[0]
    tell({number: in_since(20)})
    first = board(runs_it, place)
    later = AT + timedelta(seconds=15)
    tell({number: replace(in_since(20), heard=later, worked=later)}, heard=later)
    reach = scope(runs_it, lab_children(place.school))
    assert whole(lab_board(place.school, reach, (), later)) == whole(first)
    long_after = later + timedelta(seconds=61)
    assert whole(lab_board(place.school, reach, (), long_after)) != whole(first)


# Files and languages


def test_the_file_has_a_row_a_child_and_no_result(place: Town, runs_it: User) -> None:
    tell({place.numbers[0]: in_since(20)})
    report = filed(board(runs_it, place))
    assert [len(table.rows) for table in report.tables] == [5, 0]
    columns = {column.name for column in report.table().columns}
    assert not columns & {"score", "correct", "state_of_mastery", "minutes", "mastery"}
    row = next(row for row in report.table().rows if row[0] == place.children[0].name)
    assert [text(cell) for cell in row][3:6] == ["Working", "Number Trail", "2026-10-26 09:25:00"]


@pytest.mark.parametrize(
    ("language", "words"), [("es", "1 estudiante todavía no ha entrado."), ("vi", "1 học sinh chưa vào.")]
)
def test_it_speaks_other_languages(place: Town, runs_it: User, language: str, words: str) -> None:
    tell({number: in_since(20) for number in place.numbers[1:]})
    with translation.override(language):
        assert lead(board(runs_it, place)) == words
