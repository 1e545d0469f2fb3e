"""Who sees whom by a plan: exactly the planned children on the planned dates, and nobody by a draft or an ended one."""

from __future__ import annotations

from datetime import date, time, timedelta

import msgspec
import pytest
from pytest_django import Settings

from homeroom.people.models import Caseload, User
from homeroom.people.visibility import visible_to
from homeroom.rotation import drafts
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.models import BlockPlan, PlanCaseload, StaffTime
from homeroom.rotation.publish import end, publish
from rotation.plans.a_week import (
    ALONE,
    FRIDAY,
    MONDAY,
    SUNDAY_BEFORE,
    TUESDAY,
    WEDNESDAY,
    Block,
    S,
    person,
    plan,
    tutored,
)
from rotation.plans.checked import sound

THURSDAY = WEDNESDAY + timedelta(days=1)
FIRST = {"starts_at": time(10), "ends_at": time(10, 30)}  # the first session of a day


def sees(own: Block, who: User, on: date) -> set[int]:
    """Children by their place in the school, 0 to 7."""
    seen = set(visible_to(who, on).values_list("pk", flat=True))
    return {at for at, child in enumerate(own.children) if child.pk in seen}


def publish_now(own: Block, made: Plan) -> BlockPlan:
    return publish(drafts.save(own.instance, made, None), None, sound)


def test_a_draft_shows_nobody(own: Block) -> None:
    drafts.save(own.instance, plan(own), None)
    assert [sees(own, own.tutor, day) for day in (MONDAY, TUESDAY)] == [set(), set()]
    assert not Caseload.objects.exists()


def test_a_tutor_sees_exactly_the_planned_children_on_the_planned_dates(own: Block) -> None:
    publish_now(own, plan(own))
    days = (SUNDAY_BEFORE, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
    assert [sees(own, own.tutor, day) for day in days] == [set(), {0, 1, 4}, {0, 1, 4}, set(), set(), set()]
    assert [sees(own, own.second_tutor, day) for day in days] == [set()] * 6


def test_days_apart_are_rows_of_their_own(own: Block) -> None:
    publish_now(own, tutored(own, 0, 1, 4, slots=(0, 4)).done())
    days = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
    assert [sees(own, own.tutor, day) for day in days] == [{0, 1, 4}, set(), set(), set(), {0, 1, 4}]


def test_the_lab_s_adults_see_who_is_there_by_their_own_times(own: Block) -> None:
    """Nobody leads work online: whoever is in the lab then is with all of them."""
    made = tutored(own, 0, 1, 4).online((0, 2, 4), 5, 6)
    unnamed = made.places[own.children[5].pk, 4]
    made.places[own.children[5].pk, 4] = msgspec.structs.replace(unnamed, room=None)
    publish_now(own, made.done())
    days = (MONDAY, TUESDAY, WEDNESDAY, FRIDAY)
    assert [sees(own, own.lab, day) for day in days] == [{5, 6}, {5, 6}, set(), {5, 6}]
    StaffTime.objects.update(kind=StaffTime.Kind.DUTY)
    publish_now(own, plan(own))
    assert sees(own, own.lab, MONDAY) == set()


def test_who_is_in_a_room_by_their_times_sees_who_works_there_alone(own: Block) -> None:
    """But for adults who lead a group at that time: they are with it."""
    made = tutored(own, 0, 1, 4)
    for slot in (0, 1):
        made.places[own.children[7].pk, slot] = Place(own.children[7].pk, slot, ALONE, room=own.small_room.pk)
    publish_now(own, made.done())
    assert sees(own, own.second_tutor, MONDAY) == set()
    for tutor in (own.tutor, own.second_tutor):
        StaffTime.objects.create(
            school=own.school, staff=person(tutor), weekday=0, kind="available", room=own.small_room, **FIRST
        )
    publish_now(own, made.done())
    assert sees(own, own.second_tutor, MONDAY) == {7}
    assert sees(own, own.tutor, MONDAY) == {0, 1, 4}


def test_a_teacher_has_rows_only_for_children_of_other_classes(own: Block) -> None:
    publish_now(own, plan(own))
    assert not Caseload.objects.filter(staff=person(own.teacher)).exists()
    publish_now(own, tutored(own, 0, 1, 4).group(3, S, own.teacher, (4,), 3, 6, 7).done())
    told = Caseload.objects.filter(staff=person(own.teacher)).values_list("student", "begins_on", "ends_on")
    assert set(told) == {(own.children[at].pk, FRIDAY, FRIDAY) for at in (6, 7)}
    assert sees(own, own.teacher, FRIDAY) == {0, 1, 2, 3, 6, 7}
    assert sees(own, own.teacher, MONDAY) == {0, 1, 2, 3}


def test_after_a_newer_version_the_moved_ones_change(own: Block) -> None:
    publish_now(own, plan(own))
    publish_now(own, tutored(own, 0, 1, 5).online((0, 2), 6).done())
    assert [sees(own, own.tutor, day) for day in (MONDAY, TUESDAY, WEDNESDAY)] == [{0, 1, 5}, {0, 1, 5}, set()]


def test_what_stays_is_the_same_row_and_belongs_to_the_newer_version(own: Block) -> None:
    publish_now(own, plan(own))
    before = set(Caseload.objects.filter(staff=person(own.tutor)).values_list("pk", flat=True))
    second = publish_now(own, tutored(own, 0, 1, 5).online((0, 2), 6).done())
    after = set(Caseload.objects.filter(staff=person(own.tutor)).values_list("pk", flat=True))
    assert len(before & after) == 2
    assert set(PlanCaseload.objects.values_list("plan", flat=True)) == {second.pk}


def test_in_the_middle_of_a_week_what_was_seen_stays_told_and_the_rest_changes(own: Block, settings: Settings) -> None:
    publish_now(own, plan(own))
    settings.HOMEROOM_TODAY = TUESDAY
    moved = tutored(own, 0, 1, 4).online((0, 2), 5, 6)
    moved.places[own.children[4].pk, 2] = Place(own.children[4].pk, 2, ALONE)
    publish_now(own, moved.done())
    assert [sees(own, own.tutor, day) for day in (MONDAY, TUESDAY)] == [{0, 1, 4}, {0, 1}]
    kept = Caseload.objects.get(staff=person(own.tutor), student=own.children[4])
    assert (kept.begins_on, kept.ends_on) == (MONDAY, MONDAY)


@pytest.mark.parametrize(("today", "left"), [(SUNDAY_BEFORE, set()), (TUESDAY, {0, 1, 4})])
def test_an_ended_plan_shows_nobody_from_that_day_on(
    own: Block, settings: Settings, today: date, left: set[int]
) -> None:
    made = publish_now(own, plan(own))
    settings.HOMEROOM_TODAY = today
    end(made, None)
    assert sees(own, own.tutor, MONDAY) == left
    assert [sees(own, own.tutor, day) for day in (TUESDAY, WEDNESDAY, FRIDAY)] == [set(), set(), set()]
    assert not Caseload.objects.filter(ends_on__gte=today).exists()


def test_rows_that_somebody_else_wrote_are_not_touched(own: Block) -> None:
    child = own.children[0]
    Caseload.objects.create(
        staff=person(own.tutor), student=child, begins_on=MONDAY, ends_on=FRIDAY, reason="small group"
    )
    made = publish_now(own, plan(own))
    end(publish_now(own, tutored(own, 4, 5, 6).done()), None)
    assert made.caseloads.count() == 0
    assert list(Caseload.objects.values_list("student", "begins_on", "ends_on", "reason")) == [
        (child.pk, MONDAY, FRIDAY, "small group")
    ]


def test_the_reason_says_neither_what_for_nor_who(own: Block) -> None:
    publish_now(own, plan(own))
    assert set(Caseload.objects.values_list("reason", flat=True)) == {"flexible block, week of 2026-10-26"}
