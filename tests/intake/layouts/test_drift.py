"""A small sample of the drift bench: nothing is loaded by a guess, and the right field mostly comes first."""

from __future__ import annotations

from bench.drift import drifted, judged, overlap, spellings


def test_a_small_sample_reaches_the_figures() -> None:
    told = [judged(drifted(number)) for number in range(25)]
    assert not any(one["guess"] for one in told)
    places = [place for one in told for _, place in one["columns"]]
    assert len(places) > 50
    assert sum(place == 1 for place in places) >= 0.9 * len(places)
    assert sum(place > 0 for place in places) >= 0.97 * len(places)


def test_a_file_is_drawn_from_its_number() -> None:
    assert drifted(7) == drifted(7)
    assert drifted(7) != drifted(8)


def test_the_benchs_spellings_are_a_list_of_its_own() -> None:
    both, listed = overlap()
    assert listed - both >= 60
    assert len(spellings()) > 40
