"""The smallest cut of a graph, beside trying every one; and what it says of two tables."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.subtracted import gives_away, smallest_cut

WEIGHTS = st.lists(st.integers(0, 9), min_size=10, max_size=10)


def graph(weights: list[int]) -> np.ndarray:
    """Five vertices in a ring, so that they hang together, and whatever else is drawn."""
    found = np.zeros((5, 5))
    found[np.triu_indices(5, 1)] = weights
    for at in range(5):
        found[min(at, (at + 1) % 5), max(at, (at + 1) % 5)] += 1
    return found + found.T


def weight(graph_: np.ndarray, side: np.ndarray) -> float:
    return float(graph_[np.ix_(side, ~side)].sum())


@settings(deadline=None, max_examples=60)
@given(WEIGHTS)
def test_no_cut_is_smaller(weights: list[int]) -> None:
    drawn = graph(weights)
    least, side = smallest_cut(drawn)
    tried = [np.array(one) for one in product((False, True), repeat=5) if 0 < sum(one) < 5]
    assert least == pytest.approx(min(weight(drawn, one) for one in tried))
    assert weight(drawn, side) == pytest.approx(least)


def test_one_vertex_has_no_cut() -> None:
    assert smallest_cut(np.zeros((1, 1)))[0] == np.inf


def test_lines_that_differ_by_few_children_are_named() -> None:
    one, other = np.array([0] * 20 + [1] * 23), np.array([0] * 23 + [1] * 20)
    assert gives_away(one, other, np.arange(43), 10) == ({1}, {0})
    assert gives_away(one, other, np.arange(43), 3) == (set(), set())


def test_lines_that_are_not_shown_are_not_named_and_count_as_one() -> None:
    one, other = np.array([0] * 20 + [-1] * 23), np.array([0] * 23 + [1] * 20)
    assert gives_away(one, other, np.arange(43), 10) == (set(), {0})


def test_tables_without_any_row_tell_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert gives_away(none, none, none, 10) == (set(), set())
