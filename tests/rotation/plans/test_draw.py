"""Draws: off until a named person says so; written down before the coin; the same again from the log alone."""

from __future__ import annotations

import secrets

import pytest
from django.db import IntegrityError
from msgspec.structs import replace
from pytest_django import Settings

from homeroom.facts import store
from homeroom.people.models import AuditEntry, School
from homeroom.rotation import drafts, draw, draw_pairs, publish
from homeroom.rotation.block.instance import Given, digest
from homeroom.rotation.block.made import with_levels
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.check import check
from homeroom.rotation.draw_pairs import is_swapped
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Change, DrawnPair, DrawSwitch, Placement
from homeroom.rotation.plan_models import State
from rotation.plans.a_week import MONDAY, TUESDAY, Block, Making

HEADS = next(seed for seed in range(9) if is_swapped(seed, 1))
TAILS = next(seed for seed in range(9) if not is_swapped(seed, 1))
DRAWN = "select student, modality, pair, propensity from placements where drawn order by student"


@pytest.fixture(autouse=True)
def coins(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Seeds as they are to come; the last one comes again."""
    seeds = [HEADS]
    monkeypatch.setattr(secrets, "randbits", lambda bits: seeds.pop(0) if len(seeds) > 1 else seeds[0])
    return seeds


def draft(own: Block) -> BlockPlan:
    """Two of eight children are online in one session. A twentieth of 48 places is one pair."""
    work = (Given("number_trail", 1, tuple(range(6)), ("a-1", "a-2")),)
    children = tuple(replace(one, given=work) for one in own.instance.children)
    instance = replace(own.instance, children=children)
    plan = Making(own).online((0,), 5, 6).done()
    whole = replace(plan, instance=digest(instance))
    return drafts.save(instance, with_levels(instance, whole, None), None)


def places(plan: BlockPlan) -> dict[tuple[int, object, int], str]:
    told = Placement.objects.filter(plan=plan).values_list("student", "day", "session", "modality")
    return {(student, day, session): modality for student, day, session, modality in told}


def test_without_the_switch_nothing_is_drawn(own: Block) -> None:
    made = publish.publish(draft(own), None)
    assert not DrawnPair.objects.exists()
    assert store.query(DRAWN, tables=["placements"]).rows == []
    assert not AuditEntry.objects.filter(verb="wrote down pairs").exists()
    assert draw.by_lot(made) == {}


def test_with_the_switch_two_children_change_places_by_a_coin(own: Block) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    kept = draft(own)
    before = places(kept)
    made = publish.publish(kept, own.teacher)
    (pair,) = DrawnPair.objects.all()
    assert (pair.plan_id, pair.number, pair.seed, pair.propensity, pair.swapped) == (made.pk, 1, HEADS, 0.5, True)
    after = places(made)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {(child, pair.day, pair.session) for child in (pair.one_id, pair.other_id)}
    assert {before[key] for key in changed} == {"technology", "independent"}
    for child in (pair.one_id, pair.other_id):
        assert after[child, pair.day, pair.session] != before[child, pair.day, pair.session]
    rows = store.query(DRAWN, tables=["placements"]).rows
    assert rows == [
        (child, after[child, pair.day, pair.session], 1, 0.5) for child in sorted((pair.one_id, pair.other_id))
    ]
    assert check(drafts.instance_of(made), drafts.read(made)).broken == ()
    assert draw.disagreeing(DrawnPair.objects.all()) == []


def test_where_the_coin_says_no_the_plan_stays_and_is_still_by_lot(own: Block, coins: list[int]) -> None:
    coins[:] = [TAILS]
    draw.switch_on(own.school, 0.05, own.teacher)
    kept = draft(own)
    before = drafts.read(kept)
    made = publish.publish(kept, None)
    assert drafts.read(made) == before
    assert DrawnPair.objects.get().swapped is False
    assert len(store.query(DRAWN, tables=["placements"]).rows) == 2


def test_from_the_log_alone_the_same_children_change_places(own: Block) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    kept = draft(own)
    instance, before = drafts.instance_of(kept), drafts.read(kept)
    made = publish.publish(kept, None)
    (row,) = DrawnPair.objects.all()
    slot = next(one.key for one in instance.slots if (one.on, one.session) == (row.day, row.session))
    swaps = [draw_pairs.Swap(slot, row.one_id, row.other_id)] if is_swapped(row.seed, row.number) else []
    assert drafts.read(made) == draw_pairs.swapped(instance, before, swaps)
    assert swaps[0] in draw_pairs.pairs(instance, before, 0.05, row.seed, instance.week)
    DrawnPair.objects.update(swapped=False)
    assert draw.disagreeing(DrawnPair.objects.all()) == [row]


def test_the_pair_is_written_down_and_committed_before_the_coin(own: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publishing that fails leaves the pair without a word; the next one takes its seed, and no other coin."""
    draw.switch_on(own.school, 0.05, own.teacher)
    kept = draft(own)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("homeroom.rotation.draw.settle", crash)
        with pytest.raises(KeyboardInterrupt):
            publish.publish(kept, None)
    (waiting,) = DrawnPair.objects.all()
    assert (waiting.swapped, waiting.seed) == (None, HEADS)
    assert BlockPlan.objects.get().state == State.DRAFT
    told = AuditEntry.objects.get(verb="wrote down pairs")
    assert told.reason == f"1 pairs, seed {HEADS}"
    assert told.students == sorted((waiting.one_id, waiting.other_id))
    monkeypatch.setattr(secrets, "randbits", lambda bits: TAILS)
    publish.publish(kept, None)
    (tossed,) = DrawnPair.objects.all()
    assert (tossed.seed, tossed.swapped) == (HEADS, True)


def test_a_pair_that_waits_goes_when_the_switch_goes_off(own: Block) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    kept = draft(own)
    draw.log(kept, drafts.instance_of(kept), drafts.read(kept))
    assert DrawnPair.objects.filter(swapped=None).count() == 1
    assert draw.by_lot(kept).keys() == {
        (child, one.day, one.session) for one in DrawnPair.objects.all() for child in (one.one_id, one.other_id)
    }
    draw.switch_off(own.school, own.teacher)
    publish.publish(kept, None)
    assert not DrawnPair.objects.exists()


def test_a_later_version_keeps_what_was_drawn_and_draws_no_more(own: Block, settings: Settings) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    first = publish.publish(draft(own), None)
    (pair,) = DrawnPair.objects.all()
    second = publish.publish(drafts.copy(first, None), None)
    assert DrawnPair.objects.count() == 1
    assert not Change.objects.exists()
    assert {row[0] for row in store.query(DRAWN, tables=["placements"]).rows} == {pair.one_id, pair.other_id}
    again = drafts.copy(second, None)
    place = next(one for one in drafts.read(again).places if (one.child, one.slot) == (pair.one_id, 0))
    other = Modality.INDEPENDENT if place.modality is not Modality.INDEPENDENT else Modality.OVERFLOW
    drafts.put(again, replace(place, modality=other, program="", standard=None, works=(), room=None), None)
    publish.publish(again, None)
    assert {row[0] for row in store.query(DRAWN, tables=["placements"]).rows} == {pair.other_id}


def test_a_broken_draft_is_refused_and_nothing_is_written_down(own: Block) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    kept = draft(own)
    Placement.objects.filter(plan=kept, student=own.children[0]).delete()
    with pytest.raises(RotationError, match="breaks rules"):
        publish.publish(kept, None)
    assert not DrawnPair.objects.exists()


def test_the_switch_says_who_and_when_and_one_is_on_at_a_time(own: Block) -> None:
    assert draw.switch(own.school.pk) is None
    draw.switch_off(own.school, own.teacher)
    draw.switch_on(own.school, 0.02, own.teacher)
    draw.switch_on(own.school, 0.04, own.other_teacher)
    draw.switch_off(own.school, own.teacher)
    assert draw.switch(own.school.pk) is None
    told = DrawSwitch.objects.order_by("pk").values_list("share", "on_by", "off_by")
    assert list(told) == [(0.02, "teacher", "other_teacher"), (0.04, "other_teacher", "teacher")]
    assert [one.verb for one in AuditEntry.objects.order_by("pk")] == [
        "switched draws on",
        "switched draws on",
        "switched draws off",
    ]


@pytest.mark.parametrize("share", [0.0, 0.051, -1.0])
def test_no_more_than_a_twentieth_is_drawn(own: Block, share: float) -> None:
    with pytest.raises(RotationError, match="5 % at most"):
        draw.switch_on(own.school, share, own.teacher)


def test_the_database_holds_no_larger_share(own: Block) -> None:
    with pytest.raises(IntegrityError):
        DrawSwitch.objects.create(school=School.objects.get(), share=0.06, on_by="teacher")


def test_the_log_is_of_the_week_s_own_days(own: Block) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    publish.publish(draft(own), None)
    assert DrawnPair.objects.get().day == MONDAY


def test_the_log_says_who_got_what(own: Block, settings: Settings) -> None:
    draw.switch_on(own.school, 0.05, own.teacher)
    made = publish.publish(draft(own), None)
    row, at = DrawnPair.objects.get(), places(made)
    (pair,) = draw.drawn([own.school.pk], MONDAY, MONDAY)
    assert pair.child == {Modality(at[child, row.day, row.session]): child for child in (row.one_id, row.other_id)}
    assert draw.drawn([own.school.pk], TUESDAY, TUESDAY) == draw.drawn([own.school.pk + 1], MONDAY, MONDAY) == []
    Placement.objects.filter(student=row.one_id).delete()
    assert draw.drawn([own.school.pk], MONDAY, MONDAY) == []
