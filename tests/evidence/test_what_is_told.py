"""Subgroups, scales and single classrooms: what may be told of them, and to whom."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.evidence import sentences
from homeroom.evidence.attrition import Attrition
from homeroom.evidence.classrooms import named, said_of_classes
from homeroom.evidence.pool import ClassEffect, Pooled, pooled
from homeroom.evidence.scales import response_refusal, scale_refusal
from homeroom.evidence.subgroups import Subgroup, discovered, refusals

QUIET, LOUD = ClassEffect(0.1, -0.3, 0.5, 0.7), ClassEffect(1.0, 0.4, 1.6, 0.99)
POOLED = Pooled(QUIET, (QUIET, LOUD, LOUD), 0.3, 0.0, 0.8, 0.01)


def test_a_class_is_named_to_its_own_leaders_alone_and_in_the_order_given() -> None:
    assert named(POOLED, {0, 1, 2}) == (1, 2)
    assert named(POOLED, {2}) == (2,)
    assert named(POOLED, {0}) == named(POOLED, ()) == ()


def test_that_chance_scatters_classes_is_said_unless_they_are_shown_to_differ() -> None:
    alike = replace(POOLED, p_spread=0.4)
    assert [one.rule for one in said_of_classes(alike, {0})] == [sentences.CANT_TELL_CLASSES]
    assert [one.rule for one in said_of_classes(alike, {1})] == [sentences.CANT_TELL_CLASSES, sentences.CLASS_NAMED]
    assert said_of_classes(POOLED, {0}) == ()


def test_a_small_pilot_that_goes_both_ways_can_not_tell() -> None:
    random = np.random.default_rng(3)
    found = pooled(random.normal(0, 0.3, 6), np.full(6, 0.13), random.normal(0, 0.3, 18), np.full(18, 0.13))
    assert [one.rule for one in said_of_classes(found, range(6))] == [sentences.CANT_TELL_CLASSES]


def test_a_subgroup_is_told_of_only_with_a_test_that_stands_and_children_enough() -> None:
    asked = [Subgroup(40, 0.001), Subgroup(40, None), Subgroup(40, 0.3), Subgroup(9, 0.001), Subgroup(10, 0.001)]
    subgroup, cell = sentences.SUBGROUP, sentences.CELL
    assert refusals(asked) == [None, subgroup, subgroup, cell, None]


def test_tests_of_one_domain_are_looked_at_together() -> None:
    """Benjamini and Hochberg by hand: .01 ≤ .05 / 4, .02 ≤ .1 / 4, .04 > .15 / 4, .2 > .05."""
    assert discovered([0.2, 0.01, 0.04, 0.02]) == [False, True, False, True]
    assert discovered([0.04, 0.05, 0.03]) == [True, True, True]
    assert discovered([0.06]) == [False]
    assert discovered([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_more_tests_never_let_more_stand_than_each_alone(ps: list[float]) -> None:
    assert all(p <= 0.05 for p, stands in zip(ps, discovered(ps), strict=True) if stands)


@pytest.mark.parametrize(
    ("answers", "reliability", "refused"),
    [
        (9, 0.9, sentences.FEW_ANSWERS),
        (10, 0.9, None),
        (10, None, None),
        (10, 0.6, None),
        (10, 0.59, sentences.RELIABILITY),
        (10, float("nan"), sentences.RELIABILITY),
    ],
)
def test_a_scale_is_shown_from_ten_answers_that_hang_together(
    answers: int, reliability: float | None, refused: sentences.Rule | None
) -> None:
    assert scale_refusal(answers, reliability) == refused


def test_arms_whose_response_differs_too_much_are_not_compared() -> None:
    assert response_refusal(Attrition(100, 90, 100, 85)) is None
    assert response_refusal(Attrition(100, 90, 100, 70)) == sentences.RESPONSE
