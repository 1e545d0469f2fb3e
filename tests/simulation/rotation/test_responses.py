"""What would truly help generated children, planted so that what is learned can be held against it."""

from __future__ import annotations

from math import log

import msgspec
import numpy as np
import pytest

from homeroom.rotation.block.instance import RESPONSE
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.simulation.rotation import blocks
from homeroom.simulation.rotation.responses import BANDS, Spread, planted

pytestmark = pytest.mark.any_database

WEEK = blocks.of_size(100)
NONE = Spread(subject=0, band=0, child=0)


def sessions(modality: Modality = Modality.TUTORING) -> list[Place]:
    return [
        Place(child.number, slot.key, modality, standard=need.standard)
        for child in WEEK.children
        for slot, need in zip(WEEK.slots, child.needs, strict=False)
    ]


def test_the_same_seed_plants_the_same_truth_and_the_same_outcomes() -> None:
    assert planted(WEEK, 3) == planted(WEEK, 3)
    assert planted(WEEK, 3).outcomes(sessions()) == planted(WEEK, 3).outcomes(sessions())
    assert planted(WEEK, 3) != planted(WEEK, 4)


def test_without_spread_every_child_responds_as_assumed() -> None:
    truth = planted(WEEK, 3, NONE)
    for modality, usual in RESPONSE.items():
        assert truth.response(modality, "math", WEEK.children[0].number) == usual
    assert {round(v, 9) for child in truth.known().children for v in child.response.values()} == {1.0}


def test_effects_of_subject_band_and_child_multiply() -> None:
    truth = planted(WEEK, 3)
    child = WEEK.children[5].number
    effects = log(truth.response(Modality.PEER, "math", child) / RESPONSE[Modality.PEER])
    band = truth.bands[Modality.PEER, truth.band_of[child]]
    assert effects == pytest.approx(truth.subjects[Modality.PEER, "math"] + band + truth.children[Modality.PEER, child])


def test_bands_are_thirds() -> None:
    bands = list(planted(WEEK, 3).band_of.values())
    assert {band: bands.count(band) for band in BANDS} == pytest.approx(dict.fromkeys(BANDS, 100 / 3), abs=2)


def test_outcomes_are_right_on_average() -> None:
    truth = planted(WEEK, 3, NONE)
    gained = [outcome.gained for outcome in truth.outcomes(sessions())]
    assert np.mean(gained) == pytest.approx(RESPONSE[Modality.TUTORING], rel=0.1)


def test_an_outcome_does_not_depend_on_what_else_is_asked() -> None:
    truth, places = planted(WEEK, 3), sessions()
    assert truth.outcomes(places[7:8]) == truth.outcomes(places)[7:8]


def test_nothing_comes_of_overflow_or_of_a_place_without_a_standard() -> None:
    truth = planted(WEEK, 3)
    assert {outcome.gained for outcome in truth.outcomes(sessions(Modality.OVERFLOW))} == {0.0}
    assert truth.outcomes([msgspec.structs.replace(sessions()[0], standard=None)]) == []
