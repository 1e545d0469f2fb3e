"""States, intervals and sources, out of what was filtered."""

from __future__ import annotations

import numpy as np
import pytest

from homeroom.mastery.estimates import Estimates, Sources, estimates, sources
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.parameters import Parameters, tables
from homeroom.mastery.state import STATES
from homeroom.mastery.trace import traced
from homeroom.mastery.worths import KINDS
from mastery.small_evidence import DOMAINS, Row, answer, evidence

STANDARDS = sorted(DOMAINS)
NAN = float("nan")


def told(rows: list[Row], as_of: float = 2.0, expected: bool = False) -> tuple[Evidence, Estimates, Sources]:
    found = evidence(rows)
    layout = tables(Parameters(), found.responses)
    seen = traced(found.responses, layout, as_of)
    asked = np.full((len(found.responses.students), len(STANDARDS)), expected)
    return found, estimates(found, layout, seen, asked), sources(found, seen.shift, seen.kept, len(STANDARDS))


def test_a_cell_has_its_attempts_weight_and_last_day() -> None:
    rows = [
        answer(1, "3.NF.A.1", 1.0, 1.0),
        answer(1, "3.NF.A.1", 1.0, 2.0),
        (1, "3.NF.A.1", 0.7, 2.0, "score", "b", 10.0),
    ]
    _, found, _ = told(rows)
    assert [STANDARDS[code] for code in found.standard] == ["3.NF.A.1"]
    assert found.attempts.tolist() == [2]
    assert found.last_on.tolist() == [1.0]  # known to the day, and so told at its end
    assert 5.2 + 1 < found.weight[0] < 5.3 + 2
    assert found.low80[0] < 1 / (1 + np.exp(-found.mean[0])) < found.high80[0]


def test_an_answer_on_two_standards_is_one_answer() -> None:
    _, found, origin = told([answer(1, {"3.NF.A.1": 0.5, "3.G.A.1": 0.5}, 1.0, 2.0)])
    assert found.weight.tolist() == [0.5, 0.5]
    assert origin.weight.sum() == 1.0


def test_right_answers_alone_are_enough_evidence_in_time() -> None:
    """However surely foretold: evidence counts answers, so that twenty right ones are never too little."""
    rows = [answer(1, "3.NF.A.1", 1.0, 2.0) for _ in range(20)]
    _, found, _ = told(rows)
    assert STATES[found.state[0]] == "mastered"


def test_without_own_evidence_a_standard_is_expected_and_never_mastered() -> None:
    rows = [answer(1, "3.NF.A.1", 1.0, 2.0) for _ in range(200)]
    _, found, _ = told(rows, expected=True)
    assert found.inferred.tolist() == [STANDARDS[code] != "3.NF.A.1" for code in found.standard]
    assert {STATES[state] for state in found.state[found.inferred]} == {"no evidence"}
    assert np.isnan(found.last_on[found.inferred]).all()
    assert (found.weight[found.inferred] == 0).all()


def test_sources_say_which_program_and_kind_weighs_what() -> None:
    check: Row = (1, "3.NF.A.1", 0.0, 2.0, "check", "", NAN)
    rows = [answer(1, "3.NF.A.1", 1.0, 1.0), answer(1, "3.NF.A.1", 1.0, 2.0, "beta"), check]
    found, cells, origin = told(rows)
    programs = ["", *map(str, found.responses.programs)]
    by = {(programs[p + 1], KINDS[k]): at for at, (p, k) in enumerate(zip(origin.program, origin.kind, strict=True))}
    assert set(by) == {("alpha", "item"), ("beta", "item"), ("", "check")}
    assert origin.weight[by["", "check"]] == 5.0
    assert origin.shift[by["alpha", "item"]] > 0 > origin.shift[by["", "check"]]
    assert origin.weight.sum() == pytest.approx(cells.weight.sum(), abs=1e-12)
    assert origin.rows.tolist() == [1, 1, 1]


def test_a_scale_score_is_no_evidence_on_a_standard_of_its_own() -> None:
    part: Row = (1, {"3.NF.A.1": 1.0, "3.G.A.1": 1.0}, 1.5, 2.0, "subscale", "alpha", 2.0)
    _, found, origin = told([part], expected=True)
    assert found.inferred.all()
    assert (found.mean > told([answer(2, "3.G.A.1", 0.0)], expected=True)[1].mean.min()).any()
    assert (origin.standard.tolist(), origin.rows.tolist(), origin.weight.tolist()) == ([-1], [1], [0.0])
