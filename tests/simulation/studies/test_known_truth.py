"""Made-up studies are what they say they are: large ones give their truth back."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.evidence.design_matrix import design
from homeroom.evidence.least_squares import fit
from homeroom.evidence.rank import change, ranked
from homeroom.evidence.reliability import alpha, covariances, omega
from homeroom.simulation.calendar import YEAR_BEGINS
from homeroom.simulation.chance import stream
from homeroom.simulation.studies import crossovers, doses, one_treated, pilots, scales, seats
from homeroom.simulation.studies.pilots import Children, Pilot

pytestmark = pytest.mark.any_database
MANY = Pilot(400, 400, effect=0.3)


def made(pilot: Pilot, seed: int = 1) -> Children:
    return pilots.make(pilot, stream(seed, "pilot"))


def apart(values: np.ndarray, new: np.ndarray) -> float:
    return float(values[new].mean() - values[~new].mean())


def means(values: np.ndarray, room: np.ndarray) -> np.ndarray:
    return np.bincount(room, values) / np.bincount(room)


def test_the_same_seed_gives_the_same_pilot() -> None:
    one, other = made(Pilot(3, 3)), made(Pilot(3, 3))
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("room", "before", "after"))


def test_a_draw_may_come_between_the_first_measure_and_the_result() -> None:
    room, school = np.repeat(np.arange(6), 10), np.zeros(6, np.int64)
    pilot = Pilot(3, 3, effect=1.0)
    first, second = (
        pilots.happened(pilot, room, is_new, school, stream(1, "pilot"))
        for is_new in (np.arange(6) < 3, np.arange(6) > 2)
    )
    assert np.array_equal(first.before, second.before)
    assert np.allclose(second.after - first.after, np.where(room > 2, 1.0, -1.0))


def test_a_pilot_has_its_effect_variances_and_sizes() -> None:
    found = made(MANY)
    sizes = np.bincount(found.room)
    assert (sizes.min(), sizes.max()) == (MANY.fewest, MANY.most)
    assert apart(found.after, found.new) == pytest.approx(0.3, abs=0.06)
    assert found.true_effect == pytest.approx(0.3)
    assert float(found.after[~found.new].var()) == pytest.approx(1.0, abs=0.06)
    inside = found.after - means(found.after, found.room)[found.room]
    assert float(inside.var()) == pytest.approx(0.85 * 19 / 20, abs=0.03)
    assert np.corrcoef(found.before, found.after)[0, 1] ** 2 == pytest.approx(0.5, abs=0.05)


def test_effects_differ_between_new_classes_and_nothing_does_where_nobody_is_new() -> None:
    found = made(Pilot(400, 400, spread=0.4, noise=0.2))
    assert float(found.effects[:400].std()) == pytest.approx(0.4, abs=0.04)
    assert not found.effects[400:].any()
    assert made(Pilot(0, 2)).true_effect == 0


def test_new_classes_may_be_ahead_in_what_was_measured_and_in_what_was_not() -> None:
    found = made(Pilot(400, 400, ahead=0.5, hidden=0.2))
    assert apart(found.before, found.new) == pytest.approx(0.5, abs=0.06)
    slopes = fit(design({"before": found.before, "new": found.new}, ["new"]), found.after)
    assert slopes.coefficient("new").estimate == pytest.approx(0.2, abs=0.06)


def test_children_are_lost_and_of_the_new_arm_those_who_gained_least() -> None:
    found = made(Pilot(400, 400, lost=0.1, lost_more=0.2, leaving=0.8))
    assert float((~found.analysed[~found.new]).mean()) == pytest.approx(0.1, abs=0.02)
    assert float((~found.analysed[found.new]).mean()) == pytest.approx(0.3, abs=0.04)
    here = found.analysed
    assert apart(found.after[here], found.new[here]) > 0.15, "no effect, and it looks like one"


def test_in_each_class_and_unit_half_of_the_standards_are_aligned() -> None:
    found = crossovers.make(crossovers.Crossover(60, effect=0.25, lost=0.1), stream(1, "crossover"))
    cells = {(r, u, s, a) for r, u, s, a in zip(found.room, found.unit, found.standard, found.aligned, strict=True)}
    halves = [sum(a for r, u, _, a in cells if (r, u) == (room, unit)) for room in range(60) for unit in (0, 1)]
    assert set(halves) == {2}
    left = found.result - found.difficulty[found.standard]
    assert apart(left, found.aligned) == pytest.approx(0.25, abs=0.08)
    assert found.true_effect == 0.25


def test_minutes_that_children_chose_look_as_if_they_helped_and_given_ones_do_not() -> None:
    found = doses.make(doses.Dose(classes=400, reliability=0.6), stream(1, "dose"))
    slope = fit(design({"minutes": found.measured, "before": found.before}), found.after).coefficient("minutes")
    assert slope.estimate > 0.1
    given = fit(design({"given": found.assigned, "before": found.before}), found.after).coefficient("given")
    assert given.estimate == pytest.approx(0.0, abs=0.06)
    assert np.corrcoef(found.done, found.measured)[0, 1] ** 2 == pytest.approx(0.6, abs=0.03)


def test_one_school_gains_its_effect_among_schools_that_waver() -> None:
    network = one_treated.Network(schools=27, effect=1.5)
    waves = one_treated.make(network, stream(1, "network"))
    changes = {name: change(one.before, one.after) for name, one in waves.items()}
    found = ranked(changes, one_treated.TREATED)
    assert (found.place, found.of) == (1, 27)
    assert found.difference == pytest.approx(1.5, abs=0.5)


@pytest.mark.parametrize("loadings", [(0.7,) * 5, (0.9, 0.8, 0.5, 0.4)])
def test_a_scale_has_the_reliability_it_says(loadings: tuple[float, ...]) -> None:
    scale = scales.Scale(loadings, blank=0.05)
    found = covariances(scales.make(scale, np.zeros(20_000, bool), stream(1, "scale")))
    assert alpha(found) == pytest.approx(scale.alpha, abs=0.01)
    assert omega(found) == pytest.approx(scale.omega, abs=0.01)


def test_answers_are_ticked_in_steps_and_blank_ones_stay_blank() -> None:
    new = np.arange(4_000) < 2_000
    answers = scales.make(scales.Scale(shift=0.5, blank=0.1), new, stream(1, "scale"))
    found = scales.in_steps(answers)
    assert np.array_equal(np.isnan(found), np.isnan(answers))
    assert set(np.unique(found[~np.isnan(found)])) == {1.0, 2.0, 3.0, 4.0}
    assert np.nanmean(found[new]) > np.nanmean(found[~new]) + 0.2


def test_seats_hold_a_child_in_three_classes_a_switcher_a_joiner_and_a_leaver() -> None:
    found = seats.make(seats.Roster(("Ash", "Birch", "Cedar"), children=2))
    of = {child: [one for one in found if one.child == child] for child in {one.child for one in found}}
    assert sorted(one.school_class for one in of["three-0"] if one.primary) == ["Birch"]
    assert len(of["three-0"]) == 3
    assert [one.school_class for one in of["switch-0"]] == ["Ash", "Birch"]
    assert of["join-0"][0].begins > YEAR_BEGINS
    assert of["leave-0"][0].ends < of["Ash-0"][0].ends
    assert len(of) == 6 + 4
