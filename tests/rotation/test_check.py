"""The checker names the rule that is broken, and only that one; a plan that keeps all of them passes."""

from __future__ import annotations

from random import Random
from time import process_time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rotation.a_block import MONDAY, PLAN, WEEK, changed, of
from rotation.drawing import drawn
from rotation.mutants import MUTANTS, Mutant


from homeroom.rotation.block.instance import Equity, Running
from homeroom.rotation.block.plan import Aim
from homeroom.rotation.check import check
from homeroom.rotation.rules import HARD, RULES

ALL = [(rule, mutant) for rule, mutants in MUTANTS.items() for mutant in mutants]


def test_a_plan_that_keeps_every_rule_passes() -> None:
    checked = check(WEEK, PLAN)
    assert checked.broken == ()
    assert checked.sound


def test_every_hard_rule_has_two_mutants_at_least() -> None:
    assert {rule for rule, mutants in MUTANTS.items() if len(mutants) >= 2} == {rule.id for rule in HARD}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("rule", "mutant"), ALL, ids=[rule for rule, _ in ALL])
def test_a_mutant_breaks_its_rule_and_no_other(rule: str, mutant: Mutant, seed: int) -> None:
    instance, plan = mutant(Random(seed))
    broken = check(instance, plan).broken
    assert {one.rule for one in broken} == {rule}
    assert all(one.words(instance) for one in broken)
