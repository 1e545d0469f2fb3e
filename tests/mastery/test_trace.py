"""What each piece of evidence did is told beside the filter, and time only ever takes away."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.filter import filtered
from homeroom.mastery.kernel import VARIANCE
from homeroom.mastery.parameters import Parameters, tables
from homeroom.mastery.trace import Traced, traced
from mastery.small_evidence import DOMAINS, Row, answer, evidence

ANSWERS = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.sampled_from(sorted(DOMAINS)),
        st.sampled_from([0.0, 0.5, 1.0]),
        st.integers(1, 40).map(float),
        st.sampled_from(["item", "rapid", "score", "check", "claim"]),
        st.sampled_from(["alpha", "beta"]),
        st.just(float("nan")),
    ),
    min_size=1,
    max_size=12,
)


def seen(rows: list[Row], as_of: float, parameters: Parameters | None = None) -> Traced:
    responses = evidence(rows).responses
    return traced(responses, tables(parameters or Parameters(), responses), as_of)


def test_the_children_are_the_filters_to_the_bit() -> None:
    rows = [answer(1, "3.NF.A.1", 1.0, 1.0), answer(1, "3.NF.A.1", 0.0, 3.0), answer(2, "3.G.A.1", 1.0, 2.0)]
    assert np.array_equal(
        seen(rows, 0.0).children, filtered(evidence(rows).responses, Parameters(), keep=True).children, equal_nan=True
    )


def test_what_was_said_last_is_kept_whole_and_what_was_long_ago_in_part() -> None:
    rows = [answer(1, "3.NF.A.1", 1.0, 1.0), answer(1, "3.NF.A.1", 1.0, 30.0), answer(1, "3.NF.A.1", 1.0, 31.0)]
    first, second, last = seen(rows, 31.0).kept
    assert first < second < last == 1.0
    assert all(seen(rows, 61.0).kept < seen(rows, 31.0).kept)


def test_answers_move_the_estimate_up_and_down_by_what_they_say() -> None:
    up, down = seen([answer(1, "3.NF.A.1", 1.0), answer(1, "3.NF.A.1", 0.0, 2.0)], 2.0).shift
    assert up > 0 > down


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ANSWERS, st.integers(0, 60), st.integers(1, 400))
def test_time_without_evidence_never_makes_anything_surer(rows: list[Row], first: int, more: int) -> None:
    before, after = seen(rows, float(first)), seen(rows, float(first + more))
    assert (after.children[:, :, VARIANCE] >= before.children[:, :, VARIANCE] - 1e-12).all()
    assert (after.kept <= before.kept + 1e-12).all()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ANSWERS)
def test_a_right_answer_never_lowers_the_estimate_nor_a_wrong_one_raises_it_before_growth(rows: list[Row]) -> None:
    still = Parameters().with_constants(right=0.0, wrong=0.0)
    shift = seen(rows, 40.0, still).shift
    result = evidence(rows).responses.result
    assert (shift[result == 1.0] >= -1e-12).all()
    assert (shift[result == 0.0] <= 1e-12).all()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(ANSWERS)
def test_a_child_is_the_same_alone_as_among_others(rows: list[Row]) -> None:
    together = seen(rows, 50.0)
    students = sorted({row[0] for row in rows})
    for place, student in enumerate(students):
        alone = seen([row for row in rows if row[0] == student], 50.0)
        assert np.array_equal(alone.children[0], together.children[place], equal_nan=True)
