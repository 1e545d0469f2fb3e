"""Mixed models: beside a likelihood with every matrix written out; what is odd is said; the engine may be missing."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from homeroom.evidence import mixed, mixed_engine, profiled
from homeroom.evidence.design_matrix import design, places
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.mixed import Group, MixedFit, Remark
from homeroom.evidence.profiled import Profile, Term
from homeroom.evidence.satterthwaite import freedom

pytest.importorskip("mixedlm", reason="mixed models need homeroom[evidence]")

Real = NDArray[np.float64]
CLASS = np.repeat(np.arange(6), 5)
ARM = (CLASS >= 3).astype(float)


def scores(spread: float, seed: int = 1) -> Real:
    """Thirty children in six classes, two arms; classes vary by `spread`, exactly none at 0."""
    chance = np.random.default_rng(seed)
    left = chance.normal(size=30)
    left -= (np.bincount(CLASS, left) / 5)[CLASS]
    own = np.array([-1.0, 0, 1, -1, 0, 1])
    return left + spread * own[CLASS] + 0.5 * ARM


def fit(outcome: Real, **options: bool) -> MixedFit:
    return mixed.fit(design({"arm": ARM}, ["arm"]), outcome, {"class": Group(CLASS)}, **options)


def likelihood(x: Real, y: Real, v: Real, reml: bool) -> float:
    """−2 log likelihood of y with covariance v, coefficients by generalised least squares."""
    inverse = np.linalg.inv(v)
    information = x.T @ inverse @ x
    rest = y - x @ np.linalg.solve(information, x.T @ inverse @ y)
    size = len(y) - x.shape[1] if reml else len(y)
    extra = np.linalg.slogdet(information)[1] if reml else 0.0
    return float(np.linalg.slogdet(v)[1] + rest @ inverse @ rest + size * np.log(2 * np.pi) + extra)


# A balanced study by hand: REML's variance of class means is that of the class means, 4 degrees of freedom.
def test_by_hand() -> None:
    outcome = scores(1.0)
    found = fit(outcome)
    means = np.bincount(CLASS, outcome) / 5
    between = (means[:3].var(ddof=1) + means[3:].var(ddof=1)) / 2
    arm = found.coefficient("arm")
    assert (arm.estimate, arm.error) == pytest.approx((0.5, np.sqrt(between * 2 / 3)), rel=1e-5)
    assert arm.freedom == pytest.approx(4, abs=1e-3)
    within = ((outcome - means[CLASS]) ** 2).sum() / 24
    assert (found.left, found.variances["class"][0, 0]) == pytest.approx((within, between - within / 5), rel=1e-4)
    assert found.remarks == () and found.sound


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("few", [150, 0])
def test_it_is_the_likelihood_with_all_rows(reml: bool, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two crossed groups, one with a slope, by dense and by sparse matrices."""
    monkeypatch.setattr(profiled, "FEW", few)
    chance = np.random.default_rng(2)
    other, slope = chance.integers(0, 4, 30), chance.normal(size=30)
    terms = [Term(CLASS, np.column_stack([np.ones(30), slope])), Term(other, np.ones((30, 1)))]
    x, y = design({"arm": ARM, "slope": slope}).matrix, scores(1.0)
    profile, theta = Profile(x, y, terms, reml=reml), np.array([0.8, -0.3, 0.4, 0.6])
    solved = profile.solved(theta)
    v = np.eye(30)
    for term, part in zip(terms, (theta[:3], theta[3:]), strict=True):
        wide = term.incidence().toarray() @ np.kron(np.eye(term.groups), term.factor(part))
        v += wide @ wide.T
    v *= solved.variance
    assert solved.criterion == pytest.approx(likelihood(x, y, v, reml))
    covariance = np.linalg.inv(x.T @ np.linalg.solve(v, x))
    np.testing.assert_allclose(profile.covariance(theta), covariance)
    np.testing.assert_allclose(profile.coefficients(theta), covariance @ x.T @ np.linalg.solve(v, y))
    np.testing.assert_allclose(profile.inverse(theta, x), solved.variance * np.linalg.solve(v, x))
    assert freedom(profile, theta, np.array([0.0, 1, 0])) >= 1


def test_the_engine_and_our_own_search_find_the_same() -> None:
    outcome = scores(0.8)
    found = fit(outcome)
    terms = [Term(CLASS, np.ones((30, 1)))]
    profile = Profile(found.design.matrix, outcome, terms, reml=True)
    np.testing.assert_allclose(profile.search(), found.theta, atol=1e-4)
    np.testing.assert_allclose(profile.coefficients(found.theta), found.coefficients, atol=1e-12)
    assert abs(found.criterion - found.audit) < 1e-6


def test_degrees_of_freedom_are_the_engines() -> None:
    from mixedlm import lmer, satterthwaite_df
    from pandas import DataFrame

    chance = np.random.default_rng(8)
    sizes = [3, 9, 5, 8, 4, 7, 6]
    classes = np.repeat(np.arange(7), sizes)
    arm, pretest = (classes % 2).astype(float), chance.normal(size=42)
    outcome = pretest + chance.normal(size=7)[classes] + chance.normal(size=42)
    rows = DataFrame({"y": outcome, "arm": arm, "pretest": pretest, "c": [f"c{at}" for at in classes]})
    engine = satterthwaite_df(lmer("y ~ arm + pretest + (1 | c)", rows)).df
    found = mixed.fit(design({"arm": arm, "pretest": pretest}), outcome, {"class": Group(classes)})
    ours = [found.coefficient(name).freedom for name in found.design.names]
    np.testing.assert_allclose(ours, engine, rtol=1e-3)


def test_a_singular_fit_is_said_and_is_not_surer_than_its_classes() -> None:
    found = fit(scores(0.0))
    assert found.remarks == (Remark.SINGULAR,) and found.sound
    assert found.coefficient("arm").freedom == pytest.approx(4, abs=1e-6), "not the 28 of its children"


def test_order_names_and_units_do_not_matter() -> None:
    outcome, order = scores(1.0), np.random.default_rng(4).permutation(30)
    one = fit(outcome).coefficient("arm")
    model = design({"arm": ARM[order] * 4})
    other = mixed.fit(model, outcome[order] * 10 + 300, {"class": Group([f"room {9 - at}" for at in CLASS[order]])})
    again = other.coefficient("arm")
    assert (again.estimate, again.error) == pytest.approx((one.estimate * 2.5, one.error * 2.5), rel=1e-4)
    assert again.freedom == pytest.approx(one.freedom, rel=1e-3)


def test_children_of_classes_of_schools_and_slopes() -> None:
    chance = np.random.default_rng(6)
    classes = np.repeat(np.arange(12), 6)
    pretest = chance.normal(size=72)
    outcome = pretest * (1 + 0.8 * chance.normal(size=12)[classes]) + chance.normal(size=72)
    groups = {"class": Group(classes, ("pretest",)), "school": Group(classes // 3)}
    found = mixed.fit(design({"pretest": pretest}), outcome, groups, reml=False)
    assert found.variances["class"].shape == (2, 2) and found.variances["school"].shape == (1, 1)
    assert Remark.DISAGREE not in found.remarks


def test_what_is_odd_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = mixed_engine.fitted

    def odd(*given: object, **options: bool) -> mixed_engine.Fitted:
        made = real(*given, **options)  # type: ignore[arg-type]  # passed on as they came
        return replace(made, criterion=made.criterion + 0.01, converged=False)

    monkeypatch.setattr(mixed_engine, "fitted", odd)
    found = fit(scores(1.0))
    assert found.remarks == (Remark.UNCONVERGED, Remark.DISAGREE) and not found.sound


def test_without_the_engine_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mixedlm", None)
    with pytest.raises(EvidenceError, match=r"pip install 'homeroom\[evidence\]'"):
        fit(scores(1.0))


def test_what_the_engine_gives_up_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("no such factor")

    monkeypatch.setattr("mixedlm.lmer", broken)
    with pytest.raises(EvidenceError, match="no such factor"):
        fit(scores(1.0))


@pytest.mark.parametrize(
    ("labels", "said"),
    [([1] * 30, "30 rows in 1 of class"), (list(range(30)), "30 rows in 30 of class"), ([1, 2], "2 rows have a class")],
)
def test_groups_that_tell_nothing_are_refused(labels: list[int], said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        mixed.fit(design({"arm": ARM}), scores(1.0), {"class": Group(labels)})


def test_a_singular_fit_of_slopes_goes_by_gradients_and_on_without_them_where_these_fail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import mixedlm

    real, by, fails = mixedlm.lmer, [], set()

    def lmer(formula: str, frame: object, *, control: mixedlm.LmerControl, **options: bool) -> mixedlm.LmerResult:
        by.append(control.optimizer)
        made = real(formula, frame, control=control, **options)
        made.converged = made.converged and control.optimizer not in fails
        return made

    monkeypatch.setattr(mixedlm, "lmer", lmer)
    slope = np.random.default_rng(6).normal(size=30)
    model = design({"arm": ARM, "slope": slope}, ["arm"])
    found, fails = mixed.fit(model, scores(0.0), {"class": Group(CLASS, ("slope",))}), {"L-BFGS-B"}
    assert (found.remarks, by) == ((Remark.SINGULAR,), ["L-BFGS-B"] * 2)
    again = mixed.fit(model, scores(0.0), {"class": Group(CLASS, ("slope",))})
    assert by[2:] == ["L-BFGS-B", "L-BFGS-B", "auto"]
    assert again.criterion == pytest.approx(found.criterion, abs=1e-6)


def test_models_that_can_not_be_fitted_are_refused() -> None:
    with pytest.raises(EvidenceError, match="were swept out"):
        mixed.fit(replace(design({"arm": ARM}), absorbed=2), scores(1.0), {"class": Group(CLASS)})
    with pytest.raises(EvidenceError, match="a number for each of the 30 rows"):
        mixed.fit(design({"arm": ARM}), [1.0], {"class": Group(CLASS)})


def test_places_number_labels_in_their_order() -> None:
    levels, place = places(["b", "a", "b"])
    assert (levels, list(place)) == (["a", "b"], [1, 0, 1])
