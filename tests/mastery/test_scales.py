"""Scale scores are told by their names, and read by what was learned of them."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.mastery.scale_fit import FEW, fitted
from homeroom.mastery.scales import domains_of, is_mathematics, is_scale, shares


@pytest.mark.parametrize("name", ["Overall Scale Score", "ScaledScore", "TestRITScore", "UnifiedScore", "Scaled Score"])
def test_scale_scores_are_known_by_their_names(name: str) -> None:
    assert is_scale(name)


@pytest.mark.parametrize(
    "name",
    ["Percentile", "Mid On Grade Level Scale Score", "RIT Growth", "Scale Score SEM", "Overall Placement", "Raw", ""],
)
def test_what_stands_beside_a_scale_score_is_none(name: str) -> None:
    assert not is_scale(name)


def test_only_mathematics_says_something_of_our_standards() -> None:
    assert is_mathematics("iready", "Diagnostic Mathematics")
    assert is_mathematics("tx", "Matemáticas")
    assert not is_mathematics("star", "Star Reading")


@pytest.mark.parametrize(
    ("objective", "domains"),
    [
        ("Number and Operations", ("CC", "NBT", "NF")),
        ("Number and Operations - Fractions", ("NF",)),
        ("Operations and Algebraic Thinking", ("OA",)),
        ("Measurement and Data", ("MD",)),
        ("Geometry", ("G",)),
        ("Vocabulary", ()),
    ],
)
def test_a_part_of_an_assessment_covers_domains(objective: str, domains: tuple[str, ...]) -> None:
    assert domains_of(objective) == domains


def test_one_standard_stands_for_each_domain_that_there_is() -> None:
    assert shares(("NF", "CC"), {"NF": "3.NF.A.1", "G": "K.G.A.1"}) == (("3.NF.A.1", 1.0),)


def test_a_scale_is_learned_through_what_is_not_known_exactly() -> None:
    """What is known of each child is a mean and a variance; the error of the score is told apart from that doubt."""
    chance = np.random.default_rng(3)
    known, variance = chance.normal(0, 0.8, 400), np.full(400, 0.36)
    score = 400 + 30 * (known + chance.normal(0, variance**0.5)) + chance.normal(0, 12, 400)
    scale = fitted(score, known, variance)
    assert scale is not None
    assert scale.middle == pytest.approx(400, abs=4)
    assert scale.spread == pytest.approx(30, rel=0.12)
    assert scale.information == pytest.approx((30 / 12) ** 2, rel=0.5)


def test_a_score_that_has_nothing_to_do_with_the_rest_says_next_to_nothing() -> None:
    chance = np.random.default_rng(4)
    scale = fitted(chance.normal(400, 20, 300), chance.normal(0, 1, 300), np.full(300, 0.2))
    assert scale is not None
    assert scale.information < 0.1


def test_few_children_or_equal_scores_teach_no_scale() -> None:
    few, many = np.arange(FEW - 1.0), np.full(FEW, 400.0)
    assert fitted(few, few, few) is None
    assert fitted(many, np.arange(float(FEW)), np.ones(FEW)) is None
