"""What is told of a plan when its school has changed since."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from a_school import TODAY, child
from homeroom.people.models import Enrollment, SchoolDay
from homeroom.rotation.block.instance import as_json
from homeroom.rotation.inputs import instance_of, left_since
from homeroom.rotation.models import Absence, Assumption, BlockPlan, GroupLanguage, PlanRule, Room, StaffTime
from rotation.inputs.a_planned_school import WEEK, Planned, believed, planned
from rotation.inputs.test_instance import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    made = planned()
    believed([(one, "3.NF.A.1", 0.5) for one in made.children])
    return made


@pytest.fixture
def plan(here: Planned) -> BlockPlan:
    told = json.loads(as_json(instance_of(here.school, WEEK)))
    return BlockPlan.objects.create(school=here.school, week=WEEK, version=1, instance=told, made_by="ana")


def codes(plan: BlockPlan) -> list[str]:
    return [one.code for one in left_since(plan)]


def test_nothing_has_changed(plan: BlockPlan) -> None:
    assert left_since(plan) == []


def test_a_plan_without_its_instance_tells_nothing(here: Planned) -> None:
    assert left_since(BlockPlan.objects.create(school=here.school, week=WEEK, version=2, made_by="ana")) == []


def test_three_children_of_this_plan_left(here: Planned, plan: BlockPlan) -> None:
    gone = [one.pk for one in here.children[:3]]
    Enrollment.objects.filter(student__in=gone).update(ends_on=WEEK - timedelta(days=1))
    first = left_since(plan)[0]
    assert (first.words, first.students) == ("3 children of this plan left.", tuple(gone))
    with translation.override("es"):
        assert left_since(plan)[0].words.startswith("3 ")


def test_children_who_came_or_moved(here: Planned, plan: BlockPlan) -> None:
    child(99, here.groups[0])
    Enrollment.objects.filter(student=here.children[0]).update(school_class=here.groups[1])
    assert codes(plan)[:2] == ["came", "moved"]


def test_children_and_adults_who_are_there_at_other_times(here: Planned, plan: BlockPlan) -> None:
    Absence.objects.create(student=here.children[0], day=WEEK, said_by="ana")
    Absence.objects.create(staff=here.tutor, day=WEEK, said_by="ana")
    assert codes(plan) == ["times", "adults"]
    StaffTime.objects.all().delete()
    assert codes(plan) == ["adults-gone", "times"]


def test_needs_and_work(here: Planned, plan: BlockPlan) -> None:
    work(here)
    assert set(codes(plan)) == {"given", "needs", "room"}  # the goal weighs more, and the program is a new one


def test_a_language_of_groups(here: Planned, plan: BlockPlan) -> None:
    GroupLanguage.objects.create(student=here.children[0], language="es")
    assert codes(plan) == ["rules"]


def test_bells_rooms_rules_and_assumptions(here: Planned, plan: BlockPlan) -> None:
    SchoolDay.objects.create(school=here.school, day=WEEK, kind="holiday")
    Room.objects.update(seats=3)
    PlanRule.objects.create(school=here.school, kind="caps", value={"peer": 1}, strength="hard", owner="ana")
    Assumption.objects.create(school=here.school, modality="tutoring", value=1, said_by="ana")
    assert codes(plan) == ["bells", "room", "rules", "assumptions"]
