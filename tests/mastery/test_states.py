"""What is said of a child and a standard never says more than the evidence does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.filter import filtered
from homeroom.mastery.likelihoods import CHECK, CLAIM
from homeroom.mastery.parameters import Parameters, tables
from homeroom.mastery.responses import Responses
from homeroom.mastery.state import STATES, State
from homeroom.mastery.states import Known, known, states
from mastery.made_up import responses

PARAMETERS = Parameters()

#  p_mastered  weight  own evidence  state
TABLE = [
    (0.99, 0.0, False, State.NO_EVIDENCE),
    (0.01, 0.0, False, State.NO_EVIDENCE),
    (0.99, 40.0, False, State.NO_EVIDENCE),
    (0.99, 4.99, True, State.NOT_ENOUGH),
    (0.01, 4.99, True, State.NOT_ENOUGH),
    (0.19, 5.0, True, State.NOT_YET),
    (0.20, 5.0, True, State.GETTING_THERE),
    (0.49, 9.0, True, State.GETTING_THERE),
    (0.50, 9.0, True, State.NEARLY_THERE),
    (0.79, 9.0, True, State.NEARLY_THERE),
    (0.80, 9.0, True, State.MASTERED),
]


@pytest.mark.parametrize(("p", "weight", "own", "state"), TABLE)
def test_each_state_has_its_place(p: float, weight: float, own: bool, state: State) -> None:
    assert STATES[states(np.array([p]), np.array([weight]), np.array([own]))[0]] is state


def test_each_state_has_a_glyph_of_its_own() -> None:
    assert [state.glyph for state in State] == list("–?○◔◑●")


def of(rows: list[dict[str, object]], as_of: float = math.nan, **more: object) -> Known:
    names = {name for row in rows for name in row}
    table = {name: [row.get(name) for row in rows] for name in names}
    told = Responses.of(table, standards=["A", "B"], domains={"A": ("math", "D"), "B": ("math", "D")})
    layout = tables(PARAMETERS, told)
    return known(filtered(told, PARAMETERS, keep=True).children, layout, PARAMETERS.ordinary, as_of)


def answers(many: int, correct: float = 1.0, **more: object) -> list[dict[str, object]]:
    return [{"student": 1, "standard": "A", "correct": correct, **more}] * many


def state(told: Known, standard: int = 0) -> State:
    return STATES[told.state[0, standard]]


def test_many_right_answers_are_mastery_and_many_wrong_ones_are_not() -> None:
    assert state(of(answers(30))) is State.MASTERED
    assert state(of(answers(12, correct=0.0))) is State.NOT_YET
    assert state(of(answers(2))) is State.NOT_ENOUGH


def test_a_standard_without_own_evidence_is_never_mastered_only_expected() -> None:
    told = of(answers(60))
    assert state(told, 1) is State.NO_EVIDENCE
    assert told.p_mastered[0, 1] > 0.5
    assert not told.inferred[0, 0], "what was shown is not inferred"


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 1)), min_size=1, max_size=40))
def test_whatever_a_child_answers_only_standards_with_evidence_have_a_state(told: list[tuple[str, int]]) -> None:
    found = of([{"student": 1, "standard": standard, "correct": right} for standard, right in told])
    for at, standard in enumerate("AB"):
        answered = any(standard == other for other, _ in told)
        assert (state(found, at) is not State.NO_EVIDENCE) == answered
    assert ((found.low80 < found.high80) & (found.p_mastered >= 0) & (found.p_mastered <= 1)).all()


def test_the_interval_narrows_with_evidence_and_widens_with_time() -> None:
    noon = 86400.0 * 20_000
    few, many = of(answers(3, occurred_at=noon)), of(answers(25, occurred_at=noon))
    assert many.high80[0, 0] - many.low80[0, 0] < few.high80[0, 0] - few.low80[0, 0]
    rested = of(answers(25, occurred_at=noon), as_of=20_000 + 90)
    assert rested.variance[0, 0] > many.variance[0, 0]
    assert rested.evidence_weight[0, 0] < many.evidence_weight[0, 0]


@settings(deadline=None)  # the first call compiles
@given(st.floats(0, 400), st.floats(0, 400), st.integers(1, 20))
def test_time_without_evidence_never_makes_anything_surer(one: float, other: float, many: int) -> None:
    sooner, later = sorted((one, other))
    rows = answers(many, occurred_at=86400.0 * 20_000)
    before, after = of(rows, as_of=20_000 + sooner), of(rows, as_of=20_000 + later)
    assert (after.variance >= before.variance - 1e-12).all()
    assert (after.evidence_weight <= before.evidence_weight + 1e-12).all()


def test_a_teachers_check_counts_as_several_items() -> None:
    got = of(answers(1, kind=CHECK, size=5.0))
    half = of(answers(1, correct=0.5, kind=CHECK, size=5.0))
    not_yet = of(answers(1, correct=0.0, kind=CHECK, size=5.0))
    assert got.mean[0, 0] > half.mean[0, 0] > not_yet.mean[0, 0]
    assert got.evidence_weight[0, 0] > of(answers(1)).evidence_weight[0, 0]


def test_a_claim_that_is_no_better_than_chance_says_nothing() -> None:
    told = of(answers(20, kind=CLAIM, size=0.5, detail=0.5))
    nothing = of([{"student": 1, "standard": "B", "correct": 1, "kind": CLAIM, "size": 0.5, "detail": 0.5}])
    assert told.mean[0, 0] == pytest.approx(nothing.mean[0, 0])
    assert state(told) is State.NOT_ENOUGH


def test_the_state_of_a_school_is_worked_out_at_once() -> None:
    told = responses()
    layout = tables(PARAMETERS, told)
    found = known(filtered(told, PARAMETERS, keep=True).children, layout, PARAMETERS.ordinary)
    assert found.state.shape == (40, 6)
    assert set(np.unique(found.state)) <= set(range(6))
