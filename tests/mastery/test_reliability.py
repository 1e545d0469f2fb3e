"""Counts of how good what was foretold is: right by hand, and nothing of fewer than ten children."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.mastery.foretold import Foretold
from homeroom.mastery.quality_figures import FEW, Figures, Line
from homeroom.mastery.reliability import figures, hidden, line
from homeroom.mastery.state import STATES, State

MASTERED = STATES.index(State.MASTERED)


def told(
    student: Sequence[int], predicted: Sequence[float], right: Sequence[float], program: Sequence[str] | None = None
) -> Foretold:
    many = len(student)
    turn = [list(student[:at]).count(one) for at, one in enumerate(student)]
    return Foretold(
        np.array(student),
        np.array(program or ["alpha"] * many),
        np.array(predicted, dtype=np.float64),
        np.array(right, dtype=np.float64),
        np.full(many, MASTERED),
        np.array(turn, dtype=np.int64),
    )


def everybody(children: int, answers: int = 1, predicted: float = 0.75) -> Foretold:
    """Each child's answers are right three times out of four."""
    student = np.repeat(np.arange(1, children + 1), answers).tolist()
    right = [float(at % 4 != 3) for at in range(len(student))]
    return told(student, [predicted] * len(student), right)


def test_a_line_tells_what_was_foretold_and_what_came_true() -> None:
    found = line("x", told([1, 1, 2, 2], [0.9, 0.7, 0.5, 0.5], [1, 1, 0, 1]), np.array([True] * 4))
    assert (found.children, found.answers, found.foretold, found.right) == (2, 4, 0.65, 0.75)
    # Child 1 is 0.4 of answers better than foretold, child 2 as foretold; off by -0.1 each in the mean.
    by_child = np.array([-0.4 + 0.2, 0.0 + 0.2])
    spread = 1.96 * np.sqrt((by_child**2).sum()) / 4
    assert (found.low, found.high) == pytest.approx((-0.1 - spread, -0.1 + spread), abs=1e-4)


def test_all_parts_are_told_and_come_back_from_what_is_kept() -> None:
    found = figures(everybody(40, 12), dict.fromkeys(range(1, 41), "03"), {"Valley": set(range(1, 41))}, in_turns=True)
    assert found.whole.answers == 480
    assert [one.name for one in found.curve] == ["7"]
    assert [one.name for one in found.states] == ["mastered"]
    assert {name: [one.name for one in lines] for name, lines in found.by.items()} == {
        "program": ["alpha"],
        "grade": ["03"],
        "school": ["Valley"],
        "start": ["8 to 10"],
    }
    assert sum(one.answers for one in found.by["start"]) == 40 * 2  # those after the first ten
    assert Figures.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_where_all_answers_are_alike_there_is_no_telling_apart() -> None:
    found = figures(told(list(range(12)), [0.5] * 12, [1.0] * 12), {}, {}, in_turns=False)
    assert found.auc is None
    assert json.loads(json.dumps(found.as_json()))["auc"] is None


def test_of_nine_children_nothing_is_told() -> None:
    found = figures(everybody(9, 20), dict.fromkeys(range(1, 10), "03"), {"Valley": set(range(1, 10))}, in_turns=True)
    assert found.whole.is_few
    lines = [*found.curve, *found.states, *(one for lines in found.by.values() for one in lines)]
    assert lines
    assert all(one == Line(one.name) for one in lines)


def test_a_grade_of_few_children_hides_another_so_that_it_cannot_be_worked_out() -> None:
    grades = {child: "03" if child <= 30 else "04" if child <= 50 else "05" for child in range(1, 54)}
    found = figures(everybody(53), grades, {}, in_turns=True)
    assert [(one.name, one.children) for one in found.by["grade"]] == [("03", 30), ("04", 0), ("05", 0)]


def test_a_small_school_whose_children_are_all_of_another_one_too_still_gives_nothing_away() -> None:
    schools = {"Hill": {1, 2}, "Valley": set(range(1, 41))}
    found = figures(everybody(40), {}, schools, in_turns=True)
    assert [(one.name, one.children) for one in found.by["school"]] == [("Hill", 0), ("Valley", 40)]


GROUPS = st.lists(st.integers(0, 4), min_size=1, max_size=60)


@given(GROUPS)
def test_what_is_shown_never_leaves_fewer_than_ten_children_to_be_worked_out(kinds: list[int]) -> None:
    child, kind = np.arange(len(kinds)), np.array(kinds)
    rows = [kind == one for one in range(5)]
    lines = [Line(str(at), int(chosen.sum()), int(chosen.sum())) for at, chosen in enumerate(rows)]
    shown = hidden(lines, rows, child, Line)
    assert [one.name for one in shown] == [one.name for one in lines]
    assert all(one.is_few or one.children >= FEW for one in shown)
    rest = len(kinds) - sum(one.children for one in shown)
    assert rest == 0 or rest >= FEW or all(one.is_few for one in shown)
