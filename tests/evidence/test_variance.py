"""How classes differ: shares of variance with their intervals, and what can't be told of them."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.variance import components

pytestmark = pytest.mark.any_database
PLACE = np.repeat(np.arange(40), 10)


def test_the_share_between_classes_is_found_inside_its_interval() -> None:
    random = np.random.default_rng(1)
    found = components(random.normal(0, 0.6, 40)[PLACE] + random.normal(0, 0.8, 400), PLACE)
    assert found.low < 0.36 < found.high
    assert found.icc == pytest.approx(0.36, abs=0.12)
    assert found.each == 10


def test_children_who_never_differ_inside_their_class_leave_all_between() -> None:
    found = components(np.arange(40.0)[PLACE], PLACE)
    assert (found.icc, found.low, found.high) == (1.0, 1.0, 1.0)
    assert components(np.zeros(400), PLACE).icc == 0.0


def test_one_class_or_one_child_a_class_tells_nothing() -> None:
    for place in (np.zeros(9, np.int64), np.arange(9)):
        with pytest.raises(EvidenceError, match="can't tell how classes differ"):
            components(np.ones(9), place)
