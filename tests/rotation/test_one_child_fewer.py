"""A child who leaves takes no plan away: its week is as possible without the child, once small groups may end."""

from __future__ import annotations

import os

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.grouped import groups_of
from homeroom.rotation.block.instance import Instance, digest
from homeroom.rotation.block.modality import GROUPED, Modality
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.check import check
from rotation.brute import best
from rotation.small_blocks import small_block

FULL = bool(os.environ.get("HOMEROOM_FULL"))
SHAPES = ((8, 2), (8, 3), (7, 2), (6, 3))
SMALL = ((5, 1), (3, 2))


def unlocked(instance: Instance) -> Instance:
    """Without locks into groups: one that is too small now can't be kept."""
    return replace(instance, locks=tuple(lock for lock in instance.locks if lock.modality not in GROUPED))


def without(instance: Instance, child: int) -> Instance:
    return replace(
        instance,
        children=tuple(one for one in instance.children if one.number != child),
        pairs=tuple(pair for pair in instance.pairs if child not in (pair.one, pair.other)),
        locks=tuple(lock for lock in instance.locks if lock.child != child),
        running=tuple(
            replace(one, children=tuple(number for number in one.children if number != child))
            for one in instance.running
        ),
    )


def left(instance: Instance, plan: Plan, child: int) -> Plan:
    """The plan when the child has left; whose group is too small then has no place."""
    least = {
        Modality.TUTORING: instance.sizes.tutoring[0],
        Modality.TEACHER_LED: instance.sizes.teacher_led[0],
        Modality.PEER: instance.sizes.peer[0],
    }
    ended = {group.key for group in plan.groups if len(set(group.children) - {child}) < least[Modality(group.modality)]}
    places = tuple(
        Place(one.child, one.slot, Modality.OVERFLOW) if one.group in ended else one
        for one in plan.places
        if one.child != child
    )
    return Plan(digest(without(instance, child)), places, groups_of(places, {}))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1_000_000), at=st.integers(0, 7))
def test_the_plan_of_the_others_still_keeps_every_rule(seed: int, at: int) -> None:
    instance = unlocked(small_block(seed, SHAPES))
    plan = greedy(instance, floors=True)
    assume(check(instance, plan).sound)
    child = instance.children[at % len(instance.children)].number
    assert check(without(instance, child), left(instance, plan, child)).broken == ()


@settings(max_examples=100 if FULL else 3, deadline=None)
@given(seed=st.integers(0, 1_000_000), at=st.integers(0, 4))
def test_a_week_with_a_plan_has_one_without_any_of_its_children(seed: int, at: int) -> None:
    instance = unlocked(small_block(seed, SMALL))
    assume(best(instance))
    assert best(without(instance, instance.children[at % len(instance.children)].number))
