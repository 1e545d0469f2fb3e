"""Knowledge tracing in the words of the estimates: two states, so two expected shares and nothing between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery import told_by_bkt
from homeroom.mastery.bkt import BKT, BKTParameters
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.state import STATES
from homeroom.mastery.told import Told
from homeroom.mastery.told_by_bkt import by_bkt
from homeroom.mastery.worths import KINDS
from mastery.small_evidence import DOMAINS, Row, answer, evidence

STANDARDS = sorted(DOMAINS)
NAN = float("nan")


def parameters(start: float = 0.4, learn: float = 0.1, guess: float = 0.2, slip: float = 0.1) -> BKTParameters:
    """The same for every standard, and for the programs alpha and easy, which is guessed more."""
    rows = len(STANDARDS) + 1
    guesses = np.tile([guess, 0.4, guess], (rows, 1))
    each = np.full(rows, 1.0)
    odd = (guesses, np.full((rows, 3), slip))
    return BKTParameters(tuple(STANDARDS), ("alpha", "easy"), start * each, learn * each, 0 * each, *odd)


def told(rows: list[Row], asked: bool = False) -> Told:
    found = evidence(rows)
    return by_bkt(parameters(), found, 2.0, _asked(found, asked))


def _asked(found: Evidence, asked: bool) -> np.ndarray:
    return np.full((len(found.responses.students), len(STANDARDS)), asked)


def runs(marks: str, standard: str = "3.NF.A.1", student: int = 1, program: str = "alpha") -> list[Row]:
    return [answer(student, standard, float(mark == "+"), 1.0 + at, program) for at, mark in enumerate(marks)]


def test_the_chance_of_mastery_is_the_library_s_own() -> None:
    rows = [*runs("+-++"), *runs("--+", "3.G.A.1"), *runs("+++", student=2)]
    found = told(rows).estimates
    model = BKT()
    model.parameters_ = parameters()
    assert found.p_mastered.tolist() == model.mastery(evidence(rows).responses).p_mastered.tolist()


def test_mean_and_variance_are_those_of_the_two_logits() -> None:
    found = told(runs("+-")).estimates
    p, low, high = found.p_mastered[0], np.log(0.2 / 0.8), np.log(0.9 / 0.1)
    assert found.mean[0] == pytest.approx(p * high + (1 - p) * low)
    assert found.variance[0] == pytest.approx(p * (1 - p) * (high - low) ** 2)


@pytest.mark.parametrize(
    ("marks", "low", "high"), [("++++++++", 0.9, 0.9), ("+-", 0.2, 0.9), ("--------", 0.2, 0.9), ("", 0.2, 0.9)]
)
def test_the_interval_reaches_over_both_states_unless_nine_in_ten_lie_in_one(
    marks: str, low: float, high: float
) -> None:
    """What is learned with each answer, a tenth here, keeps a child who always fails from being given up."""
    found = told([*runs(marks), *runs("+", "3.G.A.1")], asked=True).estimates
    at = found.standard.tolist().index(STANDARDS.index("3.NF.A.1"))
    assert (found.low80[at], found.high80[at]) == (pytest.approx(low), pytest.approx(high))


def test_a_child_who_surely_lacks_it_is_expected_to_guess() -> None:
    found = evidence(runs("--------"))
    estimates = by_bkt(parameters(learn=0.01), found, 2.0, _asked(found, False)).estimates
    assert (estimates.low80[0], estimates.high80[0]) == (pytest.approx(0.2), pytest.approx(0.2))


def test_a_right_answer_means_less_where_guessing_is_easy() -> None:
    plain, easy = (told(runs("+", program=program)).estimates.p_mastered[0] for program in ("alpha", "easy"))
    assert plain > easy > 0.4


def test_weights_states_and_days_are_counted_as_for_the_other_engine() -> None:
    found = told([*runs("++++++"), *runs("+", "3.G.A.1")]).estimates
    by_standard = dict(zip((STANDARDS[code] for code in found.standard), range(2), strict=True))
    nf, g = by_standard["3.NF.A.1"], by_standard["3.G.A.1"]
    assert (found.weight[nf], found.attempts[nf], found.last_on[nf]) == (6.0, 6, 5.0)
    assert (STATES[found.state[nf]], STATES[found.state[g]]) == ("mastered", "not enough evidence")


def test_claims_and_scale_scores_are_no_evidence_here_and_are_not_told_as_sources() -> None:
    claim: Row = (1, "3.NF.A.1", 1.0, 2.0, "claim", "alpha", NAN)
    scale: Row = (1, "3.NF.A.1", 2.0, 2.0, "scale", "alpha", 3.0)
    found = told([claim, scale, *runs("+", "3.G.A.1")], asked=True)
    at = found.estimates.standard.tolist().index(STANDARDS.index("3.NF.A.1"))
    assert (STATES[found.estimates.state[at]], found.estimates.inferred[at]) == ("no evidence", True)
    assert found.estimates.p_mastered[at] == 0.4
    assert [KINDS[kind] for kind in found.sources.kind] == ["item"]


def test_what_sources_did_adds_up_to_where_the_estimate_is() -> None:
    rows = [*runs("+-+"), *runs("++", program="easy"), (1, "3.NF.A.1", 0.5, 9.0, "check", "", NAN)]
    found = told(rows)
    begun = 0.4 * np.log(9) + 0.6 * np.log(0.25)
    assert begun + found.sources.shift.sum() == pytest.approx(found.estimates.mean[0])
    assert found.sources.weight.sum() == pytest.approx(found.estimates.weight[0]) == pytest.approx(10)
    assert found.sources.rows.tolist() == [1, 3, 2]


def test_of_children_without_an_answer_the_start_is_told() -> None:
    found = told([(1, "3.NF.A.1", 1.0, 2.0, "claim", "alpha", NAN)])
    assert found.estimates.student.tolist() == []
    assert found.sources.student.tolist() == []
    assert (found.p == 0.4).all() and (found.start == 0.4).all()


def test_without_any_answer_nothing_can_be_learned_and_the_priors_serve() -> None:
    found = evidence([(1, "3.NF.A.1", 1.0, 2.0, "scale", "alpha", 3.0)])
    with pytest.raises(MasteryError, match="no answer to learn from"):
        told_by_bkt.fit(found.responses)
    start = by_bkt(told_by_bkt.start(), evidence(runs("++")), 2.0, _asked(found, False))
    assert 1 / 3 < start.estimates.p_mastered[0] < 1


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(STANDARDS), st.booleans()), min_size=1, max_size=20))
def test_every_number_is_one_and_more_time_changes_none(drawn: list[tuple[int, str, bool]]) -> None:
    rows = [answer(child, code, float(right), 1.0 + at) for at, (child, code, right) in enumerate(drawn)]
    found = evidence(rows)
    one = by_bkt(parameters(), found, 30.0, _asked(found, True)).estimates
    assert set(np.round([*one.low80, *one.high80], 9)) <= {0.2, 0.9}
    assert (one.low80 <= one.high80).all()
    assert ((one.p_mastered >= 0) & (one.p_mastered <= 1) & (one.variance >= 0)).all()
    later = by_bkt(parameters(), found, 300.0, _asked(found, True)).estimates
    assert one.p_mastered.tolist() == later.p_mastered.tolist()
