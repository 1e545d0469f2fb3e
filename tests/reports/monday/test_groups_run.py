"""Which groups ran in a week, and of which somebody entered a result: both edges of every day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from a_school import MONDAY, child, room, standards
from homeroom.mastery.models import Check, KeptGroup, Membership
from homeroom.people.models import Class, School, Student
from homeroom.reports.monday.groups import Run, run
from homeroom.reports.week import Week
from homeroom.standards.models import Standard

WEEK = Week(MONDAY)
SUNDAY, BEFORE, AFTER = WEEK.sunday, MONDAY - timedelta(days=1), WEEK.sunday + timedelta(days=1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@pytest.fixture
def oak(db: None) -> Class:
    standards({"3.NF.A.1": "Unit fractions", "3.OA.C.7": "Multiply and divide"})
    return room(School.objects.create(sourced_id="s", name="Valley School"), "r", "Oak")


@pytest.fixture
def ana(oak: Class) -> Student:
    return child(0, oak)


def group(oak: Class, first: date, last: date, ended: date | None = None) -> KeptGroup:
    days = {"begins_on": first, "ends_on": last, "ended_at": noon(ended) if ended else None}
    return KeptGroup.objects.create(school_class=oak, standard=Standard.objects.get(code="3.NF.A.1"), **days)


def joined(kept: KeptGroup, one: Student, since: date = BEFORE, left: date | None = None) -> None:
    left_at = noon(left) if left else None
    Membership.objects.create(group=kept, student=one, since=since, left_at=left_at, added_by="tina")


def seen(one: Student, on: date, code: str = "3.NF.A.1", withdrawn: date | None = None) -> None:
    standard = Standard.objects.get(code=code)
    gone = noon(withdrawn) if withdrawn else None
    Check.objects.create(student=one, standard=standard, result="partly", seen_on=on, said_by="t", withdrawn_at=gone)


@pytest.mark.parametrize(
    ("first", "last", "ended", "ran"),
    [
        (BEFORE, MONDAY, None, 1),
        (BEFORE, BEFORE, None, 0),
        (SUNDAY, AFTER, None, 1),
        (AFTER, AFTER, None, 0),
        (BEFORE, AFTER, MONDAY, 1),
        (BEFORE, AFTER, BEFORE, 0),
    ],
)
def test_a_group_ran_if_one_of_its_days_lies_in_the_week(
    oak: Class, ana: Student, first: date, last: date, ended: date | None, ran: int
) -> None:
    joined(group(oak, first, last, ended), ana)
    assert run([oak.pk], WEEK).get(oak.pk, Run()).groups == ran


@pytest.mark.parametrize(
    ("since", "left", "ran"), [(SUNDAY, None, 1), (AFTER, None, 0), (BEFORE, MONDAY, 1), (BEFORE, BEFORE, 0)]
)
def test_a_group_without_a_child_in_the_week_did_not_run(
    oak: Class, ana: Student, since: date, left: date | None, ran: int
) -> None:
    joined(group(oak, BEFORE, AFTER), ana, since, left)
    assert run([oak.pk], WEEK).get(oak.pk, Run()).groups == ran


@pytest.mark.parametrize(("on", "told"), [(MONDAY, 1), (SUNDAY, 1), (BEFORE, 0), (AFTER, 0)])
def test_a_result_counts_in_the_week_it_was_seen_in(oak: Class, ana: Student, on: date, told: int) -> None:
    joined(group(oak, BEFORE, AFTER), ana)
    seen(ana, on)
    assert run([oak.pk], WEEK) == {oak.pk: Run(1, told)}


def test_a_result_of_another_standard_of_another_child_or_taken_back_is_none(oak: Class, ana: Student) -> None:
    joined(group(oak, BEFORE, AFTER), ana)
    seen(ana, MONDAY, "3.OA.C.7")
    seen(child(1, oak), MONDAY)
    seen(ana, MONDAY, withdrawn=SUNDAY)
    assert run([oak.pk], WEEK) == {oak.pk: Run(1, 0)}


def test_groups_are_counted_in_their_own_class_alone(oak: Class, ana: Student) -> None:
    elm = room(oak.school, "r2", "Elm")
    joined(group(oak, BEFORE, AFTER), ana)
    joined(group(oak, BEFORE, AFTER), child(2, oak))
    joined(group(elm, BEFORE, AFTER), child(3, elm))
    seen(ana, MONDAY)
    assert run([oak.pk, elm.pk], WEEK) == {oak.pk: Run(2, 1), elm.pk: Run(1, 0)}
    assert run([elm.pk], WEEK) == {elm.pk: Run(1, 0)}
