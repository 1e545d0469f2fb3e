"""The columns of a model: what is dropped, what never is, and when effects may be swept out."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.evidence.design_matrix import design, indicators, interaction, sweepable, with_effects
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.least_squares import fit

SCHOOL = ["a", "a", "a", "b", "b", "b"]
PRETEST = [1.0, 2.0, 4.0, 3.0, 5.0, 1.0]


def test_labels_become_columns_but_for_the_first() -> None:
    made = indicators("school", ["b", "a", "c", "a"])
    assert {name: list(values) for name, values in made.items()} == {"schoolb": [1, 0, 0, 0], "schoolc": [0, 0, 1, 0]}


def test_an_interaction_is_every_column_times_every_other() -> None:
    made = interaction({"x": np.array([1.0, 2.0])}, {"y": np.array([3.0, 4.0]), "z": np.array([0.0, 1.0])})
    assert {name: list(values) for name, values in made.items()} == {"x:y": [3, 8], "x:z": [0, 2]}


def test_of_columns_that_hang_together_the_last_is_dropped() -> None:
    twice = [2 * value + 1 for value in PRETEST]
    made = design({"pretest": PRETEST, "twice": twice})
    assert (made.names, made.dropped) == (("(Intercept)", "pretest"), ("twice",))


def test_scale_does_not_make_a_column_hang_together() -> None:
    made = design({"small": np.array(PRETEST) * 1e-9, "large": np.array([1, 0, 0, 0, 0, 2.0]) * 1e9})
    assert made.dropped == ()


@pytest.mark.parametrize("order", [("arm", "schoolb"), ("schoolb", "arm")])
def test_a_treatment_is_never_dropped_silently(order: tuple[str, str]) -> None:
    columns = {"arm": [0, 0, 0, 1, 1, 1], **indicators("school", SCHOOL)}
    with pytest.raises(EvidenceError, match="arm can't be told"):
        design({name: columns[name] for name in order}, ["arm"])


def test_a_treatment_of_whole_schools_goes_down_with_their_effects() -> None:
    with pytest.raises(EvidenceError, match="arm can't be told"):
        with_effects({"arm": [0, 0, 0, 1, 1, 1]}, PRETEST, SCHOOL, SCHOOL, treatments=["arm"])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "these have: none"),
        ({"x": [1, 2], "y": [1]}, "one length"),
        ({"x": [1.0, np.nan]}, "x has no number in row 1"),
    ],
)
def test_columns_that_make_no_model_are_refused(columns: dict[str, list[float]], said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        design(columns)


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(EvidenceError, match="no column arm: it has"):
        design({"x": [1, 2, 4]}).contrast("arm")


def test_effects_are_swept_only_where_each_lies_in_one_cluster() -> None:
    assert sweepable(SCHOOL, SCHOOL)
    assert sweepable(["1", "2", "3", "4", "5", "6"], SCHOOL)
    assert not sweepable(["1", "1", "1", "1", "2", "2"], SCHOOL)


@pytest.mark.parametrize(("clusters", "weighted"), [(SCHOOL, False), (list("uvwxyz"), False), (SCHOOL, True)])
def test_swept_or_kept_the_coefficient_is_the_same(clusters: list[str], weighted: bool) -> None:
    outcome = [3.0, 4.0, 9.0, 6.0, 11.0, 4.0]
    made, values = with_effects({"pretest": PRETEST}, outcome, SCHOOL, clusters, weighted=weighted)
    assert (made.absorbed, len(made.names)) == ((2, 1) if clusters is SCHOOL and not weighted else (0, 3))
    whole = fit(design({"pretest": PRETEST, **indicators("school", SCHOOL)}), outcome)
    ours, theirs = fit(made, values).coefficient("pretest"), whole.coefficient("pretest")
    assert (ours.estimate, ours.error, ours.freedom) == pytest.approx((theirs.estimate, theirs.error, theirs.freedom))
