"""Clustered errors: by hand, beside the form with matrices of all rows, and what must not matter."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from homeroom.evidence import hotelling
from homeroom.evidence.coefficient import Coefficient
from homeroom.evidence.design_matrix import design, indicators, with_effects
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.hotelling import joint
from homeroom.evidence.least_squares import Errors, Fit, fit
from homeroom.evidence.robust import Clustered, clustered

Real = NDArray[np.float64]
ARM, CLASS, SCORE = [0, 0, 0, 0, 1, 1, 1, 1], list("aabbccdd"), [1.0, 3, 4, 4, 5, 7, 8, 12]


def of_arms() -> Fit:
    return fit(design({"arm": ARM}), SCORE)


# By hand: class means 2, 4, 6, 10, so arms of 3 and 8; residuals from their arm's mean sum by class to −2, 2, −4, 4.
# CR1: those over 4 children, squared and summed: (4 + 4 + 16 + 16)/16 = 2.5, times 4/3. CR2: a class has half of its
# arm, so each of its squares counts twice: 5, which is what the class means give: (2 + 8)/2. Each arm has two classes,
# each of the same weight: 2 degrees of freedom. Every child's own: −2, 0, 1, 1, −3, −1, 0, 4: squares 6 and 26.
def test_by_hand() -> None:
    arms = of_arms()
    cr1, cr2 = (clustered(arms, CLASS, kind).coefficient("arm") for kind in (Clustered.CR1, Clustered.CR2))
    assert (cr1.estimate, cr1.error, cr1.freedom) == pytest.approx((5, sqrt(2.5 * 4 / 3), 3))
    assert (cr2.estimate, cr2.error, cr2.freedom) == pytest.approx((5, sqrt(5), 2))
    stata = clustered(arms, CLASS, Clustered.CR1S).coefficient("arm")
    assert stata.error == pytest.approx(sqrt(2.5 * 4 / 3 * 7 / 6))


def test_without_clusters_by_hand() -> None:
    arms = of_arms()
    classical, hc1, hc2 = (arms.coefficient("arm", errors) for errors in Errors)
    assert (classical.error, classical.freedom) == (pytest.approx(sqrt(32 / 6 / 2)), 6)
    assert hc1.error == pytest.approx(sqrt(32 / 16 * 8 / 6))
    assert hc2.error == pytest.approx(sqrt((6 + 26) / 3 / 4))


def test_student_t_by_hand() -> None:
    """With two degrees of freedom t = 4.303 is at 5 %."""
    one = Coefficient("arm", 4.30265, 1.0, 2)
    assert (one.t, one.p) == pytest.approx((4.30265, 0.05), abs=1e-6)
    assert one.interval() == pytest.approx((0, 8.6053), abs=1e-4)


def oracle(x: Real, y: Real, w: Real, clusters: NDArray[Any]) -> tuple[Real, Real, Real]:
    """CR2 and its degrees of freedom with every matrix written out, under equal variances: covariance, own ν."""
    inverse = np.linalg.inv(x.T @ (x * w[:, None]))
    hat = x @ inverse @ x.T * w
    left = np.eye(len(y)) - hat
    rest = left @ y
    pushes, scores = [], []
    for one in np.unique(clusters):
        rows = np.flatnonzero(clusters == one)
        values, vectors = np.linalg.eigh(left[rows] @ left[rows].T)
        times = np.where(values > 1e-12, 1 / np.sqrt(np.maximum(values, 1e-12)), 0)
        turn = inverse @ (x[rows] * w[rows, None]).T @ (vectors * times) @ vectors.T
        pushes.append(turn @ left[rows])
        scores.append(turn @ rest[rows])
    stacked, found = np.array(pushes), np.array(scores)
    freedom = []
    for at in range(x.shape[1]):
        varying = stacked[:, at] @ stacked[:, at].T
        freedom.append(np.trace(varying) ** 2 / (varying**2).sum())
    return found.T @ found, np.array(freedom), stacked


@st.composite
def studies(draw: st.DrawFn) -> tuple[Real, Real, Real, NDArray[Any]]:
    """Classes of two to seven children in two arms, with a pretest and weights."""
    sizes = draw(st.lists(st.integers(2, 7), min_size=5, max_size=9))
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    arm = (clusters % 2).astype(float)
    pretest = chance.normal(size=len(clusters)) + chance.normal(size=len(sizes))[clusters]
    score = pretest + chance.normal(size=len(sizes))[clusters] + chance.normal(size=len(clusters))
    return np.column_stack([arm, pretest]), score, chance.uniform(0.5, 4, len(clusters)), clusters


def made(columns: Real, score: Real, weights: Real | None, order: Any = slice(None)) -> Fit:
    model = design({"arm": columns[order, 0], "pretest": columns[order, 1]})
    return fit(model, score[order], None if weights is None else weights[order])


@settings(max_examples=12, deadline=None)
@given(studies(), st.booleans())
def test_it_is_the_form_with_all_rows(study: tuple[Real, Real, Real, NDArray[Any]], weighted: bool) -> None:
    columns, score, weights, clusters = study
    used = weights if weighted else np.ones(len(score))
    ours = clustered(made(columns, score, weights if weighted else None), clusters)
    covariance, freedom, _ = oracle(ours.fit.design.matrix, score, used, clusters)
    np.testing.assert_allclose(ours.covariance(), covariance, rtol=1e-8, atol=1e-12)
    found = [ours.coefficient(name).freedom for name in ours.fit.design.names]
    np.testing.assert_allclose(found, freedom, rtol=1e-7)


@settings(max_examples=12, deadline=None)
@given(studies(), st.booleans(), st.sampled_from(Clustered))
def test_order_names_and_units_do_not_matter(
    study: tuple[Real, Real, Real, NDArray[Any]], weighted: bool, kind: Clustered
) -> None:
    columns, score, weights, clusters = study
    used = weights if weighted else None
    one = clustered(made(columns, score, used), clusters, kind).coefficient("arm")
    order = np.random.default_rng(1).permutation(len(score))
    names = np.array([f"class {9 - cluster}" for cluster in clusters])
    again = clustered(made(columns, score, used, order), names[order], kind).coefficient("arm")
    scaled = clustered(made(columns * [1, 40], score * 10 + 500, used), clusters, kind).coefficient("arm")
    assert (again.estimate, again.error, again.freedom) == pytest.approx((one.estimate, one.error, one.freedom))
    assert (scaled.estimate, scaled.error, scaled.freedom) == pytest.approx(
        (one.estimate * 10, one.error * 10, one.freedom)
    )


@settings(max_examples=8, deadline=None)
@given(studies())
def test_weights_that_are_alike_are_none(study: tuple[Real, Real, Real, NDArray[Any]]) -> None:
    columns, score, _, clusters = study
    nearly = np.full(len(score), 3.0)
    nearly[0] += 1e-9
    one, other = (clustered(made(columns, score, w), clusters).coefficient("arm") for w in (None, nearly))
    assert (one.error, one.freedom) == pytest.approx((other.error, other.freedom), rel=1e-6)


def test_swept_effects_leave_clustered_errors_as_they_are() -> None:
    chance = np.random.default_rng(3)
    school = np.repeat(np.arange(7), 6)
    arm = chance.integers(0, 2, 42).astype(float)
    score = arm + chance.normal(size=7)[school] + chance.normal(size=42)
    kept = clustered(fit(design({"arm": arm, **indicators("school", school)}), score), school).coefficient("arm")
    swept = clustered(fit(*with_effects({"arm": arm}, score, school, school)), school).coefficient("arm")
    assert (swept.estimate, swept.error, swept.freedom) == pytest.approx((kept.estimate, kept.error, kept.freedom))


def test_several_together() -> None:
    """One restriction is its own t squared; of several the total variance is matched, written out over all rows."""
    chance = np.random.default_rng(5)
    clusters = np.repeat(np.arange(9), 5)
    columns = {name: chance.normal(size=45) + chance.normal(size=9)[clusters] for name in "xyz"}
    robust = clustered(fit(design(columns), chance.normal(size=45)), clusters)
    one, single = joint(robust, robust.fit.design.contrast("x")), robust.coefficient("x")
    assert (one.f, one.freedom, one.p) == pytest.approx((single.t**2, single.freedom, single.p))
    both = joint(robust, robust.fit.design.contrast("x", "y"))
    _, _, pushes = oracle(robust.fit.design.matrix, np.zeros(45), np.ones(45), clusters)
    pushed = pushes[:, 1:3]
    values, vectors = np.linalg.eigh(np.einsum("jsn,jtn->st", pushed, pushed))
    pushed = np.einsum("us,jsn->jun", (vectors / np.sqrt(values)) @ vectors.T, pushed)
    pairs = np.einsum("isn,jtn->ijst", pushed, pushed)
    variance = sum(
        (pairs[:, :, s, s] * pairs[:, :, t, t] + pairs[:, :, s, t] * pairs[:, :, t, s]).sum()
        for s in (0, 1)
        for t in (0, 1)
    )
    assert both.freedom == pytest.approx(6 / variance - 1)
    plain = joint(clustered(robust.fit, clusters, Clustered.CR1), robust.fit.design.contrast("x", "y"))
    assert plain.freedom == 8


def test_what_can_not_be_said_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    arms = of_arms()
    with pytest.raises(EvidenceError, match="all rows are of one cluster"):
        clustered(arms, ["a"] * 8)
    with pytest.raises(EvidenceError, match="7 rows have a cluster and 8"):
        clustered(arms, CLASS[1:])
    robust = clustered(arms, CLASS)
    twice = np.vstack([arms.design.contrast("arm")] * 2)
    with pytest.raises(EvidenceError, match="give each once"):
        joint(robust, twice)
    many = fit(design({"arm": ARM, "x": [1.0, 2, 4, 8, 3, 5, 7, 7]}), SCORE)
    with pytest.raises(EvidenceError, match="2 clusters can't test 3"):
        joint(clustered(many, ["a", "b"] * 4), np.eye(3))
    monkeypatch.setattr(hotelling, "_eta", lambda robust, along: 2.0)
    with pytest.raises(EvidenceError, match="4 clusters can't test 3"):
        joint(clustered(many, CLASS), np.eye(3))


@pytest.mark.parametrize(
    ("outcome", "weights", "said"),
    [
        ([1.0, 2], None, "2 rows for 3"),
        ([1.0, np.nan, 2], None, "no number in row 1"),
        ([1.0, 2, 3], [1, 0, 1], "above 0"),
        ([1.0, 2, 3], [1, 1], "each of the 3 rows"),
    ],
)
def test_bad_outcomes_and_weights_are_refused(outcome: list[float], weights: list[float] | None, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        fit(design({"x": [0, 1, 0]}), outcome, weights)


def test_as_many_columns_as_rows_are_refused() -> None:
    with pytest.raises(EvidenceError, match="2 rows can't tell 2 columns"):
        fit(design({"x": [0, 1]}), [1.0, 2])


def test_leverage_needs_every_effect_as_a_column() -> None:
    swept = fit(*with_effects({"x": [1.0, 2, 4, 8, 3, 5, 7, 7]}, SCORE, CLASS, CLASS))
    with pytest.raises(EvidenceError, match="HC2 needs each fixed effect"):
        swept.coefficient("x", Errors.HC2)


def test_a_row_that_is_fitted_exactly_tells_nothing_of_errors() -> None:
    alone = fit(design({"x": [0, 0, 0, 1]}), [1.0, 2, 3, 9])
    assert np.isfinite(alone.coefficient("x", Errors.HC2).error)
