"""A few published estimates; `python -m bench.evidence_anchors` asks for all."""

from __future__ import annotations

from pathlib import Path

import pytest

STUDIES = Path(__file__).parents[2].parent / "shared" / "data" / "studies"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not STUDIES.is_dir(), reason="no ../shared/data/studies beside this checkout"),
]


def test_small_classes_by_school() -> None:
    """STAR K: the error that ignores schools is 1.7 times too small."""
    pytest.importorskip("pandas")
    from bench.evidence.published import star

    from homeroom.evidence.design_matrix import design
    from homeroom.evidence.least_squares import Errors, fit
    from homeroom.evidence.robust import clustered

    columns, score, school = star("k")
    plain = fit(design(columns), score)
    one = clustered(plain, school).coefficient("small")
    assert (round(one.estimate, 6), round(one.error, 4), round(one.freedom, 1)) == (13.898994, 4.2423, 69.1)
    assert (round(one.p, 5), round(plain.coefficient("small", Errors.HC1).error, 6)) == (0.00165, 2.454093)


def test_an_intervention_whose_fit_is_singular() -> None:
    pytest.importorskip("mixedlm")
    from bench.evidence.published import mixed as published

    from homeroom.evidence import mixed

    early = published("Early")
    groups = {"child": mixed.Group(early.terms[0].place, (early.design.names[1],))}
    found = mixed.fit(early.design, early.outcome, groups, reml=False)
    assert found.remarks == (mixed.Remark.SINGULAR,)
    assert found.criterion == pytest.approx(2369.94061403, abs=1e-4)
    assert found.coefficients[-1] == pytest.approx(5.27126436781, rel=1e-6)
