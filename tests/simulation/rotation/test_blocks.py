"""Generated weeks of a flexible block: the same from the same seed, always valid, and with what was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.rotation.block.instance import Instance, as_json, digest, from_json
from homeroom.rotation.block.modality import Modality
from homeroom.simulation.rotation import blocks
from homeroom.simulation.rotation.school import Wanted

pytestmark = pytest.mark.any_database

SEEDS = st.integers(0, 10_000)
WISHES = st.builds(
    Wanted,
    children=st.integers(1, 60),
    seed=SEEDS,
    days=st.integers(1, 5),
    sessions=st.integers(1, 2),
    away=st.sampled_from([0, 0.03, 0.5, 1]),
    locks=st.sampled_from([0, 0.3]),
    pairs=st.sampled_from([0, 0.3]),
)


@pytest.fixture(scope="module")
def usual() -> Instance:
    return blocks.of_size(600)


def shown(one: Instance, child: int, slot: int) -> bool:
    told = one.children[child - 1001]
    return slot not in told.away and slot not in {served.slot for served in told.services}


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert as_json(blocks.of_size(100, 7)) == as_json(blocks.of_size(100, 7))
    assert digest(blocks.of_size(100, 7)) != digest(blocks.of_size(100, 8))


@pytest.mark.parametrize("children", blocks.SIZES)
def test_every_size_is_there(children: int) -> None:
    made = blocks.of_size(children)
    assert len(made.children) == children
    assert from_json(as_json(made)) == made


def test_a_school_of_600_has_what_was_asked_for(usual: Instance) -> None:
    leads = [adult.leads for adult in usual.adults]
    assert (leads.count(Modality.TEACHER_LED), leads.count(Modality.TUTORING)) == (24, 8)
    assert usual.seats == (120,) * 5 and usual.independent == (180,) * 5
    assert len(usual.programs) == 4 and {program.concurrent for program in usual.programs} == {None, 40}
    assert {child.grade for child in usual.children} == set("K12345")
    assert {child.school_class for child in usual.children} == set(range(24))
    assert {len(child.needs) for child in usual.children} == set(range(3, 9))
    assert sum(bool(child.services) for child in usual.children) == 36
    assert (len(usual.pairs), len(usual.locks)) == (18, 12)
    assert {pair.together for pair in usual.pairs} == {True, False}
    assert {lock.modality for lock in usual.locks} == {
        Modality.TECHNOLOGY,
        Modality.TEACHER_LED,
        Modality.INDEPENDENT,
    }
    assert usual.running and 0 < sum(bool(child.away) for child in usual.children) < 200
    assert {band.name.split()[0] for band in usual.equity} == {"class", "grade", "start"}


def test_needs_cluster_by_class(usual: Instance) -> None:
    """Two children of a class share more needs than two of a grade."""
    needs = [{need.standard for need in child.needs} for child in usual.children]
    within = [len(needs[place] & needs[place + 1]) for place in range(0, 24, 2)]
    between = [len(needs[place] & needs[place + 25]) for place in range(12)]
    assert sum(within) > sum(between)


def test_a_need_is_worth_what_its_p_says(usual: Instance) -> None:
    for need in (need for child in usual.children for need in child.needs):
        assert need.value == pytest.approx(4 * need.p * (1 - need.p) * (1.3 if need.on_goal else 1), abs=1e-3)


def test_work_is_given_on_needs_in_programs_of_the_school(usual: Instance) -> None:
    slugs = {program.slug for program in usual.programs}
    for child in usual.children:
        assert {given.standard for given in child.given} <= {need.standard for need in child.needs}
        assert {given.program for given in child.given} <= slugs
        assert all(given.slots for given in child.given)


def test_a_quarter_has_a_floor_of_two_sessions(usual: Instance) -> None:
    assert sum(child.floor == 2 for child in usual.children) / 600 == pytest.approx(0.25, abs=0.01)


def test_two_sessions_a_day_follow_one_another() -> None:
    made = blocks.make(Wanted(8, days=2, sessions=2, minutes=20))
    assert [(slot.on.day, slot.session, slot.start, slot.end) for slot in made.slots] == [
        (30, 1, 540, 560),
        (30, 2, 560, 580),
        (1, 1, 540, 560),
        (1, 2, 560, 580),
    ]


@settings(max_examples=25, deadline=None)
@given(WISHES)
def test_any_wish_gives_a_week_that_can_be_kept(wanted: Wanted) -> None:
    made = blocks.make(wanted)
    assert from_json(as_json(made)) == made
    paired = [number for pair in made.pairs for number in (pair.one, pair.other)]
    assert len(paired) == len(set(paired)) and not set(paired) & {lock.child for lock in made.locks}
    assert len({lock.child for lock in made.locks}) == len(made.locks)
    assert all(shown(made, lock.child, lock.slot) for lock in made.locks)
    for child in made.children:
        assert not set(child.away) & {served.slot for served in child.services}


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_a_locked_group_can_always_be_filled(seed: int) -> None:
    made = blocks.make(Wanted(50, seed, locks=0.4))
    adults = {adult.number: adult for adult in made.adults}
    locked = {(lock.child, lock.slot) for lock in made.locks}
    led = [lock for lock in made.locks if lock.modality == Modality.TEACHER_LED]
    assert len({lock.adult for lock in led}) == len(led)
    for lock in led:
        teacher = adults[lock.adult or 0]
        members = [
            child
            for child in made.children
            if child.school_class == teacher.school_class
            and shown(made, child.number, lock.slot)
            and (child.number == lock.child or (child.number, lock.slot) not in locked)
            and lock.standard in {need.standard for need in child.needs}
        ]
        assert lock.slot in teacher.slots and len(members) >= 4
