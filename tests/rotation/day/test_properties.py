"""Any small week, any absences, seated by the solver or by the rule of thumb: what must hold of every day."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from homeroom.rotation import rules
from homeroom.rotation.block.day_greedy import seated_greedily
from homeroom.rotation.block.day_groups import of_today
from homeroom.rotation.block.day_plan import moved, plan_of_day
from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.instance import Instance, Lock
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place, Plan
from homeroom.rotation.block.today import Away, Seated, Today, as_it_is
from homeroom.rotation.check import check
from homeroom.rotation.solvers import run
from rotation.small_blocks import small_block

pytestmark = pytest.mark.any_database
SHAPES = ((8, 2), (8, 3), (7, 2), (6, 3))
Way = Callable[[Today], Seated]


def by_solver(today: Today) -> Seated:
    from homeroom.rotation.solvers import day_main

    return day_main.solve(today)


WAYS = [
    pytest.param(seated_greedily, id="rule of thumb"),
    pytest.param(
        by_solver,
        id="solver",
        marks=pytest.mark.skipif(not run.installed(run.DAY), reason="the extra [planner] is not installed"),
    ),
]


def someday(seed: int) -> Today:
    """A small week that keeps its rules, one of its days, and somebody away or something decided since."""
    instance, coin = small_block(seed, SHAPES), Random(seed)
    plan = greedy(instance, floors=True)
    assume(check(instance, plan).sound)
    slot = coin.choice(instance.slots)
    everybody = [child.number for child in instance.children]
    children = coin.sample(everybody, coin.randint(0, 3))
    adults = [adult.number for adult in instance.adults if coin.random() < 0.5]
    stays = [place for place in plan.places if place.slot == slot.key and place.modality is not Modality.SERVICE]
    locked = [place for place in stays if place.modality is not Modality.OVERFLOW and coin.random() < 0.2]
    return Today(
        instance,
        plan,
        slot.on,
        tuple(Away(number, (slot.key,)) for number in children),
        tuple(Away(number, (slot.key,)) for number in adults),
        tuple(Lock(one.child, one.slot, one.modality, one.adult, one.program, one.standard) for one in locked),
        coin.choice([0.0, 0.01, 0.1, 1.0]),
    )


def elsewhere(today: Today, plan: Plan) -> dict[tuple[int, int], Place]:
    """The places of the other days; the keys of groups say nothing."""
    return {
        (place.child, place.slot): replace(place, group=None) for place in plan.places if place.slot not in today.slots
    }


def alone(instance: Instance, place: Place) -> list[Place]:
    """What a child without a place could do without others."""
    (child,) = (one for one in instance.children if one.number == place.child)
    needs = max(child.needs, key=lambda need: need.value, default=None)
    own = Place(place.child, place.slot, Modality.INDEPENDENT, standard=needs.standard if needs else None)
    programs = {program.slug for program in instance.programs}
    given_work = [one for one in child.given if place.slot in one.slots and one.program in programs]
    online = [
        Place(place.child, place.slot, Modality.TECHNOLOGY, program=one.program, standard=one.standard)
        for one in given_work
    ]
    return [own, *online]


@pytest.mark.parametrize("way", WAYS)
@given(seed=st.integers(0, 1_000_000))
@settings(max_examples=60, deadline=None)
def test_the_day_keeps_every_rule_of_the_week_and_touches_no_other_day(way: Way, seed: int) -> None:
    today = someday(seed)
    made = plan_of_day(of_today(today), way(today))
    assert elsewhere(today, made) == elsewhere(today, today.plan)
    broken = check(as_it_is(today), made).broken
    assert {one.rule for one in broken} <= {rules.LOCKS.id}
    by_others = {lock for lock in as_it_is(today).locks if lock.modality in (Modality.TUTORING, Modality.TEACHER_LED)}
    by_others |= {lock for lock in as_it_is(today).locks if lock.modality is Modality.PEER}
    assert {(one.children[0], one.slot) for one in broken} <= {(lock.child, lock.slot) for lock in by_others}


def told(instance: Instance, plan: Plan) -> list[tuple[str, int | None, tuple[int, ...]]]:
    return [(one.rule, one.slot, one.children) for one in check(instance, plan).broken]


@pytest.mark.parametrize("way", WAYS)
@given(seed=st.integers(0, 1_000_000))
@example(seed=17913)  # a locked group that can't meet, and a child locked to have no place
@settings(max_examples=60, deadline=None)
def test_nobody_is_left_without_a_place_who_could_have_one(way: Way, seed: int) -> None:
    today = someday(seed)
    instance, made = as_it_is(today), plan_of_day(of_today(today), way(today))
    already = set(told(instance, made))
    for place in made.places:
        if place.slot in today.slots and place.modality is Modality.OVERFLOW:
            for other in alone(instance, place):
                places = tuple(other if one == place else one for one in made.places)
                assert set(told(instance, replace(made, places=places, levels=()))) - already


@given(seed=st.integers(0, 1_000_000))
@settings(max_examples=60, deadline=None)
def test_the_rule_of_thumb_moves_nobody_who_could_stay(seed: int) -> None:
    today = someday(seed)
    day = of_today(today)
    bound = {number for pair in today.instance.pairs for number in (pair.one, pair.other)}
    made = plan_of_day(day, seated_greedily(today))
    free = [after for _, after in moved(day, made) if after.child not in bound]
    assert not [one for one in free if day.unaffected(one.child, one.slot)]
