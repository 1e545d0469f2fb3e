"""The compiled functions are the Python that is written: run once without compiling them, they give the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.filter import filtered, through
from homeroom.mastery.parameters import Link, Parameters, tables
from homeroom.mastery.recency import recency
from homeroom.mastery.responses import Responses
from homeroom.mastery.states import known
from mastery.made_up import responses

ALL_KINDS = {
    "student": [1] * 12,
    "standard": ["A", ["A", "B"], "B", "A", "A", "A", "B", "A", "B", "B", "A", "A"],
    "correct": [1, 0, 0.5, 1, 1, 0, 0.8, 1, 1, 0.5, 0, 1],
    "kind": [0, 0, 0, 1, 1, 2, 3, 4, 5, 5, 5, 3],
    "size": [1, 1, 6, 10, float("nan"), 3, 2, 0.9, 5, 5, 5, 1],
    "detail": [None, 0.25, None, 8, None, None, 1, 0.8, None, None, None, 0],
    "item": [1, 2, 1, None, None, None, None, None, None, None, None, None],
    "program": ["P", "Q", None, "P", "P", "Q", "P", "P", None, None, None, "P"],
    "lesson": ["L"] * 12,
    "occurred_at": [None, *range(0, 1_100_000, 100_000)],
}
DOMAINS = {"A": ("math", "D"), "B": ("math", "D")}


def worked_out(path: Path) -> None:
    """Every compiled function once: told to the file. Also run in a process that doesn't compile."""
    told = Responses.of(ALL_KINDS, domains=DOMAINS)
    parameters = Parameters()
    seen = filtered(told, parameters, keep=True)
    said = known(seen.children, tables(parameters, told), parameters.ordinary, as_of=60.0)
    learned = responses(children=3, answers=20)
    layout = tables(parameters, learned)
    through(learned, layout, learn=True)
    np.savez(
        path,
        predicted=seen.predicted,
        children=seen.children,
        variance=said.variance,
        difficulty=layout.difficulty,
        lately=recency(learned),
    )


SCRIPT = """
import sys
from pathlib import Path
from mastery.test_kernel import worked_out
worked_out(Path(sys.argv[1]))
"""


def test_compiled_and_plain_agree(tmp_path: Path) -> None:
    worked_out(tmp_path / "compiled.npz")
    tests = str(Path(__file__).parents[1])
    plain = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": tests}
    subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "plain.npz")], env=plain, check=True)
    compiled, written = np.load(tmp_path / "compiled.npz"), np.load(tmp_path / "plain.npz")
    assert set(compiled) == set(written)
    for name in compiled:
        np.testing.assert_allclose(compiled[name], written[name], atol=1e-12, rtol=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3)), max_size=30), st.floats(0, 0.4), st.floats(0, 0.3))
def test_a_right_answer_never_lowers_the_estimate_before_growth_is_added(
    before: list[tuple[int, int]], guess: float, slip: float
) -> None:
    still = Parameters(other_link=Link(guess, slip)).with_constants(right=0.0, wrong=0.0, lambda_=0.0)
    rows = [(right, f"S{standard}") for right, standard in before]
    ends = []
    for last in ([], [(1, "S0")]):
        correct, standard = zip(*(rows + last or [(1, "S1")]), strict=True)
        told = Responses.of(
            {"student": [1] * len(correct), "standard": standard, "correct": correct},
            standards=["S0", "S1", "S2", "S3"],
        )
        ends.append(known(filtered(told, still, keep=True).children, tables(still, told), still.ordinary).mean)
    if rows:
        assert (ends[1] >= ends[0] - 1e-12).all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=80))
def test_no_run_of_answers_makes_a_child_less_known_than_a_stranger(right: list[int]) -> None:
    told = Responses.of({"student": [1] * len(right), "standard": ["S"] * len(right), "correct": right})
    child = filtered(told, Parameters(), keep=True).children[0]
    assert child[1, 1] <= Parameters().constants.v_standard
    assert (child[:, 1] > 0).all()
