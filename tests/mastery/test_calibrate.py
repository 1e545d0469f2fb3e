"""The calibrator foretells next answers from the filter's logit and from what came lately."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from homeroom.mastery import calibrate
from homeroom.mastery.calibrate import Calibrator, calibrated, features, unfold, unseen
from homeroom.mastery.filter import filtered
from homeroom.mastery.fitting import fit, loss
from homeroom.mastery.measures import ece
from homeroom.mastery.parameters import Parameters
from homeroom.mastery.recency import NAMES, leading, recency
from homeroom.mastery.responses import Responses
from mastery.made_up import responses


@pytest.fixture(scope="module")
def given() -> Responses:
    return responses(children=60)


def test_it_mends_a_filter_that_is_too_sure(given: Responses) -> None:
    train, test = given.of_students(np.arange(40)), given.of_students(np.arange(40, 60))
    sure = fit(train, search=False).with_constants(v_subject=30.0, v_standard=20.0)
    seen = filtered(test, sure)
    mended = calibrated(train, sure).predict(seen, test)
    assert loss(mended, test) < loss(seen.predicted, test)
    assert ece(test.result, mended) < ece(test.result, seen.predicted)


def test_its_features_come_from_filters_that_have_not_seen_the_child(given: Responses) -> None:
    parameters = fit(given, search=False)
    seen, held_out = filtered(given, parameters), unseen(given, parameters)
    assert not np.isnan(held_out.logit).any()
    assert loss(held_out.predicted, given) > loss(seen.predicted, given)


def test_what_is_foretold_never_falls_where_the_logit_rises(given: Responses) -> None:
    train = given.of_students(np.arange(40))
    parameters = fit(train, search=False)
    calibrator = calibrated(train, parameters)
    raw = features(filtered(given, parameters), given)
    lower, higher = raw.copy(), raw.copy()
    higher[:, 0] += 1
    assert (calibrator.foretold(higher) >= calibrator.foretold(lower)).all()


def test_a_logit_that_points_the_wrong_way_is_silenced(given: Responses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate, "RIDGE", 0.01)
    raw = features(filtered(given, Parameters()), given)
    raw[:, 0] = 0.2 * raw[:, 0] - given.result
    start = Calibrator(raw.mean(axis=0), raw.std(axis=0) + 1e-9, np.zeros((1, raw.shape[1])), np.zeros(0))
    found = replace(start, weights=calibrate._rising(start, raw, given.result))
    higher = raw.copy()
    higher[:, 0] += 1
    np.testing.assert_allclose(found.foretold(higher), found.foretold(raw), atol=1e-9)


def test_few_children_leave_the_filters_word_nearly_as_it_is() -> None:
    few = responses(children=5, answers=12)
    parameters = fit(few, search=False)
    seen = filtered(few, parameters)
    moved = calibrated(few, parameters).predict(seen, few) - seen.predicted
    assert np.abs(moved).mean() < 0.12


def test_features_are_unfolded_by_bends_and_by_the_streak() -> None:
    width = 4 + len(NAMES)
    assert unfold(np.zeros((3, width)), np.zeros((2, width))).shape == (3, 1 + width + 3 * (width - 1))


def test_it_works_for_one_child() -> None:
    alone = responses(children=1)
    parameters = fit(alone, search=False)
    assert np.isfinite(calibrated(alone, parameters).predict(filtered(alone, parameters), alone)).all()


def row(given: Responses, at: int) -> dict[str, float]:
    return dict(zip(NAMES, recency(given)[at].tolist(), strict=True))


def test_what_came_lately_is_counted_before_each_answer() -> None:
    day = 86400
    given = Responses.of(
        {
            "student": [1] * 6 + [2],
            "standard": ["A", "A", "B", "A", "A", "A", "A"],
            "item": [1, 2, 3, 1, 2, 1, 1],
            "correct": [1, 1, 0, 0, 1, 1, 1],
            "occurred_at": [0, 60, 120, 3 * day, 3 * day + 60, 3 * day + 120, 0],
        }
    )
    first, fourth, last, other = (row(given, at) for at in (0, 3, 5, 6))
    assert first["first"] == other["first"] == 1
    assert first["attempts"] == other["attempts"] == other["child_attempts"] == 0
    assert fourth["attempts"] == fourth["wins"] == pytest.approx(np.log1p(2))
    assert fourth["streak"] == 2
    assert fourth["since"] == pytest.approx(np.log1p(1))
    assert fourth["item_attempts"] == fourth["item_wins"] == pytest.approx(np.log1p(1))
    assert (fourth["child_last"], fourth["child_before_last"], fourth["last"]) == (0, 1, 1)
    assert fourth["gap"] == pytest.approx(np.log1p(3 - 60 / day))
    assert fourth["session"] == fourth["run"] == 0
    assert last["session"] == last["run"] == pytest.approx(np.log1p(2))
    assert last["streak"] == 1
    assert last["child_rate"] == pytest.approx((3 + 2) / (5 + 3))


def test_of_several_standards_the_heaviest_leads() -> None:
    cells = [{"A": 1, "B": 2}, ["A", "B"], "B"]
    given = Responses.of({"student": [1, 1, 1], "standard": cells, "correct": [1, 0, 1]})
    assert [given.standards[code] for code in leading(given)] == ["B", "A", "B"]
