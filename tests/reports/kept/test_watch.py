"""Every write of a watched table is noted, whoever writes; nothing else is."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client

from a_school import Town
from homeroom.people.models import Student, User
from homeroom.reports.kept import watch
from homeroom.reports.models import Written
from reports.kept.writes import WRITES, Write


def written(place: Town) -> int:
    """Of the class and all its children, those too who came later."""
    children = [f"child {number}" for number in Student.objects.values_list("pk", flat=True)]
    now = watch.now([*children, f"class {place.group.pk}"])
    assert now is not None
    return now.written


@pytest.mark.parametrize("write", [write for write, models in WRITES.items() if models], ids=lambda one: one.__name__)
def test_every_write_is_noted(place: Town, write: Write) -> None:
    before = written(place)
    write(place, 2)
    first = written(place)
    assert first > before or write.__name__ in ("lifted_at_once", "a_term_moved", "undone"), "there was nothing yet"


def test_a_write_about_one_child_is_none_about_another(place: Town) -> None:
    one, other = (f"child {number}" for number in place.numbers[:2])
    before = watch.now([one]), watch.now([other])
    Student.objects.filter(pk=place.numbers[0]).update(given_name="Another")
    assert watch.now([one]) != before[0]
    assert watch.now([other]) == before[1]


def test_what_is_written_in_the_same_words_is_no_news(place: Town) -> None:
    before = written(place)
    for student in place.children:
        student.save()
    assert written(place) == before


def test_who_signs_in_is_no_news(place: Town, client: Client) -> None:
    before = written(place)
    client.force_login(place.teacher)
    client.get("/")
    User.objects.update(language="es")
    assert written(place) == before


def test_a_write_that_is_taken_back_was_none(place: Town) -> None:
    before = written(place)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Student.objects.update(given_name="Another")
        raise ZeroDivisionError
    assert written(place) == before


def test_a_write_past_our_code_is_noted(place: Town) -> None:
    before = written(place)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_enrollment WHERE student_id = %s", [place.numbers[0]])
    assert written(place) > before


def test_tidying_leaves_every_sum_as_it_was(place: Town) -> None:
    Student.objects.update(given_name="Another")
    Student.objects.update(given_name="A third")
    about = [[f"child {number}"] for number in place.numbers]
    before = [watch.now(one) for one in about]
    watch.tidy()
    assert [watch.now(one) for one in about] == before
    assert Written.objects.count() == Written.objects.values("of").distinct().count()


def test_without_the_triggers_nobody_knows(place: Town) -> None:
    assert watch.is_on()
    with connection.cursor() as cursor:
        for statement in watch._taking_off()[:1]:
            cursor.execute(statement)
    assert watch.now(()) is None
    watch.put_on()
    assert watch.is_on()
