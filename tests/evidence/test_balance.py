"""Weights that balance, and refusals where they can't: nothing is stretched to fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from homeroom.evidence import sentences
from homeroom.evidence.balance import Balanced, balanced, moments
from homeroom.evidence.errors import EvidenceError


def groups(
    shift: float, seed: int = 1, children: int = 300, classes: int = 12
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """New children ahead by `shift` on the pretest, and as many comparison children in so many classes."""
    random = np.random.default_rng(seed)
    made = [
        moments(random.normal(ahead, 1, children), random.binomial(1, share, (children, 1)).astype(np.float64))
        for ahead, share in ((shift, 0.4), (0.0, 0.3))
    ]
    return made[0], made[1], np.arange(children) % classes


def balanced_of(shift: float, **sizes: int) -> Balanced:
    return balanced(*groups(shift, **sizes))


def test_it_works() -> None:
    new, comparison, classes = groups(0.3)
    found = balanced(new, comparison, classes)
    assert found.refusals == ()
    assert found.weights is not None
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights @ comparison == pytest.approx(new.mean(axis=0), abs=1e-6)
    assert 0.3 * 300 < found.effective < 300


def test_the_weights_are_those_nearest_to_equal_ones() -> None:
    """Against a general optimiser of the entropy itself."""
    new, comparison, classes = np.array([[0.4], [0.6]]), np.array([[0.0], [0.2], [0.7], [1.0], [0.1]]), np.arange(5)
    found = balanced(new, comparison, classes)

    def entropy(weights: np.ndarray) -> float:
        return float((weights * np.log(weights)).sum())

    rules = [
        {"type": "eq", "fun": lambda weights: weights.sum() - 1},
        {"type": "eq", "fun": lambda weights: weights @ comparison[:, 0] - 0.5},
    ]
    other = minimize(entropy, np.full(5, 0.2), bounds=[(1e-9, 1)] * 5, constraints=rules)
    assert found.weights == pytest.approx(other.x, abs=1e-3)


def test_groups_that_are_alike_keep_equal_weights() -> None:
    _, comparison, classes = groups(0)
    found = balanced(comparison, comparison, classes)
    assert found.weights == pytest.approx(np.full(300, 1 / 300))
    assert found.effective == pytest.approx(300)


@given(st.floats(-0.5, 0.5), st.integers(0, 50))
@settings(deadline=None)
def test_weights_are_never_given_without_balance_children_and_classes(shift: float, seed: int) -> None:
    new, comparison, classes = groups(shift, seed, 60, 6)
    found = balanced(new, comparison, classes)
    assert (found.weights is None) == bool(found.refusals)
    if found.weights is not None:
        assert found.weights.min() >= 0
        assert found.weights @ comparison == pytest.approx(new.mean(axis=0), abs=1e-4)
        assert found.effective >= 0.3 * 60


def test_new_children_beyond_all_comparison_children_are_not_balanced() -> None:
    found = balanced_of(9.0)
    assert sentences.UNBALANCED in found.refusals
    assert found.weights is None


def test_too_few_comparison_children_stand_for_all() -> None:
    found = balanced_of(1.6)
    assert found.refusals == (sentences.FEW_EFFECTIVE,)
    assert found.weights is None
    assert found.effective < 90


@pytest.mark.parametrize(("classes", "refused"), [(4, True), (5, False)])
def test_a_comparison_of_fewer_than_five_classes_is_refused(classes: int, refused: bool) -> None:
    assert balanced_of(0.2, classes=classes).refusals == ((sentences.FEW_COMPARISON,) if refused else ())


def test_what_all_comparison_children_share_can_not_be_balanced_away() -> None:
    """All comparison children are of grade 3; some new ones are of grade 4."""
    new, comparison, classes = groups(0.1)
    grade = np.where(np.arange(300) < 100, 4.0, 3.0)
    found = balanced(np.column_stack([new, grade]), np.column_stack([comparison, np.full(300, 3.0)]), classes)
    assert sentences.UNBALANCED in found.refusals


def test_a_property_that_nobody_varies_in_does_no_harm() -> None:
    new, comparison, classes = groups(0.1)
    ones = np.ones((300, 1))
    assert balanced(np.hstack([new, ones]), np.hstack([comparison, ones]), classes).refusals == ()


@pytest.mark.parametrize(
    ("new", "comparison", "classes", "says"),
    [
        (np.ones((2, 2)), np.ones((3, 1)), np.arange(3), "the same properties"),
        (np.ones((2, 1)), np.ones((3, 1)), np.arange(2), "each comparison child its class"),
        (np.ones((0, 1)), np.ones((3, 1)), np.arange(3), "need children"),
        (np.array([[np.nan]]), np.ones((3, 1)), np.arange(3), "a property is missing"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    new: np.ndarray, comparison: np.ndarray, classes: np.ndarray, says: str
) -> None:
    with pytest.raises(EvidenceError, match=says):
        balanced(new, comparison, classes)
