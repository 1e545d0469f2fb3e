"""A teacher puts a standard first or takes it off: with a reason, one word at a time, and on record for good."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from homeroom.mastery import stops, teachers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import Stop
from homeroom.people.models import AuditEntry
from mastery.people import child, standard, teacher

pytestmark = pytest.mark.django_db


def test_a_standard_is_put_first_with_person_reason_and_day() -> None:
    made = stops.stop(teacher(), child().pk, standard(), "first", "  for the play shop ")
    assert (made.where, made.reason, made.said_by, made.lifted_at) == ("first", "for the play shop", "tina", None)
    assert list(stops.holding()) == [made]


def test_it_is_audited_under_the_childs_number_without_the_reason() -> None:
    ana = child()
    stops.stop(teacher(), ana.pk, standard(), "off", "Ana is tired of it")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.verb, entry.students) == ("tina", "took off", [ana.pk])
    assert "3.NF.A.1" in entry.object
    assert "Ana" not in str([entry.object, entry.reason])


def test_a_later_word_takes_the_place_of_the_one_before() -> None:
    ana = child()
    first = stops.stop(teacher(), ana.pk, standard(), "first", "soon")
    second = stops.stop(teacher("otto"), ana.pk, standard(), "off", "not now")
    assert list(stops.holding()) == [second]
    first.refresh_from_db()
    assert first.lifted_by == "otto"


def test_it_is_lifted_once_and_each_change_counts_the_version_up() -> None:
    before = teachers.version()
    made = stops.stop(teacher(), child().pk, standard(), "off", "not now")
    assert stops.lift(teacher(), made)
    assert not stops.lift(teacher(), made)
    assert list(stops.holding()) == []
    assert Stop.objects.count() == 1
    assert teachers.version() == before + 2


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_without_a_reason_nothing_is_written(blank: str) -> None:
    with pytest.raises(MasteryError, match="Say why"):
        stops.stop(teacher(), child().pk, standard(), "off", blank)
    assert not Stop.objects.exists()


def test_a_place_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(MasteryError, match="first or off"):
        stops.stop(teacher(), child().pk, standard(), "second", "why not")


def test_the_database_refuses_two_words_that_hold_at_once() -> None:
    ana = child()
    made = stops.stop(teacher(), ana.pk, standard(), "off", "not now")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stop.objects.create(student=ana, standard=made.standard, where="first", reason="x", since=made.since)


def test_signs_are_children_by_standards() -> None:
    ana, ben = child("ana"), child("ben")
    stops.stop(teacher(), ana.pk, standard("3.NF.A.1"), "first", "soon")
    stops.stop(teacher(), ana.pk, standard("3.NF.A.2"), "off", "not now")
    stops.stop(teacher(), child("eve").pk, standard("3.NF.A.1"), "off", "not asked for here")
    found = stops.signs([ana.pk, ben.pk], ["3.NF.A.1", "3.NF.A.2", "3.OA.A.1"])
    assert found.tolist() == [[1, -1, 0], [0, 0, 0]]
