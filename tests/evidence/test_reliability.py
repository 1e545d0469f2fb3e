"""How far a scale hangs together, by hand and by a world whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import fdtri  # type: ignore[import-untyped]

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.reliability import alpha, complete, covariances, interval, omega

NONE = np.nan


def test_alpha_by_hand() -> None:
    """Two questions of variance 1 and covariance .5: 2·(1 − 2/3)."""
    assert alpha(np.array([[1, 0.5], [0.5, 1]])) == pytest.approx(2 / 3)


def test_how_sure_alpha_is_in_the_words_of_feldt() -> None:
    """(1 − α)/(1 − a) is F with n − 1 and (n − 1)(k − 1)."""
    low, high = interval(0.8, 41, 26)
    assert low == pytest.approx(1 - 0.2 * fdtri(40, 1000, 0.975))
    assert high == pytest.approx(1 - 0.2 * fdtri(40, 1000, 0.025))
    assert interval(0.8, 400, 26)[0] > low
    with pytest.raises(EvidenceError, match="two people"):
        interval(0.8, 1, 26)


def test_omega_of_a_known_factor() -> None:
    """Loadings .8, .7, .6 and .5: (2.6)² over the sum of all correlations."""
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1)
    assert omega(correlations) == pytest.approx(2.6**2 / correlations.sum(), abs=1e-6)
    deviations = np.array([1.0, 2, 3, 4])
    assert omega(correlations * np.outer(deviations, deviations)) == pytest.approx(omega(correlations), abs=1e-9)


def test_questions_that_are_alike_have_the_same_alpha_and_omega() -> None:
    alike = np.full((3, 3), 0.4) + 0.6 * np.eye(3)
    assert omega(alike) == pytest.approx(alpha(alike), abs=1e-6)


def test_answers_that_were_not_given_are_left_out_two_by_two() -> None:
    answers = np.array([[1, 2, NONE], [2, 4, 1], [3, 3, 5], [NONE, 1, 2], [4, 6, 3]])
    found = covariances(answers)
    assert found[0, 1] == pytest.approx(np.cov([1, 2, 3, 4], [2, 4, 3, 6])[0, 1])
    assert found[0, 2] == pytest.approx(np.cov([2, 3, 4], [1, 5, 3])[0, 1]) == found[2, 0]
    assert found[1, 1] == pytest.approx(np.var([2, 4, 3, 1, 6], ddof=1))
    assert complete(answers).tolist() == [[2, 4, 1], [3, 3, 5], [4, 6, 3]]


def test_whole_answers_give_the_usual_covariance_in_any_order() -> None:
    answers = np.random.default_rng(1).normal(size=(20, 4))
    np.testing.assert_allclose(covariances(answers), np.cov(answers.T))
    assert omega(covariances(answers[::-1, ::-1])) == pytest.approx(omega(covariances(answers)), abs=1e-5)


def test_scales_that_say_nothing_are_refused() -> None:
    with pytest.raises(EvidenceError, match="fewer than two people"):
        covariances(np.array([[1, NONE], [NONE, 2], [3, 4]]))
    with pytest.raises(EvidenceError, match="alpha needs two"):
        alpha(np.array([[1.0]]))
    with pytest.raises(EvidenceError, match="omega needs three"):
        omega(np.eye(2))
    with pytest.raises(EvidenceError, match="answered differently"):
        omega(np.diag([1.0, 1.0, 0.0]))
