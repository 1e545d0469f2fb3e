"""A teacher's word on a lesson or a program: one holds at a time, with a reason, until it is lifted."""

from __future__ import annotations

import pytest

from a_school import CODES, Town, standards, town
from homeroom.goals.content_stops import About, holding, lift, said_of, stop
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import ContentStop
from homeroom.people.models import AuditEntry
from pages.goals_by_hand import lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Town:
    return town(3)


def test_a_word_holds_until_it_is_lifted(place: Town) -> None:
    made = stop(place.teacher, About("ixl", student=place.numbers[0]), "off", "  It is too loud. ")
    assert (made.reason, made.said_by, made.where) == ("It is too loud.", "teacher", "off")
    assert list(holding()) == [made]
    assert lift(place.principal, made)
    assert not lift(place.principal, made), "once is enough"
    made.refresh_from_db()
    assert (made.lifted_by, holding().exists()) == ("principal", False)


def test_another_word_on_the_same_takes_its_place(place: Town) -> None:
    about = About("ixl", student=place.numbers[0])
    stop(place.teacher, about, "off", "why")
    last = stop(place.teacher, about, "first", "on second thought")
    assert list(holding()) == [last]
    assert ContentStop.objects.count() == 2, "what was said stays on record"


def test_a_child_a_class_and_a_lesson_are_each_their_own(place: Town) -> None:
    standards(CODES)
    item, number = lesson(), place.numbers[0]
    for about in (
        About("iready", student=number),
        About("iready", item, student=number),
        About("iready", school_class=place.group),
        About("iready", student=place.numbers[1]),
    ):
        stop(place.teacher, about, "off", "why")
    assert holding().count() == 4
    assert said_of(number, place.group).count() == 3


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_word_needs_a_reason(place: Town, reason: str) -> None:
    with pytest.raises(GoalsError, match="Say why"):
        stop(place.teacher, About("ixl", student=place.numbers[0]), "off", reason)
    assert not ContentStop.objects.exists()


def test_each_word_is_on_the_audit_log_with_its_children(place: Town) -> None:
    stop(place.teacher, About("ixl", student=place.numbers[0]), "first", "why")
    stop(place.teacher, About("ixl", school_class=place.group), "off", "why")
    told = AuditEntry.objects.order_by("pk").values_list("verb", "students")
    assert list(told) == [("put first", [place.numbers[0]]), ("took off", sorted(place.numbers))]
