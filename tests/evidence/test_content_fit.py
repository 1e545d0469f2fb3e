"""How hard items are, told beside what the children had shown before."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.evidence.content_fit import LEAST, difficulties

pytestmark = pytest.mark.any_database


def test_an_item_that_half_of_middling_children_get_wrong_has_a_difficulty_of_a_half() -> None:
    assert difficulties([0], [0.0], [20], [10]) == pytest.approx([0.5])


def test_an_item_is_harder_where_better_children_get_it_wrong_as_often() -> None:
    easy, hard = difficulties([0, 1], [0.0, 1.5], [40, 40], [20, 20])
    assert easy == pytest.approx(0.5)
    assert hard > 0.75


def test_few_tries_tell_no_difficulty_and_all_right_is_not_for_certain() -> None:
    few, sure = difficulties([0, 1], [0.0, 0.0], [LEAST - 1, 50], [4, 50])
    assert np.isnan(few)
    assert 0 < sure < 0.1


def test_of_no_items_there_is_none() -> None:
    assert len(difficulties([], [], [], [])) == 0
