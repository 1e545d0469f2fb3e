"""Whether groups were alike before it began: g by hand, and both lines just where they stand."""

from math import inf, nan

import pytest

from homeroom.evidence.baseline import Alike, Group, Row, alike
from homeroom.evidence.errors import EvidenceError


def test_it_works() -> None:
    """Pooled over 19 and 29 degrees of freedom, then ω = 1 − 3 / (4 · 50 − 9)."""
    row = Row("winter score", Group(20, 210, 15), Group(30, 200, 10))
    assert row.g == pytest.approx((1 - 3 / 191) * 10 / ((19 * 225 + 29 * 100) / 48) ** 0.5)
    assert row.alike is Alike.FAILS
    assert Row("winter score", row.old, row.new).g == -row.g


@pytest.mark.parametrize(
    ("g", "says"),
    [
        (0.0, Alike.EQUAL),
        (0.05, Alike.EQUAL),
        (-0.05, Alike.EQUAL),
        (0.0501, Alike.WITH_ADJUSTMENT),
        (-0.25, Alike.WITH_ADJUSTMENT),
        (0.2501, Alike.FAILS),
        (inf, Alike.FAILS),
        (nan, Alike.FAILS),
    ],
)
def test_both_lines(g: float, says: Alike) -> None:
    assert alike(g) is says


def test_groups_in_which_nobody_varies() -> None:
    assert Row("grade", Group(5, 3, 0), Group(5, 3, 0)).g == 0
    assert Row("grade", Group(5, 4, 0), Group(5, 3, 0)).alike is Alike.FAILS


@pytest.mark.parametrize(("new", "old"), [(0, 5), (1, 1)])
def test_a_measure_of_hardly_anybody_is_refused_by_its_name(new: int, old: int) -> None:
    with pytest.raises(EvidenceError, match="winter score has too few children"):
        _ = Row("winter score", Group(new, 1, 1), Group(old, 1, 1)).g
