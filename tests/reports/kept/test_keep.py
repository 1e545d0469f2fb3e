"""A report is kept once, read back as it was, and never shown where it no longer holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from a_school import Town
from homeroom.people.models import Class, Enrollment, Student, User
from homeroom.people.visibility import numbers_in, scope
from homeroom.reports import erase
from homeroom.reports.class_week import ClassWeek, class_week, kept_week
from homeroom.reports.kept import Of, kept, shelf, told
from homeroom.site.drawing_ahead import draw_ahead
from reports.kept.writes import estimated, worked


def report(place: Town) -> ClassWeek:
    return kept_week(place.group, scope(place.teacher, numbers_in(place.group)))


def files() -> list[Path]:
    return sorted(path for path in shelf.folder().rglob("*") if path.is_file() and not path.name.startswith("told-"))


def counting(made: list[int], place: Town) -> Callable[[], ClassWeek]:
    allowed = scope(place.teacher, numbers_in(place.group))

    def make() -> ClassWeek:
        made.append(1)
        return class_week(place.group, allowed)

    return make


def test_what_is_read_back_is_what_was_made(place: Town) -> None:
    estimated(place, 1)
    made, again = report(place), report(place)
    assert len(files()) == 1
    assert repr(again) == repr(made)


def test_it_is_made_once(place: Town) -> None:
    made: list[int] = []
    of = Of("a report", (), tuple(place.numbers))
    for _ in range(3):
        kept(of, ClassWeek, counting(made, place))
    assert len(made) == 1


@pytest.mark.parametrize("broken", [b"", b"half", b"x" * 4000])
def test_a_broken_file_is_made_again(place: Town, broken: bytes) -> None:
    whole = report(place)
    (path,) = files()
    path.write_bytes(broken)
    assert repr(report(place)) == repr(whole)
    assert path.read_bytes() != broken


def test_a_folder_that_takes_no_file_stops_no_page(place: Town, home: Path) -> None:
    (home / "kept").write_text("a file where the folder should be")
    assert report(place).title == "Grade 3, Room 12"


def test_what_is_written_while_it_is_made_is_not_kept(place: Town) -> None:
    draw = counting([], place)

    def make() -> ClassWeek:
        Student.objects.filter(pk=place.numbers[0]).update(given_name="Meanwhile")
        return draw()

    kept(Of("a report", (), tuple(place.numbers)), ClassWeek, make)
    assert files() == []


def test_a_report_that_reads_what_nobody_watches_is_not_kept(place: Town) -> None:
    draw = counting([], place)

    def make() -> ClassWeek:
        list(User.objects.values_list("username"))
        return draw()

    kept(Of("a report", (), tuple(place.numbers)), ClassWeek, make)
    assert files() == []


def test_each_language_has_its_own(place: Town) -> None:
    report(place)
    with translation.override("es"):
        report(place)
    assert len(files()) == 2


def test_other_children_are_another_report(place: Town) -> None:
    made: list[int] = []
    for children in (place.numbers, place.numbers[:-1]):
        kept(Of("a report", (), tuple(children)), ClassWeek, counting(made, place))
    assert len(made) == 2


def test_only_the_owner_of_the_home_reads_what_is_kept(place: Town) -> None:
    report(place)
    (path,) = files()
    assert path.stat().st_mode & 0o777 == 0o600
    assert {one.stat().st_mode & 0o777 for one in path.parents if one.is_relative_to(shelf.folder())} == {0o700}


def test_it_is_no_leave_to_see_anything(place: Town, client: Client) -> None:
    client.force_login(place.teacher)
    assert client.get(f"/class/{place.group.pk}/").status_code == 200
    for user in (place.other_teacher, place.stranger):
        client.force_login(user)
        assert client.get(f"/class/{place.group.pk}/").status_code == 404


def test_a_child_who_is_erased_leaves_nothing_kept(place: Town) -> None:
    report(place)
    gone = erase.erase(place.numbers[0])
    assert files() == []
    assert [one.count for one in gone] == [1]


@pytest.fixture
def two_classes(place: Town) -> Town:
    """The class, and a second one of four other children at the same school."""
    other = Class.objects.create(sourced_id="c9", title="Room 9", school=place.school)
    for at in range(4):
        child = Student.objects.create(sourced_id=f"o{at}", given_name=f"Other {at}", family_name="Child")
        Enrollment.objects.create(sourced_id=f"oe{at}", school_class=other, student=child, role="student")
    return place


def test_the_night_draws_each_class_and_school_once(two_classes: Town) -> None:
    first, second = draw_ahead(), draw_ahead()
    assert (first.classes, first.schools, first.drawn) == (2, 1, 3)
    assert second.drawn == 0


def test_after_a_late_file_the_night_draws_the_touched_class_alone(two_classes: Town) -> None:
    draw_ahead()
    worked(two_classes, 0)
    told.work_out()
    assert draw_ahead().drawn == 2, "the class, and its school"


def test_what_the_night_drew_is_what_a_teacher_is_shown(two_classes: Town, client: Client) -> None:
    draw_ahead()
    before = files()
    client.force_login(two_classes.teacher)
    assert client.get(f"/class/{two_classes.group.pk}/").status_code == 200
    assert files() == before
