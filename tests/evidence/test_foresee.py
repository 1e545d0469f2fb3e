"""What classes can show, before anything is looked at: by each way to assign, and with the school's own variance."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf
from random import Random

import pytest
from pytest_django import Settings

from evidence.a_study import BASELINE, ROOMS, classes, leader, reading
from facts.facts_by_hand import publish
from homeroom.evidence.foresee import foresee, own_spread
from homeroom.evidence.measures import came_in
from homeroom.evidence.plan_json import StudyPlan
from homeroom.evidence.power import ChildrenAssigned, ClassesAssigned, Crossover, detectable, needed
from homeroom.people.models import Class, Student
from homeroom.standards.models import Framework, Standard, Unit, UnitStandard

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TODAY = date(2026, 10, 26)


@pytest.fixture
def rooms(db: None, settings: Settings) -> dict[str, list[Student]]:
    settings.HOMEROOM_TODAY = TODAY
    return classes(10)


def plan(**columns: object) -> StudyPlan:
    return reading(**columns).plan


def twice(rooms: dict[str, list[Student]], on: date = BASELINE) -> None:
    """Two results of each child, the second half a year later."""
    random, rows = Random(1), []
    told = {"program": "star", "assessment": "STAR Math", "method": "score", "result_kind": "score"}
    for children in rooms.values():
        room = random.gauss(0, 10)
        for one in children:
            first = 500 + room + random.gauss(0, 20)
            for day, score in ((on - timedelta(days=180), first), (on, first + random.gauss(0, 10))):
                rows.append(
                    told | {"student": one.pk, "row": len(rows) + 1, "occurred_on": day, "result_number": score}
                )
    publish("assessments", rows)


def test_classes_drawn_with_assumed_figures(rooms: dict[str, list[Student]]) -> None:
    found = foresee(plan())
    assert found is not None
    design = ClassesAssigned(children=10)
    assert found.spread is None
    assert (found.design, found.units) == (design, 4)
    assert found.smallest == found.low == found.high == detectable(design, 4)
    assert found.wanted == needed(design, 0.25)
    assert found.chance is not None
    assert found.chance < 0.2


def test_the_schools_own_variance_takes_the_place_of_what_is_assumed(rooms: dict[str, list[Student]]) -> None:
    twice(rooms)
    found = foresee(plan())
    assert found is not None
    assert found.spread is not None
    assert (found.spread.classes, found.spread.children) == (4, 40)
    assert isinstance(found.design, ClassesAssigned)
    assert found.design.icc == found.spread.icc.at
    assert found.low < found.smallest < found.high
    inside = foresee(plan(unit="student"))
    assert inside is not None
    assert isinstance(inside.design, ChildrenAssigned)
    assert inside.design.r2_child == found.spread.r2_child.at


def test_nothing_of_the_outcomes_own_days_is_looked_at(rooms: dict[str, list[Student]], settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2027, 3, 1)
    inside = plan().primary
    assert inside is not None
    twice(rooms, on=inside.begins_on)
    assert own_spread(plan(), list(Class.objects.all())) is None
    assert own_spread(plan(primary=None), list(Class.objects.all())) is not None


def test_without_a_measure_or_an_effect(rooms: dict[str, list[Student]]) -> None:
    found = foresee(plan(measures=[], primary=None, baseline=None, smallest_effect=None))
    assert found is not None
    assert (found.wanted, found.chance, found.spread) == (None, None, None)
    only_before = plan(primary=None)
    assert own_spread(only_before, list(Class.objects.all())) is None


def test_schools_children_weeks_and_standards(rooms: dict[str, list[Student]]) -> None:
    schools, children = foresee(plan(unit="school")), foresee(plan(unit="student"))
    assert schools is not None
    assert children is not None
    assert (schools.units, schools.smallest) == (2, inf)
    assert isinstance(children.design, ChildrenAssigned)
    weeks = ["2026-10-05", "2026-10-12"]
    by_week = foresee(plan(unit="class by week", kind="minutes trial", weeks=weeks))
    assert by_week is not None
    assert by_week.design == Crossover(2, 10)
    framework = Framework.objects.create(slug="f", title="F")
    unit = Unit.objects.create(framework=framework, code="U1", title="Unit")
    for at in range(4):
        code = Standard.objects.create(framework=framework, code=f"S{at}", title="", grade="03", order=at)
        UnitStandard.objects.create(unit=unit, standard=code)
    crossed = {"unit": "class by standard", "kind": "alignment crossover"}
    by_standard = foresee(plan(**crossed, units=["U1"]))
    assert by_standard is not None
    assert by_standard.design == Crossover(4, 10)
    assert foresee(plan(**crossed)) is None  # no standard of no unit
    assert foresee(plan(unit="class by week")) is None


def test_shares_of_arms_that_were_drawn_or_found(rooms: dict[str, list[Student]]) -> None:
    drawn = foresee(plan(arms=[{"name": "flex", "new": True, "share": 3}, {"name": "old"}]))
    arms = [{"name": "flex", "new": True, "classes": ROOMS[:1]}, {"name": "old", "classes": ROOMS[1:]}]
    found = foresee(plan(by_lot=False, classes=[], arms=arms))
    assert drawn is not None
    assert found is not None
    assert isinstance(drawn.design, ClassesAssigned)
    assert isinstance(found.design, ClassesAssigned)
    assert (drawn.design.new, found.design.new) == (0.75, 0.25)


def test_without_classes_or_children_there_is_nothing_to_foresee(rooms: dict[str, list[Student]]) -> None:
    assert foresee(plan(classes=[])) is None
    Student.objects.all().delete()
    assert foresee(plan()) is None


def test_measures_that_came_in_have_names_of_their_own(rooms: dict[str, list[Student]]) -> None:
    twice(rooms)
    one = rooms["Ash"][0].pk
    long = {"program": "star", "assessment": "A" * 100, "method": "score", "result_kind": "score", "occurred_on": TODAY}
    publish(
        "assessments",
        [long | {"student": one, "row": at, "objective": f"part {at}", "result_number": 1.0} for at in (1, 2)],
    )
    found = came_in([one, rooms["Ash"][1].pk])
    names = [each.measure.name for each in found]
    assert len(set(names)) == len(names) == 3
    assert max(map(len, names)) <= 100
    star = next(each for each in found if each.measure.assessment == "STAR Math")
    assert (star.children, star.last_on, star.measure.name) == (2, BASELINE, "STAR Math, score")
    assert came_in([leader().pk + 999]) == []
