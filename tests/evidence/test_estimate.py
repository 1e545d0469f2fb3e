"""An estimate says how sure it is, and says nothing where it can't."""

from math import inf, nan

import pytest

from homeroom.evidence.estimate import Estimator, by_student


def test_it_works() -> None:
    """Student's t of four degrees of freedom: 2.776 at 97.5 %."""
    found = by_student(0.5, 0.1, 4, Estimator.MIXED)
    assert (found.low, found.high) == (pytest.approx(0.5 - 0.27764, abs=1e-4), pytest.approx(0.5 + 0.27764, abs=1e-4))
    assert found.p == pytest.approx(0.00749, abs=1e-5)
    assert not found.holds_zero
    assert (found.by, found.singular, found.converged) == ("mixed model", False, True)


def test_the_interval_follows_alpha_and_holds_zero_just_where_p_is_above_it() -> None:
    assert not by_student(0.25, 0.1, 6, "CR2", alpha=0.1).holds_zero
    assert by_student(0.2, 0.1, 6, "CR2", alpha=0.05).holds_zero
    assert by_student(0.2, 0.1, 6, "CR2").p == pytest.approx(0.0924, abs=1e-4)


@pytest.mark.parametrize(("se", "df"), [(nan, 5), (0.0, 5), (-1.0, 5), (inf, 5), (0.1, 0), (0.1, nan)])
def test_without_a_standard_error_anything_may_be_true(se: float, df: float) -> None:
    found = by_student(0.4, se, df, "CR2")
    assert (found.effect, found.low, found.high, found.p) == (0.4, -inf, inf, 1.0)
    assert found.holds_zero
