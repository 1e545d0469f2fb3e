from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from homeroom.facts.schema import LAGS
from homeroom.goals.index import measures

SHARES = arrays(np.float64, 6, elements=st.floats(0, 100)).filter(lambda row: row.sum() > 1)


def row(*shares: float) -> np.ndarray:
    return np.array(shares, dtype=np.float64)


def test_on_plan_is_the_share_of_time_on_anything_that_is_taught() -> None:
    assert measures.on_plan(row(30, 10, 60), row(0.9, 0.1, 0)) == 0.4


def test_overlap_asks_for_the_same_parts() -> None:
    assert measures.overlap(row(30, 10, 60), row(0.5, 0.5, 0)) == pytest.approx(0.4)
    assert measures.overlap(row(50, 50, 0), row(0.5, 0.5, 0)) == pytest.approx(1.0)


@given(SHARES, SHARES)
def test_overlap_is_never_above_time_on_plan(practised: np.ndarray, planned: np.ndarray) -> None:
    taught = planned / planned.sum()
    assert -1e-9 <= measures.overlap(practised, taught) <= measures.on_plan(practised, taught) + 1e-9


def test_coverage_counts_each_dose_once() -> None:
    """The first child has twice its dose of one standard and none of the other: half of the plan."""
    seconds, taught = np.array([[200.0, 0.0], [100.0, 100.0]]), row(0.5, 0.5)
    doses = np.full((2, 2), 100.0)
    assert measures.coverage(seconds, taught, doses) == pytest.approx((0.5 + 1.0) / 2)


def test_a_dose_of_nothing_is_had() -> None:
    assert measures.coverage(np.zeros((1, 2)), row(0.25, 0.75), np.array([[0.0, 10.0]])) == 0.25


def test_doses_are_a_goals_own_and_else_parts_of_the_lab_time() -> None:
    seconds, taught = np.array([[60.0, 0.0, 40.0]]), row(0.25, 0.75, 0)
    assert measures.doses(seconds, taught).tolist() == [[25.0, 75.0, 0.0]]
    goals = np.array([[0.0, 300.0, 500.0]])
    assert measures.doses(seconds, taught, goals).tolist() == [[25.0, 300.0, 0.0]]


def test_a_lag_without_a_plan_is_not_told() -> None:
    plans = {0: row(1, 0), 2: row(0, 1), 9: row(0, 1)}
    found = dict(zip(LAGS, measures.lags(row(25, 75), plans), strict=True))
    assert found == {lag: {0: 0.25, 2: 0.75}.get(lag) for lag in LAGS}


def test_beyond_chance_is_told_against_weeks_more_than_five_away() -> None:
    plans = {0: row(1, 0, 0), 5: row(1, 0, 0), -6: row(0, 1, 0), 7: row(0, 0, 1)}
    practised = row(60, 30, 10)
    assert measures.beyond_chance(practised, plans) == pytest.approx((0.6 - 0.2) / 0.8)


def test_beyond_chance_needs_another_week_that_is_not_all_there_was() -> None:
    assert measures.beyond_chance(row(1, 1), {0: row(1, 0), 5: row(0, 1)}) is None
    assert measures.beyond_chance(row(1, 0), {0: row(1, 0), 6: row(1, 0)}) is None


def test_the_same_plan_far_away_is_no_more_than_chance() -> None:
    assert measures.beyond_chance(row(1, 3), {0: row(1, 0), 6: row(1, 0)}) == 0.0
