"""A child is taken out of plans and of all that they are made from, and handed out before; nobody else is touched."""

import json
from datetime import time

import pytest

from a_school import TODAY
from homeroom.rotation import erase, export
from homeroom.rotation.block.instance import as_json, from_json
from homeroom.rotation.inputs import instance_of
from homeroom.rotation.models import (
    Absence,
    BlockPlan,
    Change,
    Delivered,
    DrawnPair,
    GroupLanguage,
    Objection,
    Pair,
    Placement,
    PlanLock,
    Service,
)
from rotation.inputs.a_planned_school import WEEK, Planned, believed, planned

pytestmark = pytest.mark.django_db
OWN = (Placement, Change, Objection, Delivered, PlanLock, Service, GroupLanguage, Absence)


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    """A plan with something in every table for each of two children."""
    settings.HOMEROOM_TODAY = TODAY
    made = planned(4)
    believed([(one, "3.NF.A.1", 0.5) for one in made.children])
    one, two = sorted(made.children[:2], key=lambda child: child.pk)
    Pair.objects.create(one=one, other=two, kind="apart", owner="ana")
    for child in (one, two):
        at = {"student": child, "day": WEEK, "session": 1}
        GroupLanguage.objects.create(student=child, language="es")
        Service.objects.create(student=child, provider=made.tutor, minutes=20)
        Absence.objects.create(student=child, day=WEEK, said_by="ana")
        PlanLock.objects.create(**at, modality="independent", origin="ana")
    told = json.loads(as_json(instance_of(made.school, WEEK)))
    plan = BlockPlan.objects.create(school=made.school, week=WEEK, version=1, instance=told, made_by="ana")
    BlockPlan.objects.create(school=made.school, week=WEEK, version=2, made_by="ana")
    for child in (one, two):
        at = {"student": child, "day": WEEK, "session": 1}
        placed = Placement.objects.create(
            **at, plan=plan, starts_at=time(9, 45), ends_at=time(10, 15), modality="tutoring", staff=made.tutor
        )
        Change.objects.create(**at, plan=plan, why="absent", by="ana")
        Objection.objects.create(**at, placement=placed, reason="Too early", by="ana")
        Delivered.objects.create(**at, school=made.school, modality="tutoring", took_place=True, by="ana")
    DrawnPair.objects.create(plan=plan, number=1, one=one, other=two, day=WEEK, session=1, seed=1)
    return made


def test_every_table_of_the_child_is_emptied_and_of_nobody_else(here: Planned) -> None:
    one, two = sorted(child.pk for child in here.children[:2])
    gone = {line.place: line.count for line in erase.erase(one)}
    assert set(gone.values()) == {1}
    assert len(gone) == 11
    assert all(model._default_manager.filter(student=two).count() == 1 for model in OWN)
    assert not any(model._default_manager.filter(student=one).exists() for model in OWN)
    assert not any(line.count for line in erase.erase(one))


def test_the_plans_instance_holds_the_others_alone(here: Planned) -> None:
    one, two = sorted(child.pk for child in here.children[:2])
    before = from_json(json.dumps(BlockPlan.objects.get(version=1).instance).encode())
    assert before.pairs
    erase.erase(one)
    after = from_json(json.dumps(BlockPlan.objects.get(version=1).instance).encode())
    assert [child.number for child in after.children] == [child.pk for child in here.children if child.pk != one]
    assert after.pairs == ()
    assert not any(one in band.children for band in after.equity)
    assert [child for child in after.children if child.number == two] == [
        child for child in before.children if child.number == two
    ]


def test_what_is_handed_out_names_no_other_child(here: Planned) -> None:
    one, two = here.children[:2]
    found = {table.name: table for table in export.export(one.pk)}
    assert len(found) == 11
    for table in found.values():
        assert len(table.rows) == 1, table.name
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert two.sourced_id not in repr(table.rows)
    assert json.loads(str(found["what plans were made from"].rows[0][2]))["number"] == one.pk


def test_a_child_without_anything_is_handed_out_empty_tables(here: Planned) -> None:
    assert not any(table.rows for table in export.export(404))
