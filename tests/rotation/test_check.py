"""The checker names the rule that is broken, and only that one; a plan that keeps all of them passes."""

from __future__ import annotations

from collections import Counter
from functools import partial
from operator import add
from random import Random
from time import process_time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.rotation.block.instance import Instance, Sizes, digest
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Place, Plan
from homeroom.rotation.check import check
from rotation.a_block import PLAN, WEEK, changed, of
from rotation.mutants import MISSES, MUTANTS, Mutant, group, left, places, regrouped, week
from rotation.renaming import renamed, renamed_plan

ALL = [(rule, mutant) for rule, mutants in MUTANTS.items() for mutant in mutants]
FLOORS = [(rule, mutant) for rule, mutants in MISSES.items() for mutant in mutants]


def test_a_plan_that_keeps_every_rule_passes() -> None:
    checked = check(WEEK, PLAN)
    assert checked.broken == ()
    assert checked.sound


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("rule", "mutant"), ALL, ids=[rule for rule, _ in ALL])
def test_a_mutant_breaks_its_rule_and_no_other(rule: str, mutant: Mutant, seed: int) -> None:
    instance, plan = mutant(Random(seed))
    broken = check(instance, plan).broken
    assert {one.rule for one in broken} == {rule}
    assert all(one.words(instance) for one in broken)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("rule", "mutant"), FLOORS, ids=[rule for rule, _ in FLOORS])
def test_a_mutant_misses_its_floor_and_no_other(rule: str, mutant: Mutant, seed: int) -> None:
    instance, plan = mutant(Random(seed))
    checked = check(instance, plan)
    assert checked.broken == ()
    more = set(checked.missed) - set(check(WEEK, PLAN).missed)
    assert {one.rule for one in more} == {rule}
    assert all(one.words(instance) and one.short > 0 for one in more)


@settings(max_examples=20)
@given(st.sampled_from([mutant for _, mutant in ALL]), st.randoms(use_true_random=False), st.integers(1, 900))
def test_other_numbers_and_names_change_nothing(mutant: Mutant, coin: Random, by: int) -> None:
    instance, plan = mutant(coin)
    names = (lambda number: 2000 - number - by, lambda number: number + by, lambda number: 50 - number, "p-{}".format)
    other = renamed(instance, *names)
    was, now = check(instance, plan), check(other, renamed_plan(other, plan, *names))
    if plan.instance == digest(instance):
        assert Counter(one.rule for one in now.broken) == Counter(one.rule for one in was.broken)
    assert now.levels == tuple((aim, pytest.approx(value)) for aim, value in was.levels)
    assert Counter(one.rule for one in now.missed) == Counter(one.rule for one in was.missed)


def test_what_is_broken_says_where_and_by_whom() -> None:
    (found,) = check(WEEK, left(5, 0)).broken
    assert (found.rule, found.slot, found.children, found.adults) == ("group-size", 0, (3, 4, 6), (51,))
    assert (found.room, found.found, found.limit) == (2, 3, 4)
    assert found.words(WEEK).startswith("A tutor's group has 3 to 6 children")
    assert (
        check(*week(sizes=Sizes(tutoring=(7, 9))))
        .broken[0]
        .words(changed(sizes=Sizes(tutoring=(7, 9))))
        .startswith("A tutor's group has 7 to 9")
    )


def test_a_group_of_an_unknown_adult_or_no_known_kind_is_told_and_nothing_stops() -> None:
    unknown = check(WEEK, regrouped(PLAN.groups[0].key, adult=7))
    assert "known" in {one.rule for one in unknown.broken}
    alone = check(WEEK, regrouped(PLAN.groups[0].key, modality=Modality.INDEPENDENT))
    assert {"group-size", "qualified"} <= {one.rule for one in alone.broken}
    led = check(WEEK, regrouped(group(10, 0).key, adult=52))
    assert "qualified" in {one.rule for one in led.broken}


def test_overflow_is_listed_and_counted() -> None:
    checked = check(WEEK, places(Place(4, 2, Modality.OVERFLOW), Place(5, 2, Modality.OVERFLOW)))
    assert (checked.sound, checked.overflow) == (True, ((4, 2), (5, 2)))
    assert dict(checked.levels)[Aim.OVERFLOW] == 2


def test_changes_are_counted_against_the_plan_before_and_its_keys_of_groups_do_not_matter() -> None:
    before = places(Place(4, 2, Modality.OVERFLOW), drop=((5, 2),))
    assert dict(check(WEEK, PLAN, before).levels)[Aim.CHANGES] == 2
    keys = {group.key: 100 - group.key for group in PLAN.groups}
    groups = tuple(msgspec.structs.replace(group, key=keys[group.key]) for group in PLAN.groups)
    other = msgspec.structs.replace(
        PLAN,
        groups=groups,
        places=tuple(msgspec.structs.replace(one, group=keys.get(one.group)) for one in PLAN.places),
    )
    assert dict(check(WEEK, PLAN, other).levels)[Aim.CHANGES] == 0


def test_six_hundred_children_take_less_than_a_second() -> None:
    instance, plan = many(43)
    assert len(instance.children) == 602
    start = process_time()
    checked = check(instance, plan)
    assert process_time() - start < 1
    assert checked.sound


def many(times: int) -> tuple[Instance, Plan]:
    """The week again and again, each time with people of its own."""
    weeks = []
    for time in range(times):
        names = (partial(add, 100 * time), partial(add, 100 * time), partial(add, 100 * time), str)
        one = renamed(WEEK, *names)
        weeks.append((one, renamed_plan(one, PLAN, *names)))
    parts = {
        name: tuple(part for one, _ in weeks for part in getattr(one, name))
        for name in ("children", "adults", "rooms", "pairs", "locks")
    }
    programs = (msgspec.structs.replace(WEEK.programs[0], concurrent=None), WEEK.programs[1])
    seats = (5 * times,) * 3
    whole = changed(**parts, programs=programs, seats=seats, independent=seats)
    groups = tuple(
        msgspec.structs.replace(group, key=group.key + 1000 * time)
        for time, (_, plan) in enumerate(weeks)
        for group in plan.groups
    )
    placed = tuple(
        place if place.group is None else msgspec.structs.replace(place, group=place.group + 1000 * time)
        for time, (_, plan) in enumerate(weeks)
        for place in plan.places
    )
    return whole, of(whole, Plan("", placed, groups))
