"""A draft is what was saved, whatever it holds; a person changes it by hand; what is published is changed by nobody."""

from __future__ import annotations

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.people.models import AuditEntry
from homeroom.rotation import drafts
from homeroom.rotation.block.modality import GROUPED, Modality
from homeroom.rotation.block.plan import Aim, Group, Level, Place, Plan, StoppedBy
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Placement
from homeroom.rotation.plan_models import State
from rotation.plans.a_week import ALONE, SLOTS, Block, L, Making, T, person, plan, tutored

PROVED = (Level(Aim.OVERFLOW, 0.0, 0.0, 0.0, StoppedBy.PROVED), Level(Aim.GAIN, 4.25, 4.5, 0.058823, StoppedBy.CLOCK))


def test_a_draft_is_read_back_as_it_was_saved(own: Block) -> None:
    made = msgspec.structs.replace(
        plan(own), levels=PROVED, seed=7, made_by="highs 1.14.0", seconds=1.5, price_of_floor=0.25
    )
    kept = drafts.save(own.instance, made, own.teacher)
    kept.refresh_from_db()
    assert drafts.read(kept) == made
    assert drafts.instance_of(kept) == own.instance
    assert (kept.version, kept.state, kept.made_by, kept.input_hash) == (1, State.DRAFT, "teacher", made.instance)


def test_versions_are_counted_by_school_and_week(own: Block) -> None:
    versions = [drafts.save(own.instance, plan(own), None).version for _ in range(3)]
    assert versions == [1, 2, 3]
    assert drafts.copy(BlockPlan.objects.get(version=2), None).version == 4


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_plan_comes_back(own: Block, data: st.DataObject) -> None:
    """Whatever stands in it, sound or not: a draft may be broken."""
    places: dict[tuple[int, int], Place] = {}
    leads = {key: (data.draw(st.sampled_from(sorted(GROUPED))), data.draw(st.booleans())) for key in range(3)}
    for child in own.instance.children:
        for slot in data.draw(st.sets(st.sampled_from(range(6)))):
            group = data.draw(st.sampled_from([None, 0, 1, 2]))
            if group is not None:
                modality = leads[group][0]
                adult = own.instance.adults[group].number
                place = Place(child.number, slot, modality, group, adult, own.small_room.pk, "", group % 2)
            else:
                modality = data.draw(st.sampled_from(Modality))
                works = tuple(data.draw(st.lists(st.text("ab", max_size=3), max_size=2)))
                place = Place(child.number, slot, modality, program=data.draw(st.sampled_from(["", "x"])), works=works)
            places[child.number, slot] = place
    groups = []
    for key in range(3):
        members = [one for one in places.values() if one.group == key]
        if members:
            first = members[0]
            slots = tuple(sorted({one.slot for one in members}))
            who = tuple(sorted({one.child for one in members}))
            adult, standard, where = first.adult, first.standard, first.room
            groups.append(Group(key, first.modality, slots, who, adult, standard, where, leads[key][1]))
    made = Plan(plan(own).instance, tuple(places[at] for at in sorted(places)), tuple(groups))
    with transaction.atomic():
        kept = drafts.save(own.instance, made, None)
        assert drafts.read(BlockPlan.objects.get(pk=kept.pk)) == made
        transaction.set_rollback(True)


def test_a_plan_of_something_else_is_refused(own: Block) -> None:
    other = msgspec.structs.replace(plan(own), instance="0" * 64)
    with pytest.raises(RotationError, match="something else"):
        drafts.save(own.instance, other, None)


def test_groups_that_no_place_names_are_refused_and_nothing_is_kept(own: Block) -> None:
    lone = Group(9, L, (0,), (own.children[0].pk,), person(own.tutor).pk, 0)
    made = plan(own)
    with pytest.raises(RotationError, match="groups"):
        drafts.save(own.instance, msgspec.structs.replace(made, groups=(*made.groups, lone)), None)
    assert not BlockPlan.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"child": 999_999}, "child of number 999999"),
        ({"adult": 999_999}, "adult of number 999999"),
        ({"room": 999_999}, "room of number 999999"),
        ({"group": 9}, "no group 9"),
    ],
)
def test_what_is_not_there_is_named(own: Block, wrong: dict[str, int], word: str) -> None:
    made = plan(own)
    place = msgspec.structs.replace(made.places[-1], **wrong)
    with pytest.raises(RotationError, match=word):
        drafts.save(own.instance, msgspec.structs.replace(made, places=(*made.places[:-1], place)), None)


def test_a_place_is_changed_by_hand_and_nothing_is_proved_of_the_plan_then(own: Block) -> None:
    kept = drafts.save(own.instance, msgspec.structs.replace(plan(own), levels=PROVED, made_by="highs"), None)
    child = own.children[7].pk
    drafts.put(kept, Place(child, 0, T, program="number_trail", standard=1), own.teacher)
    kept.refresh_from_db()
    found = drafts.read(kept)
    assert [one for one in found.places if (one.child, one.slot) == (child, 0)] == [
        Place(child, 0, T, program="number_trail", standard=1)
    ]
    assert len(found.places) == len(plan(own).places)
    assert (found.levels, found.made_by) == ((), "hand")


def test_whoever_joins_a_group_does_what_it_does(own: Block) -> None:
    kept = drafts.save(own.instance, plan(own), None)
    child = own.children[7].pk
    drafts.put(kept, Place(child, 0, ALONE, group=1, program="x"), None)
    drafts.put(kept, Place(child, 2, ALONE, group=1), None)
    kept.refresh_from_db()
    assert drafts.read(kept) == tutored(own, 0, 1, 4, 7).online((0, 2), 5, 6).done()


def test_a_group_begins_with_its_first_child_and_ends_with_its_last(own: Block) -> None:
    kept = drafts.save(own.instance, Making(own).done(), None)
    child, tutor = own.children[7].pk, person(own.tutor).pk
    drafts.put(kept, Place(child, 1, L, 5, tutor, None, "", 1), None)
    assert [(one.key, one.children) for one in drafts.read(kept).groups] == [(5, (child,))]
    drafts.put(kept, Place(child, 1, ALONE), None)
    assert drafts.read(kept).groups == ()
    assert not kept.groups.exists()


def test_a_session_that_is_not_in_the_week_is_refused(own: Block) -> None:
    kept = drafts.save(own.instance, plan(own), None)
    with pytest.raises(RotationError, match="no session 6"):
        drafts.put(kept, Place(own.children[0].pk, len(SLOTS), ALONE), None)


def test_a_draft_is_thrown_away_whole(own: Block) -> None:
    kept = drafts.save(own.instance, plan(own), None)
    drafts.discard(kept, own.teacher)
    assert not BlockPlan.objects.exists()
    assert not Placement.objects.exists()


def test_what_is_published_is_neither_changed_nor_thrown_away(own: Block) -> None:
    kept = drafts.save(own.instance, plan(own), None)
    BlockPlan.objects.update(state=State.PUBLISHED)
    with pytest.raises(RotationError, match="no draft"):
        drafts.put(kept, Place(own.children[0].pk, 0, ALONE), None)
    with pytest.raises(RotationError, match="no draft"):
        drafts.discard(kept, None)


def test_the_log_names_children_by_number_alone(own: Block) -> None:
    kept = drafts.save(own.instance, plan(own), own.teacher)
    drafts.put(kept, Place(own.children[0].pk, 1, T), own.teacher)
    drafts.discard(kept, None)
    told = list(AuditEntry.objects.order_by("pk").values_list("actor", "verb", "object", "students"))
    name = f"block plan {told[0][2].split()[2].rstrip(',')}, week 2026-10-26"
    assert told == [
        ("teacher", "drafted", name, []),
        ("teacher", "moved a child", name, [own.children[0].pk]),
        ("homeroom", "discarded", name, []),
    ]
