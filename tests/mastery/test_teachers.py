"""What teachers say is kept with reason, person and day, changes nothing else, and counts the version up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from homeroom.mastery import teachers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import Check, Override
from homeroom.people.clock import today
from homeroom.people.models import AuditEntry
from mastery.people import child, standard, teacher

pytestmark = pytest.mark.django_db
SEEN = date(2026, 10, 26)


def test_a_check_is_kept_with_person_and_day() -> None:
    made = teachers.check(teacher(), child().pk, standard(), "got it", SEEN, "  with fraction strips ")
    found = Check.objects.get()
    assert (found, found.said_by, found.seen_on, found.note) == (made, "tina", SEEN, "with fraction strips")
    assert found.withdrawn_at is None


def test_a_check_is_audited_under_the_childs_number_without_the_note() -> None:
    ana = child()
    teachers.check(teacher(), ana.pk, standard(), "partly", SEEN, "Ana was tired")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.verb, entry.students) == ("tina", "checked", [ana.pk])
    assert "3.NF.A.1" in entry.object
    assert "Ana" not in str([entry.object, entry.reason])


def test_a_result_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(MasteryError, match="got it, partly, not yet"):
        teachers.check(teacher(), child().pk, standard(), "excellent", SEEN)


def test_a_check_of_tomorrow_is_refused() -> None:
    with pytest.raises(MasteryError, match="future"):
        teachers.check(teacher(), child().pk, standard(), "got it", today() + timedelta(days=1))


def test_a_check_is_withdrawn_once_and_stays_on_record() -> None:
    made = teachers.check(teacher(), child().pk, standard(), "got it", SEEN)
    assert teachers.withdraw(teacher("otto"), made)
    assert not teachers.withdraw(teacher("otto"), made)
    made.refresh_from_db()
    assert made.withdrawn_by == "otto"
    assert made.withdrawn_at is not None


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_an_override_without_a_reason_is_refused(blank: str) -> None:
    with pytest.raises(MasteryError, match="Say why"):
        teachers.override(teacher(), child().pk, standard(), "mastered", blank)
    assert not Override.objects.exists()


@pytest.mark.parametrize("state", ["no evidence", "not enough evidence", "", "Mastered"])
def test_only_a_state_that_a_teacher_can_know_is_set(state: str) -> None:
    with pytest.raises(MasteryError, match="not yet, getting there, nearly there, mastered"):
        teachers.override(teacher(), child().pk, standard(), state, "seen at the board")


def test_one_override_holds_a_child_and_standard_and_the_older_one_is_lifted() -> None:
    ana = child()
    teachers.override(teacher(), ana.pk, standard(), "mastered", "seen at the board")
    second = teachers.override(teacher("otto"), ana.pk, standard(), "not yet", "asked again")
    assert [one.pk for one in teachers.holding()] == [second.pk]
    assert Override.objects.get(lifted_by="otto").state == "mastered"


def test_an_override_holds_until_it_is_lifted_once() -> None:
    made = teachers.override(teacher(), child().pk, standard(), "mastered", " seen at the board ")
    assert made.reason == "seen at the board"
    assert made.since == today()
    assert teachers.lift(teacher(), made)
    assert not teachers.lift(teacher(), made)
    assert not teachers.holding().exists()


def test_the_database_itself_keeps_both_rules() -> None:
    ana, told = child(), {"standard": standard(), "state": "mastered", "since": SEEN, "said_by": "tina"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(student=ana, reason="", **told)
    Override.objects.create(student=ana, reason="one", **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(student=ana, reason="two", **told)


def test_every_change_counts_the_version_up_and_nothing_else_does() -> None:
    ana = child()
    assert teachers.version() == 0
    one = teachers.check(teacher(), ana.pk, standard(), "got it", SEEN)
    teachers.withdraw(teacher(), one)
    assert teachers.version() == 2
    two = teachers.override(teacher(), ana.pk, standard(), "mastered", "seen at the board")
    teachers.lift(teacher(), two)
    assert teachers.version() == 4
    teachers.lift(teacher(), two)
    with pytest.raises(MasteryError):
        teachers.override(teacher(), ana.pk, standard(), "mastered", "")
    assert teachers.version() == 4
