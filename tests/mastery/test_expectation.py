"""Of standards without evidence more is expected the longer they lie behind, and where later ones are known."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.expectation import expected
from homeroom.mastery.graph import Graph

GRAPH = Graph.of(("A", "B", "C"), [("A", "B"), ("B", "C")])
NONE = np.zeros((1, 3))


def chances(p: list[float], weight: list[float], behind: list[float]) -> list[float]:
    found = expected(np.array([p]), np.array([weight]), NONE, np.array([behind]), GRAPH)
    return [round(float(one), 2) for one in found[0]]


def test_each_year_that_lies_behind_makes_it_likelier() -> None:
    assert chances([0.4, 0.4, 0.4], [0, 0, 0], [2, 1, 0]) == [0.77, 0.6, 0.4]


def test_later_years_and_unknown_grades_change_nothing() -> None:
    assert chances([0.4, 0.4, 0.4], [0, 0, 0], [-1, np.nan, 0]) == [0.4, 0.4, 0.4]


def test_who_knows_what_stands_on_it_is_expected_to_know_it() -> None:
    assert chances([0.3, 0.3, 0.9], [0, 0, 8], [0, 0, 0]) == [0.9, 0.9, 0.9]


def test_what_was_tested_is_what_the_child_showed() -> None:
    assert chances([0.3, 0.3, 0.9], [0, 8, 8], [3, 3, 0]) == [chances([0.3] * 3, [0] * 3, [3] * 3)[0], 0.3, 0.9]


def test_a_teachers_word_is_a_test() -> None:
    told = np.array([[0.0, 1.0, 0.0]])
    found = expected(np.array([[0.3, 0.1, 0.9]]), np.array([[0.0, 0.0, 8.0]]), told, NONE, GRAPH)
    assert found.tolist() == [[0.3, 0.1, 0.9]]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.lists(st.sampled_from([0.0, 2.0, 5.0, 9.0]), min_size=3, max_size=3),
    st.lists(st.sampled_from([-1.0, 0.0, 1.0, 3.0, np.nan]), min_size=3, max_size=3),
)
def test_nothing_is_ever_expected_less_and_everything_stays_a_chance(
    p: list[float], weight: list[float], behind: list[float]
) -> None:
    found = expected(np.array([p]), np.array([weight]), NONE, np.array([behind]), GRAPH)[0]
    assert (found >= np.array(p) - 1e-9).all()
    assert (found <= 1).all()
    assert all(found[k] == p[k] for k in range(3) if weight[k] >= 5)
