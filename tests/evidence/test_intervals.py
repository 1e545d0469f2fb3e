"""How sure a share is: worked by hand, and what always holds of its ends."""

from __future__ import annotations

from math import isclose
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from homeroom.evidence.intervals import Share, share_of


@st.composite
def answers(draw: st.DrawFn, least: int = 2) -> list[tuple[int, int]]:
    """Of each child how many parts of how many, one or more."""
    wholes = draw(st.lists(st.integers(1, 12), min_size=least, max_size=30))
    return [(draw(st.integers(0, whole)), whole) for whole in wholes]


def found(told: list[tuple[int, int]]) -> Share:
    share = share_of([part for part, _ in told], [whole for _, whole in told])
    assert share is not None
    return share


# Each by hand: ten children, of whom five have all and five nothing, or all the same. Student's t with 9 degrees of
# freedom is 2.262. All or nothing: a spread of 1/9 · 10 · 0.25 / 10 = 1/36, so 9 independent answers' worth; the ends
# of Wilson's interval are 1/2 ± 2.262 / (1 + 5.117/9) · √(1/36 + 5.117/324).
# All alike: ten answers' worth, and a share of 1: the lower end is 10 / (10 + 5.117).
@pytest.mark.parametrize(
    ("told", "share", "low", "high"),
    [
        ([(1, 1)] * 5 + [(0, 1)] * 5, 0.5, 0.199, 0.801),
        ([(4, 4)] * 5 + [(0, 4)] * 5, 0.5, 0.199, 0.801),
        ([(1, 1)] * 10, 1.0, 0.661, 1.0),
        ([(0, 3)] * 10, 0.0, 0.0, 0.338),
    ],
)
def test_by_hand(told: list[tuple[int, int]], share: float, low: float, high: float) -> None:
    one = found(told)
    assert (one.share, round(one.low, 3), round(one.high, 3)) == (
        share,
        pytest.approx(low, abs=2e-3),
        pytest.approx(high, abs=2e-3),
    )


@pytest.mark.parametrize("told", [[], [(0, 0)], [(3, 4)], [(3, 4), (0, 0), (0, 0)]])
def test_of_fewer_than_two_children_there_is_none(told: list[tuple[int, int]]) -> None:
    assert share_of([part for part, _ in told], [whole for _, whole in told]) is None


def test_a_child_without_a_part_in_it_changes_nothing() -> None:
    assert found([(1, 4), (3, 4), (0, 0)]) == found([(1, 4), (3, 4)])


@given(answers())
def test_the_share_lies_within_its_ends_and_these_between_none_and_all(told: list[tuple[int, int]]) -> None:
    one = found(told)
    assert 0 <= one.low <= one.share + 1e-12 and one.share <= one.high + 1e-12 and one.high <= 1
    assert one.low < one.high, "nothing is ever sure"


@given(answers(least=5))
def test_twice_as_many_such_children_are_surer(told: list[tuple[int, int]]) -> None:
    once, twice = found(told), found(told * 2)
    assert isclose(once.share, twice.share)
    assert twice.high - twice.low < once.high - once.low


@given(answers())
def test_the_order_of_children_is_of_no_account(told: list[tuple[int, int]]) -> None:
    one, other = found(told), found(told[::-1])
    assert isclose(one.low, other.low, abs_tol=1e-9) and isclose(one.high, other.high, abs_tol=1e-9)


@given(answers())
def test_none_and_all_mirror_each_other(told: list[tuple[int, int]]) -> None:
    one, other = found(told), found([(whole - part, whole) for part, whole in told])
    assert isclose(one.low, 1 - other.high, abs_tol=1e-9) and isclose(one.high, 1 - other.low, abs_tol=1e-9)


@given(st.lists(st.integers(0, 1), min_size=6, max_size=20), st.integers(2, 12))
def test_children_whose_answers_are_all_alike_tell_as_much_as_one_answer_each(each: list[int], many: int) -> None:
    assume(0 < sum(each) < len(each))
    single, repeated = found([(one, 1) for one in each]), found([(one * many, many) for one in each])
    assert isclose(single.low, repeated.low, abs_tol=1e-9) and isclose(single.high, repeated.high, abs_tol=1e-9)


@pytest.mark.parametrize("children", [10, 25])
def test_it_holds_the_true_share_about_19_times_of_20(children: int) -> None:
    """Each child has a chance of its own around a half, and eight answers."""
    chance, held, times = Random(7), 0, 600
    for _ in range(times):
        told = [
            (sum(chance.random() < own for _ in range(8)), 8)
            for own in (chance.betavariate(3, 3) for _ in range(children))
        ]
        one = found(told)
        held += one.low <= 0.5 <= one.high
    assert 0.92 <= held / times <= 0.985
