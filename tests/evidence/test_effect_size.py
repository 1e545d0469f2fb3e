"""Sizes of effects, worked by hand."""

from __future__ import annotations

from math import log, sqrt

import pytest

from homeroom.evidence import effect_size
from homeroom.evidence.effect_size import cluster_freedom, hedges, improvement, of_clusters, of_odds, pooled_deviation
from homeroom.evidence.errors import EvidenceError


def test_the_deviation_is_pooled_over_the_arms() -> None:
    assert pooled_deviation([1, 3], [2, 4, 6]) == pytest.approx(sqrt((2 + 8) / 3))


@pytest.mark.parametrize(("new", "said"), [([1], "fewer than two"), ([2, 2], "same score")])
def test_without_a_spread_there_is_no_deviation(new: list[float], said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        pooled_deviation(new, [5, 5])


def test_g_of_children_by_hand() -> None:
    """Of 30 children: ω = 1 − 3/(4·30 − 9) = 108/111."""
    found = hedges(4, 2, 10, 30)
    assert (found.g, found.error, found.freedom) == pytest.approx((0.4 * 108 / 111, 0.2 * 108 / 111, 28))


def test_g_of_clusters_by_hand() -> None:
    """100 children in clusters of 10, ICC .2: 2·9·.2 = 3.6, so h = 94.4²/(98·.64 + 10·80·.04 + 2·80·.2·.8)."""
    h = 94.4**2 / (98 * 0.64 + 10 * 80 * 0.04 + 2 * 80 * 0.2 * 0.8)
    assert cluster_freedom(100, 10, 0.2) == pytest.approx(h)
    found = of_clusters(3, 1, 10, 100, 10, 0.2)
    times = (1 - 3 / (4 * h - 1)) * sqrt(1 - 3.6 / 98) / 10
    assert (found.g, found.error, found.freedom) == pytest.approx((3 * times, times, h))


def test_clusters_that_do_not_hang_together_are_children() -> None:
    one, other = of_clusters(3, 1, 10, 100, 10, 0), hedges(3, 1, 10, 100)
    assert (one.g, one.error, one.freedom) == pytest.approx((other.g, other.error, other.freedom))


@pytest.mark.parametrize(
    ("children", "each", "icc", "said"),
    [(100, 10, -0.1, "can't be"), (10, 10, 0.1, "can't be"), (4, 2, 1.0, "too few")],
)
def test_impossible_clusters_are_refused(children: int, each: float, icc: float, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        cluster_freedom(children, each, icc)


def test_odds_by_hand() -> None:
    """60 % against 50 %: odds of 1.5 to 1."""
    assert of_odds(0.6, 0.5, 200) == pytest.approx(log(1.5) / 1.65 * (1 - 3 / (800 - 9)))


@pytest.mark.parametrize("share", [0, 1])
def test_nobody_and_everybody_have_no_odds(share: float) -> None:
    with pytest.raises(EvidenceError, match="no odds"):
        of_odds(share, 0.5, 200)


def test_the_improvement_index() -> None:
    assert improvement(0.138) == pytest.approx(5.5, abs=0.05)
    assert improvement(0) == 0 and improvement(-0.3) == pytest.approx(-improvement(0.3))
    assert effect_size.EffectSize(0.138, 0.1, 40).improvement == improvement(0.138)
