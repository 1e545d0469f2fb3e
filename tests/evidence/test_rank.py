"""One treated unit is ranked among the others; a standard error of it is never given."""

import csv
import gzip
from collections import defaultdict

import pytest

from conftest import SHARED
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.rank import change, ranked

DONATIONS = SHARED / "studies" / "causaldata_organ_donations.csv.gz"


def test_it_works() -> None:
    found = ranked({"north": 5.0, "south": 1.0, "east": 2.0, "west": 0.0}, "north")
    assert (found.difference, found.place, found.of) == (4.0, 1, 4)
    assert found.p == found.smallest == 0.25


def test_what_changed_as_much_as_another_is_placed_behind_it() -> None:
    assert ranked({"a": 1.0, "b": 1.0, "c": 0.0, "d": 0.0}, "a").place == 4
    assert ranked({"a": 0.0, "b": 0.0}, "a").p == 1


def test_a_change_is_of_means() -> None:
    assert change([1, 3], [5]) == 3
    with pytest.raises(EvidenceError, match="a wave before and one after"):
        change([], [1])


@pytest.mark.parametrize("changes", [{}, {"a": 1.0}, {"b": 1.0, "c": 2.0}])
def test_there_must_be_others_to_be_ranked_among(changes: dict[str, float]) -> None:
    with pytest.raises(EvidenceError, match="among others"):
        ranked(changes, "a")


@pytest.mark.shared
@pytest.mark.skipif(not DONATIONS.exists(), reason="the measuring data do not stand beside the checkout")
def test_one_treated_state_of_27() -> None:
    """Published as −.0225 with a standard error of .0061, which one treated state can't have."""
    waves: dict[tuple[str, bool], list[float]] = defaultdict(list)
    with gzip.open(DONATIONS, "rt") as file:
        for row in csv.DictReader(file):
            waves[row["State"], int(row["Quarter_Num"]) > 3].append(float(row["Rate"]))
    changes = {state: change(waves[state, False], waves[state, True]) for state, _ in waves}
    found = ranked(changes, "California")
    assert (round(found.difference, 4), found.of) == (-0.0225, 27)
    assert found.smallest == 1 / 27
    assert found.place == 5
