"""Each kind of evidence says what its probability model says: score and information, checked by differences."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery import likelihoods as kinds
from homeroom.mastery.likelihoods import CHECK, CLAIM, CUT, ITEM, PASS, SCALE, TRIES, evidence

STEP = 1e-5
LOGITS = st.floats(-6, 6)
DOUBTS = st.floats(0, 50)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def right(x: float, guess: float = 0.2, slip: float = 0.1) -> float:
    return guess + (1 - guess - slip) * sigmoid(x)


def passed(x: float, questions: int, needed: int) -> float:
    p = right(x)
    return sum(math.comb(questions, n) * p**n * (1 - p) ** (questions - n) for n in range(needed, questions + 1))


def probability(kind: int, x: float, result: float, size: float, detail: float) -> float:
    """Of what was seen, in plain Python."""
    if kind == ITEM:
        return right(x) ** (size * result) * (1 - right(x)) ** (size * (1 - result))
    if kind == PASS:
        return passed(x, int(size), int(detail)) if result else 1 - passed(x, int(size), int(detail))
    if kind == TRIES:
        return (1 - right(x)) ** (size - 1) * right(x) if result else (1 - right(x)) ** size
    if kind == SCALE:
        return math.exp(-size / 2 * (result - x) ** 2)
    if kind == CLAIM:
        said = right(x - CUT, 1 - detail, 1 - size)
        return said if result else 1 - said
    at_least = (1.0, sigmoid(x), sigmoid(x - CUT), 0.0)
    level = round(2 * result)
    return (at_least[level] - at_least[level + 1]) ** size


#  kind, result, size, detail
SEEN = [
    (ITEM, 1.0, 1.0, math.nan), (ITEM, 0.0, 1.0, math.nan), (ITEM, 0.7, 6.0, math.nan),
    (PASS, 1.0, 10.0, 8.0), (PASS, 0.0, 10.0, 8.0), (PASS, 1.0, 1.0, 1.0),
    (TRIES, 1.0, 1.0, math.nan), (TRIES, 1.0, 4.0, math.nan), (TRIES, 0.0, 3.0, math.nan),
    (SCALE, 1.3, 2.0, 0.0),
    (CLAIM, 1.0, 0.9, 0.8), (CLAIM, 0.0, 0.9, 0.8),
    (CHECK, 1.0, 5.0, math.nan), (CHECK, 0.5, 5.0, math.nan), (CHECK, 0.0, 5.0, math.nan),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "result", "size", "detail"), SEEN)
@settings(deadline=None)  # the first call compiles
@given(x=LOGITS)
def test_the_score_is_the_slope_of_the_log_likelihood(
    kind: int, result: float, size: float, detail: float, x: float
) -> None:
    score, information, worth = evidence(kind, x, 0.0, 0.2, 0.1, result, size, detail)
    if kind == PASS and not 1e-6 < passed(x, int(size), int(detail)) < 1 - 1e-6:
        return
    above, below = (math.log(probability(kind, x + way * STEP, result, size, detail)) for way in (1, -1))
    assert score == pytest.approx((above - below) / (2 * STEP), abs=1e-4)
    assert information >= 0
    assert worth >= 0


@settings(deadline=None)  # the first call compiles
@given(x=LOGITS)
def test_the_information_of_a_check_is_the_mean_of_its_squared_scores(x: float) -> None:
    scores = [evidence(CHECK, x, 0.0, 0.0, 0.0, judged, 1.0, math.nan) for judged in (0.0, 0.5, 1.0)]
    chances = [probability(CHECK, x, judged, 1.0, math.nan) for judged in (0.0, 0.5, 1.0)]
    mean = sum(chance * score**2 for chance, (score, _, _) in zip(chances, scores, strict=True))
    assert scores[0][1] == pytest.approx(mean)


def log_probability(x: float, doubt: float, guess: float, slip: float, result: int) -> float:
    """Of an answer, its logit known up to a doubt."""
    p = guess + (1 - guess - slip) * sigmoid(x / math.sqrt(1 + math.pi / 8 * doubt))
    return math.log(p if result else 1 - p)


@settings(deadline=None)  # the first call compiles
@given(x=LOGITS, doubt=DOUBTS, guess=st.floats(0, 0.4), slip=st.floats(0, 0.3), result=st.integers(0, 1))
def test_an_answer_moves_mean_and_variance_as_its_probability_does(
    x: float, doubt: float, guess: float, slip: float, result: int
) -> None:
    step = 1e-3
    score, information, _ = evidence(ITEM, x, doubt, guess, slip, float(result), 1.0, math.nan)
    below, here, above = (log_probability(x + way * step, doubt, guess, slip, result) for way in (-1, 0, 1))
    slope, curve = (above - below) / (2 * step), (above - 2 * here + below) / step**2
    assert score / (1 + information * doubt) == pytest.approx(slope, abs=1e-5)
    assert information / (1 + information * doubt) == pytest.approx(max(0.0, -curve), abs=1e-4)
    assert information * doubt < 2, "no single answer takes two thirds of the variance away"


@settings(deadline=None)  # the first call compiles
@given(x=LOGITS, doubt=DOUBTS, guess=st.floats(0, 0.49), slip=st.floats(0, 0.39))
def test_a_right_answer_never_speaks_against_and_a_wrong_one_never_for_a_child(
    x: float, doubt: float, guess: float, slip: float
) -> None:
    assert evidence(ITEM, x, doubt, guess, slip, 1.0, 1.0, math.nan)[0] >= 0
    assert evidence(ITEM, x, doubt, guess, slip, 0.0, 1.0, math.nan)[0] <= 0


@settings(deadline=None)  # the first call compiles
@given(tries=st.integers(1, 30), x=LOGITS)
def test_each_further_try_until_passed_speaks_less_for_a_child(tries: int, x: float) -> None:
    fewer = evidence(TRIES, x, 0.0, 0.1, 0.1, 1.0, float(tries), math.nan)[0]
    assert evidence(TRIES, x, 0.0, 0.1, 0.1, 1.0, tries + 1.0, math.nan)[0] < fewer


def test_a_rapid_answer_is_as_likely_right_as_by_chance() -> None:
    rapid = evidence(ITEM, 0.0, 0.0, 0.0, 0.0, 1.0, 0.2, 0.25)
    slow = evidence(ITEM, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, math.nan)
    assert 0 < rapid[0] < 0.2 * slow[0]


@pytest.mark.parametrize(("size", "detail"), [(1.0, math.nan), (math.nan, math.nan), (3.0, 5.0), (5.0, 0.0)])
def test_a_test_of_unknown_length_or_threshold_counts_as_one_item(size: float, detail: float) -> None:
    assert evidence(PASS, 0.3, 2.0, 0.1, 0.1, 1.0, size, detail) == evidence(
        ITEM, 0.3, 2.0, 0.1, 0.1, 1.0, 1.0, math.nan
    )


@pytest.mark.parametrize("kind", range(len(kinds.KINDS)))
@pytest.mark.parametrize("x", [-1e6, -40.0, 40.0, 1e6])
def test_far_out_nothing_overflows(kind: int, x: float) -> None:
    for result in (0.0, 0.5, 1.0):
        score, information, _ = evidence(kind, x, 3.0, 0.0, 0.0, result, 0.9 if kind == CLAIM else 5.0, 0.9)
        assert math.isfinite(score)
        assert math.isfinite(information)
