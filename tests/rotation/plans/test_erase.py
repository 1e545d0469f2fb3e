"""What weeks and plans hold of a child is handed out whole, and goes with the child; a plan stays readable."""

from __future__ import annotations

import msgspec
from pytest_django import Settings

from homeroom.rotation import drafts
from homeroom.rotation.block.instance import Equity, Lock, Pair, Running, digest
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.delivered import tick
from homeroom.rotation.erase import OF_CHILD, erase
from homeroom.rotation.export import export
from homeroom.rotation.models import (
    Absence,
    BlockPlan,
    DrawnPair,
    GroupLanguage,
    Objection,
    Placement,
    PlanLock,
    Service,
)
from homeroom.rotation.models import (
    Pair as PairRow,
)
from homeroom.rotation.publish import publish
from rotation.plans.a_week import MONDAY, Block, person, plan, tutored
from rotation.plans.checked import sound


def lived(own: Block) -> None:
    """A row of each kind for the first child, and a plan whose input names the child everywhere."""
    first, second = own.children[:2]
    tutor = person(own.tutor)
    at = {"day": MONDAY, "session": 1}
    Service.objects.create(student=first, provider=tutor, minutes=30)
    GroupLanguage.objects.create(student=first, language="vi")
    PairRow.objects.create(one=first, other=second, kind="apart", owner="teacher")
    Absence.objects.create(student=first, day=MONDAY, said_by="teacher")
    PlanLock.objects.create(student=first, modality="tutoring", origin="teacher", **at)
    instance = msgspec.structs.replace(
        own.instance,
        pairs=(Pair(first.pk, second.pk),),
        locks=(Lock(first.pk, 0, Modality.TUTORING),),
        running=(Running(tutor.pk, 0, (first.pk, second.pk)),),
        equity=(Equity("class", (first.pk, second.pk)),),
    )
    for made in (plan(own), tutored(own, 1, 4, 5).done()):
        draft = drafts.save(instance, msgspec.structs.replace(made, instance=digest(instance)), None)
        held = publish(draft, None, sound)
    DrawnPair.objects.create(plan=held, number=1, one=first, other=second, seed=1, **at)
    Objection.objects.create(student=first, reason="No.", by="teacher", **at)


def test_every_table_is_handed_out(own: Block, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = MONDAY
    lived(own)
    tick([own.children[0].pk], MONDAY, 1, None)
    told = {one.name: one for one in export(own.children[0].pk)}
    assert {name: len(one.rows) for name, one in told.items()} == {
        **dict.fromkeys(OF_CHILD, 1),
        "places in plans": 12,
        "changes of plans": 2,
        "what plans were made from": 2,
    }
    assert all(len(row) == len(one.columns) for one in told.values() for row in one.rows)


def test_the_other_child_of_a_pair_is_not_handed_out(own: Block) -> None:
    lived(own)
    (pair,) = [one for one in export(own.children[0].pk) if one.name == "pairs"]
    assert pair.rows == [["apart", None, None, "teacher"]]


def test_the_child_goes_and_plans_can_still_be_read(own: Block, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = MONDAY
    lived(own)
    first, second = (child.pk for child in own.children[:2])
    tick([first, second], MONDAY, 1, None)
    gone = {one.place: one.count for one in erase(first)}
    assert gone == {
        **dict.fromkeys(OF_CHILD, 1),
        "places in plans": 12,
        "changes of plans": 2,
        "what plans were made from": 2,
    }
    assert not any(one.count for one in erase(first))
    assert not any(one.rows for one in export(first))
    assert Placement.objects.filter(student=second).count() == 12
    for kept in BlockPlan.objects.all():
        assert drafts.read(kept).instance == digest(drafts.instance_of(kept)) == kept.input_hash
        assert str(first) not in str(drafts.instance_of(kept).running)
    assert drafts.copy(BlockPlan.objects.get(version=2), None).version == 3


def test_a_group_goes_with_its_only_child(own: Block) -> None:
    lone = tutored(own, 0).done()
    kept = drafts.save(own.instance, lone, None)
    erase(own.children[0].pk)
    assert [group.key for group in drafts.read(BlockPlan.objects.get(pk=kept.pk)).groups] == [2]
