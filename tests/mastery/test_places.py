"""Places number sets of standards, so that evidence carries one number in place of a list."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.mastery.places import Places

TAGS = {
    "program": ["beta", "alpha", "alpha", "alpha"],
    "kind": ["item", "item", "item", "lesson"],
    "content_item": ["i9", "i1", "i1", "L1"],
    "standard": ["b", "b", "a", "b"],
    "share": [1.0, 0.5, 0.5, 1.0],
}


def test_equal_sets_of_standards_have_one_number() -> None:
    places = Places()
    assert places.of([("a", 1.0), ("b", 3.0)]) == places.of([("b", 0.75), ("a", 0.25)]) == 0
    assert places.of([("a", 1.0)]) == 1
    assert places.standards() == {"place": [0, 0, 1], "standard": ["a", "b", "a"]}


def test_content_and_spellings_are_given_their_places_in_an_order_of_their_own() -> None:
    places = Places()
    assert places.tagged(TAGS) == {
        "program": ["alpha", "alpha", "beta"],
        "kind": ["item", "lesson", "item"],
        "content_item": ["i1", "L1", "i9"],
        "place": [0, 1, 1],
    }
    assert places.spelled({"spelling": ["B."], "standard": ["b"]}) == {"spelling": ["B."], "place": [1]}


def test_the_same_tags_in_another_order_give_the_same_numbers() -> None:
    turned = {name: cells[::-1] for name, cells in TAGS.items()}
    assert Places().tagged(turned) == Places().tagged(TAGS)


def test_places_are_spread_over_a_vocabulary_with_weights_that_sum_to_one() -> None:
    places = Places()
    places.tagged(TAGS)
    spread = places.spread(["a", "b", "c"])
    assert spread.starts.tolist() == [0, 2, 3]
    assert spread.codes.tolist() == [0, 1, 1]
    assert np.add.reduceat(spread.weights, spread.starts[:-1]).tolist() == [1.0, 1.0]


def test_a_standard_outside_of_the_vocabulary_is_an_error_and_no_silent_gap() -> None:
    places = Places()
    places.of([("x", 1.0)])
    with pytest.raises(KeyError):
        places.spread(["a"])


def test_no_places_at_all() -> None:
    spread = Places().spread(["a"])
    assert (spread.starts.tolist(), len(spread.codes)) == ([0], 0)
