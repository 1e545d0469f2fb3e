"""What drawn pairs say: the planted difference, with an interval that is honest; all else is called an association."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from bench.rotation.draw import one_log, week

from homeroom.rotation.block.modality import Modality
from homeroom.rotation.draw_effect import ASSOCIATION, BY_LOT, Difference, Pair, TooFew, association, effect

pytestmark = pytest.mark.any_database
A, B = Modality.TUTORING, Modality.TECHNOLOGY
DAY = date(2026, 11, 30)


def log(many: int, a: float = 0.5) -> tuple[list[Pair], dict[tuple[int, date, int], float]]:
    chance = np.random.default_rng(1)
    found = [Pair(DAY, 1, {A: 2 * at, B: 2 * at + 1}) for at in range(many)]
    told = {(child, DAY, 1): float(chance.normal(a * (child % 2 == 0))) for child in range(2 * many)}
    return found, told


def test_the_mean_of_the_pairs_differences_with_student_s_interval() -> None:
    found, told = log(400)
    one = effect(found, told, A, B)
    assert isinstance(one, Difference)
    differences = np.array([told[2 * at, DAY, 1] - told[2 * at + 1, DAY, 1] for at in range(400)])
    assert one.mean == pytest.approx(differences.mean())
    assert one.high - one.mean == pytest.approx(1.9659 * differences.std(ddof=1) / 20, rel=1e-4)
    assert one.low < 0.5 < one.high
    assert (one.n, one.lost, one.label) == (400, 0, BY_LOT)
    other = effect(found, told, B, A)
    assert isinstance(other, Difference)
    assert (other.mean, other.low) == (pytest.approx(-one.mean), pytest.approx(-one.high))


def test_pairs_of_other_modalities_say_nothing_and_a_pair_needs_both_outcomes() -> None:
    found, told = log(30)
    others = [Pair(DAY, 2, {A: 1, Modality.PEER: 2})]
    del told[0, DAY, 1]
    one = effect(found + others, told, A, B)
    assert isinstance(one, Difference)
    assert (one.n, one.lost) == (29, 1)


def test_nothing_is_said_of_few_pairs() -> None:
    found, told = log(19)
    one = effect(found, told, A, B)
    assert one == TooFew(A, B, 19, 20)
    assert one.why == "19 that can be compared; at least 20 are needed."


def test_children_whom_a_plan_placed_are_an_association() -> None:
    chance = np.random.default_rng(2)
    after = {A: list(chance.normal(1, 1, 60)), B: list(chance.normal(0, 2, 40))}
    one = association(after, A, B)
    assert isinstance(one, Difference)
    assert one.low < 1 < one.high
    assert (one.n, one.label) == (100, ASSOCIATION)
    assert "no effect" in str(ASSOCIATION)
    assert association({A: after[A]}, A, B) == TooFew(A, B, 0, 20)


def test_intervals_of_simulated_logs_hold_the_truth_where_those_of_an_association_do_not() -> None:
    made, told = week(300, 1)
    assert told.endswith("0 of 10 tosses broken")
    logs = [one for seed in range(120) for one in one_log([made] * 3, seed)]
    held, plainly = (sum(one[at] for one in logs) / len(logs) for at in (1, 2))
    assert 0.90 <= held <= 0.99
    assert plainly < 0.85
