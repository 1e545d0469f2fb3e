"""Classrooms: shrunk together, never surer than chance allows, and the same whatever unit or order they come in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.pool import Pooled, p_spread, pooled

SE = 0.13
OLD = np.array([-0.3, 0.1, 0.25, -0.2, 0.4, 0.0, -0.35, 0.1, 0.2, -0.1, 0.3, -0.4])


def of(*new: float, old: np.ndarray = OLD) -> Pooled:
    return pooled(np.array(new), np.full(len(new), SE), old, np.full(len(old), SE))


def test_it_works() -> None:
    """Three ordinary rooms and one far above: that one alone stands out, and less far than it was seen."""
    found = of(0.1, -0.2, 0.2, 2.5)
    assert [one.stands_out for one in found.classes] == [False, False, False, True]
    assert 1 < found.classes[3].effect < 2.5
    assert found.classes[3].above > 0.99
    assert found.spread_low <= found.spread <= found.spread_high
    assert found.p_spread < 0.05


def test_rooms_that_differ_as_ordinary_ones_do_are_pulled_together() -> None:
    """Some above, some below: that is what happens where nothing is going on."""
    found = of(0.35, -0.3, 0.2, -0.15, 0.0, -0.05)
    seen = [one.effect for one in found.classes]
    assert max(seen) - min(seen) < 0.4 * 0.65
    assert not any(one.stands_out for one in found.classes)
    assert found.effect.low < 0 < found.effect.high
    assert found.p_spread > 0.3


def test_a_difference_of_all_rooms_is_found_in_each() -> None:
    found = of(2.1, 1.9, 2.0, 2.2, 1.8, 2.0)
    assert found.effect.effect == pytest.approx(2.0, abs=0.05)
    assert all(one.low > 1 for one in found.classes)


def test_with_hardly_any_noise_a_class_is_what_was_seen() -> None:
    old = np.linspace(-0.01, 0.01, 12)
    found = pooled(np.array([0.5, 1.5]), np.full(2, 0.01), old, np.full(12, 0.01))
    assert [one.effect for one in found.classes] == pytest.approx([0.5, 1.5], abs=0.05)


@given(st.permutations(range(5)), st.floats(-50, 50))
@settings(deadline=None, max_examples=6)
def test_neither_order_nor_where_the_scale_begins_changes_a_class(order: list[int], shift: float) -> None:
    new = np.array([0.1, -0.2, 0.2, 1.5, 0.4])
    plain, moved = of(*new), of(*(new[order] + shift), old=OLD[::-1] + shift)
    for place, at in enumerate(order):
        assert moved.classes[place].effect == pytest.approx(plain.classes[at].effect, abs=1e-6)
        assert moved.classes[place].low == pytest.approx(plain.classes[at].low, abs=1e-6)


def test_turned_round_everything_is_turned_round() -> None:
    plain, turned = of(0.1, -0.2, 1.5), of(-0.1, 0.2, -1.5, old=-OLD)
    for one, other in zip(plain.classes, turned.classes, strict=True):
        assert (one.effect, one.low, one.above) == pytest.approx(
            (-other.effect, -other.high, 1 - other.above), abs=1e-6
        )


def test_in_simulated_pilots_without_effect_few_name_a_class_and_intervals_hold() -> None:
    random, named, held = np.random.default_rng(7), 0, 0
    for _ in range(20):
        results = random.normal(0, np.hypot(0.27, SE), 24)
        found = of(*results[:6], old=results[6:])
        named += any(one.stands_out for one in found.classes)
        held += sum(one.low <= 0 <= one.high for one in found.classes)
    assert named <= 3
    assert held >= 0.93 * 120


def test_the_spread_of_the_rooms_is_compared_with_the_ordinary_ones() -> None:
    """F of 4 on 2 and 2 degrees of freedom is reached by chance in a fifth."""
    assert p_spread(np.array([0.0, 2, 4]), np.array([0.0, 1, 2])) == pytest.approx(0.2)
    assert p_spread(np.array([0.0, 1]), np.zeros(3)) == 0
    assert p_spread(np.zeros(2), np.zeros(3)) == 1


@pytest.mark.parametrize(
    ("new", "se", "says"), [([1.0], [0.1], "1 new and 12 old"), ([1.0, 2.0], [0.1, 0.0], "standard error above 0")]
)
def test_a_class_needs_company_and_a_standard_error(new: list[float], se: list[float], says: str) -> None:
    with pytest.raises(EvidenceError, match=says):
        pooled(np.array(new), np.array(se), OLD, np.full(12, SE))
