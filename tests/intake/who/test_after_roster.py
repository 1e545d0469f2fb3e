"""What a newer roster does to links: doubt goes to a person, silence changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.intake.match import BY_LIKENESS, BY_NAME
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.who import decide
from homeroom.intake.who.after_roster import reconsider
from homeroom.people.models import AuditEntry, Class, Enrollment, Student
from intake.taking_in import ledger, reasons
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row, whose

pytestmark = pytest.mark.django_db(transaction=True)
NO_ID = {"student_id": "x1"}


def enroll(sourced_id: str, given: str, family: str, grade: str = "03") -> Student:
    child = Student.objects.create(sourced_id=sourced_id, given_name=given, family_name=family, grade=grade)
    Enrollment.objects.create(
        sourced_id=f"e-{sourced_id}", school_class=Class.objects.get(sourced_id="c1"), student=child, role="student"
    )
    return child


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def test_nothing_changes_where_nothing_speaks_against_a_link(tmp_path: Path) -> None:
    children = a_school()
    arrive(tmp_path, row("i1"), row("i2", **NO_ID))
    before = whose()
    assert reconsider() == []
    Student.objects.update(grade="04")  # all moved up, and one family moved away
    children["Ana"].enrollments.all().delete()
    assert reconsider() == []
    assert whose() == before


def test_a_name_that_is_no_longer_unique_goes_back_to_review(tmp_path: Path) -> None:
    a_school()
    delivery = arrive(tmp_path, row("i1", **NO_ID))
    assert IdentityLink.objects.get().method == BY_NAME
    enroll("1009", "Ana", "Ruiz")
    assert [one.pk for one in reconsider()] == [delivery.pk]
    assert ledger(fresh(delivery)) == {"quarantined": 1}
    assert whose() == []
    assert IdentityLink.objects.get().withdrawn_at
    assert AuditEntry.objects.get(verb="doubted").actor == "homeroom"
    assert reconsider() == []


def test_the_namesake_of_another_grade_does_not_count(tmp_path: Path) -> None:
    a_school()
    arrive(tmp_path, row("i1", **NO_ID))
    before = whose()
    enroll("1009", "Ana", "Ruiz", "05")
    assert reconsider() == []
    assert whose() == before


def test_last_years_work_stays_when_a_namesake_moves_into_the_grade(tmp_path: Path) -> None:
    children = a_school()
    arrive(tmp_path, row("i1", **NO_ID))
    Student.objects.filter(pk=children["Ana"].pk).update(grade="04")
    enroll("1009", "Ana", "Ruiz")
    assert reconsider() == []
    assert whose() == [(children["Ana"].pk, "i1")]


def test_an_id_that_belongs_to_another_name_now_goes_back_to_review(tmp_path: Path) -> None:
    children = a_school()
    delivery = arrive(tmp_path, row("i1"))
    Student.objects.filter(pk=children["Ana"].pk).update(given_name="Otto", family_name="Frei")
    reconsider()
    assert reasons(fresh(delivery)) == {"identity_conflict": 1}


def test_an_id_that_the_roster_now_gives_to_another_child_moves_the_rows(tmp_path: Path) -> None:
    children = a_school()
    arrive(tmp_path, row("i1", student_id="77"))
    assert whose() == [(children["Ana"].pk, "i1")]
    other = enroll("77", "Ana", "Ruiz", "04")
    reconsider()
    assert whose() == [(other.pk, "i1")]


def test_a_likeness_that_is_no_longer_clear_goes_back_to_review(tmp_path: Path) -> None:
    a_school()
    delivery = arrive(tmp_path, row("i1", student_id="1003", first_name="Thoa", last_name="Nguyen"))
    assert ledger(delivery) == {"quarantined": 1}  # an id that is nobody's, and a name that is not quite hers
    delivery = arrive(tmp_path / "b", row("i2", student_id="", first_name="Thoa", last_name="Nguyen"))
    link = IdentityLink.objects.get()
    assert (link.method, link.score) == (BY_LIKENESS, 0.9)
    enroll("2000", "Thoan", "Nguyen")
    reconsider()
    assert ledger(fresh(delivery)) == {"quarantined": 1}


def test_what_a_person_decided_is_not_doubted(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    decide.confirm(key().pk, children["Ana"].pk, dana)
    enroll("900", "Lia", "Moss")
    assert reconsider() == []
    assert whose() == [(children["Ana"].pk, "i1")]


def test_a_child_of_a_future_enrollment_is_found(tmp_path: Path) -> None:
    a_school()
    child = enroll("900", "Lia", "Moss")
    child.enrollments.update(begins_on="2099-01-01")
    arrive(tmp_path, row("i1", **STRANGER), row("i2", **{**STRANGER, "student_id": "zz"}))
    assert whose() == [(child.pk, "i1"), (child.pk, "i2")]
