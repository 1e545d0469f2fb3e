"""What was ticked for a group is written down whole or not at all, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from homeroom.mastery import teachers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.models import Check
from homeroom.people.clock import today
from mastery.people import child, standard, teacher

pytestmark = pytest.mark.django_db


def said() -> dict[str, str]:
    return dict(Check.objects.filter(withdrawn_at=None).order_by("pk").values_list("student__sourced_id", "result"))


def test_each_child_has_its_own_result() -> None:
    ana, ben = child("ana"), child("ben")
    made = teachers.checks(teacher(), standard(), {ben.pk: "partly", ana.pk: "got it"}, today())
    assert [one.student_id for one in made] == sorted([ana.pk, ben.pk])
    assert said() == {"ana": "got it", "ben": "partly"}


def test_said_again_it_is_said_once_and_said_otherwise_anew() -> None:
    ana, ben = child("ana"), child("ben")
    teachers.checks(teacher(), standard(), {ana.pk: "got it", ben.pk: "got it"}, today())
    [made] = teachers.checks(teacher(), standard(), {ana.pk: "got it", ben.pk: "not yet"}, today())
    assert (made.student_id, made.result) == (ben.pk, "not yet")
    assert said() == {"ana": "got it", "ben": "not yet"}


def test_another_adult_day_or_standard_is_another_word() -> None:
    told = {child().pk: "got it"}
    teachers.checks(teacher(), standard(), told, today())
    assert teachers.checks(teacher("otto"), standard(), told, today())
    assert teachers.checks(teacher(), standard(), told, today() - timedelta(days=1))
    assert teachers.checks(teacher(), standard("3.OA.A.1"), told, today())


def test_what_was_taken_back_can_be_said_again() -> None:
    told = {child().pk: "got it"}
    [made] = teachers.checks(teacher(), standard(), told, today())
    teachers.withdraw(teacher(), made)
    assert teachers.checks(teacher(), standard(), told, today())


def test_where_one_cannot_be_kept_none_is() -> None:
    ana, ben = child("ana"), child("ben")
    with pytest.raises(MasteryError, match="no result of a check"):
        teachers.checks(teacher(), standard(), {ana.pk: "got it", ben.pk: "brilliant"}, today())
    assert not Check.objects.exists()
    assert teachers.version() == 0
