"""What a study can show: the method note's table to its digits, and powers that simulated studies reach."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.power import ChildrenAssigned, ClassesAssigned, Crossover, Design, detectable, needed, power

CLASSES = (6, 8, 12, 16, 24, 40, 60, 100)
HALF = (0.85, 0.62, 0.45, 0.38, 0.30, 0.23, 0.18, 0.14)
QUARTER = (0.98, 0.71, 0.53, 0.44, 0.35, 0.26, 0.21, 0.16)
TABLE = [(0.5, *one) for one in zip(CLASSES, HALF, strict=True)]
TABLE += [(0.25, *one) for one in zip(CLASSES, QUARTER, strict=True)]


@pytest.mark.parametrize(("new", "classes", "says"), TABLE)
def test_the_smallest_detectable_effects_are_those_of_the_table(new: float, classes: int, says: float) -> None:
    assert f"{detectable(ClassesAssigned(new=new), classes):.2f}" == f"{says:.2f}"


def test_with_and_without_a_covariate() -> None:
    plain = ClassesAssigned(children=60, icc=0.2, r2_child=0, r2_class=0, covariates=0)
    adjusted = ClassesAssigned(children=60, icc=0.2, r2_child=0.5, r2_class=0.5)
    assert (f"{detectable(plain, 20):.3f}", f"{detectable(adjusted, 20):.3f}") == ("0.612", "0.434")


def test_a_crossover_of_standards_shows_smaller_effects_than_the_same_classes_assigned() -> None:
    """By standard errors of 8 classes it is .29; .25 counts cells, which takes the effect to be one everywhere."""
    assert f"{detectable(Crossover(by_class=False), 8):.2f}" == "0.25"
    assert f"{detectable(Crossover(), 8):.2f}" == "0.29"
    assert f"{detectable(ClassesAssigned(), 8):.2f}" == "0.62"
    assert detectable(Crossover(spread=0.2), 8) > detectable(Crossover(), 8)


def test_children_drawn_inside_classes_by_hand() -> None:
    """Variance (.85 · .5 / (.25 · 24) + .1²) / 10, with nine degrees of freedom."""
    times = stdtrit(9, 0.975) + stdtrit(9, 0.8)
    assert detectable(ChildrenAssigned(spread=0.1), 10) == pytest.approx(times * ((0.425 / 6 + 0.01) / 10) ** 0.5)


def test_each_further_stratum_costs_a_degree_of_freedom() -> None:
    assert [ClassesAssigned(strata=strata).freedom(12) for strata in (1, 2, 6)] == [9, 8, 4]


@pytest.mark.parametrize("classes", [1, 2, 3])
def test_too_few_classes_can_show_nothing(classes: int) -> None:
    assert detectable(ClassesAssigned(), classes) == inf
    assert power(ClassesAssigned(), classes, 5.0) == 0


DESIGNS: list[Design] = [ClassesAssigned(), ClassesAssigned(new=0.25, strata=3), ChildrenAssigned(), Crossover()]


@given(st.sampled_from(DESIGNS), st.floats(0.05, 1.5))
def test_the_needed_classes_are_the_fewest_that_do(design: Design, effect: float) -> None:
    found = needed(design, effect)
    assert found is not None
    assert detectable(design, found) <= effect < detectable(design, found - 1)


def test_where_no_number_of_classes_does_none_is_said() -> None:
    assert needed(ClassesAssigned(), 0.001) is None


@given(st.sampled_from(DESIGNS), st.integers(6, 100), st.floats(0, 2), st.floats(0, 2))
def test_power_is_alpha_without_an_effect_and_grows_with_it(design: Design, classes: int, a: float, b: float) -> None:
    assert power(design, classes, 0) == pytest.approx(0.05)
    assert power(design, classes, -a) == power(design, classes, a)
    small, large = sorted((a, b))
    assert power(design, classes, small) <= power(design, classes, large) + 1e-9 <= 1 + 1e-6


def test_a_handful_of_classes_has_less_power_at_that_effect_than_the_rule_says() -> None:
    found = [power(ClassesAssigned(), classes, detectable(ClassesAssigned(), classes)) for classes in CLASSES]
    assert np.round(found, 2).tolist() == [0.68, 0.72, 0.76, 0.77, 0.78, 0.79, 0.79, 0.80]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: ClassesAssigned(icc=1.0), "icc is 1.0"),
        (lambda: ClassesAssigned(r2_child=-0.1), "r2_child is -0.1"),
        (lambda: ClassesAssigned(new=1.0), "the new arm's share is 1.0"),
        (lambda: ChildrenAssigned(children=0), "children is 0"),
        (lambda: Crossover(spread=0.1, by_class=False), "set by_class"),
        (lambda: needed(ClassesAssigned(), 0), "effect is 0"),
    ],
)
def test_what_can_not_be_is_refused_with_its_name(wrong: object, says: str) -> None:
    assert callable(wrong)
    with pytest.raises(EvidenceError, match=says):
        wrong()
