"""Counts of how good what was foretold is: right by hand, and nothing of fewer than ten children."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.evidence.counts import Counts, Sum
from homeroom.evidence.suppress import WIDE, attack
from homeroom.mastery.foretold import Foretold
from homeroom.mastery.quality_figures import FEW, Figures, Line
from homeroom.mastery.reliability import figures, hidden_together, line
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
EXAMPLES = 1_000 if os.environ.get("HOMEROOM_FULL") else 60


def tell(tables: Mapping[str, Sequence[int]], child: Sequence[int] = ()) -> dict[str, tuple[Line, ...]]:
    """What is shown of tables that say each row's line; without `child` every row is a child of its own."""
    many = len(next(iter(tables.values())))
    whose = np.array(child or range(many))
    rows = {name: [np.array(kinds) == kind for kind in sorted(set(kinds))] for name, kinds in tables.items()}
    lines = {
        name: [Line(str(at), len(np.unique(whose[one])), int(one.sum())) for at, one in enumerate(told)]
        for name, told in rows.items()
    }
    return hidden_together(lines, rows, whose, Line)


def counts(lines: Sequence[Line]) -> list[int]:
    return [one.children for one in lines]


@settings(deadline=None)
@given(GROUPS)
def test_what_is_shown_never_leaves_fewer_than_ten_children_to_be_worked_out(kinds: list[int]) -> None:
    shown = tell({"kind": kinds})["kind"]
    assert [one.name for one in shown] == [str(at) for at in range(len(set(kinds)))]
    assert all(one.is_few or one.children >= FEW for one in shown)
    rest = len(kinds) - sum(counts(shown))
    assert rest == 0 or rest >= FEW or all(one.is_few for one in shown)


def test_a_school_less_its_one_grade_does_not_tell_of_the_few_others_in_it() -> None:
    """School 0 holds all of grade 0 and two of grade 1: school 0 less grade 0 is these two."""
    grade, school = [0] * 30 + [1] * 42, [0] * 32 + [1] * 40
    apart = {name: tell({name: kinds})[name] for name, kinds in (("grade", grade), ("school", school))}
    assert {name: counts(lines) for name, lines in apart.items()} == {"grade": [30, 42], "school": [32, 40]}
    shown = tell({"grade": grade, "school": school})
    assert (counts(shown["grade"]), counts(shown["school"])) == ([0, 0], [0, 40])
    assert not worked_out({"grade": grade, "school": school})


def test_tables_that_tell_of_many_in_every_difference_are_shown_whole() -> None:
    shown = tell({"grade": [0, 1] * 40, "school": [0, 0, 1, 1] * 20})
    assert (counts(shown["grade"]), counts(shown["school"])) == ([40, 40], [40, 40])


def test_a_school_that_is_a_grade_tells_nothing_new() -> None:
    shown = tell({"grade": [0] * 20 + [1] * 30, "school": [0] * 20 + [1] * 30})
    assert (counts(shown["grade"]), counts(shown["school"])) == ([20, 30], [20, 30])


def test_a_program_of_one_school_less_the_school_does_not_tell_of_the_few_elsewhere() -> None:
    """All forty of school 0 work in program 0, and three of school 1, who work in program 1 as well."""
    child = [*range(40), *range(40, 80), 40, 41, 42]
    tables = {"program": [0] * 40 + [1] * 40 + [0] * 3, "school": [0] * 40 + [1] * 43}
    shown = tell(tables, child)
    assert 0 in counts(shown["program"]) + counts(shown["school"])
    assert not worked_out(tables, child)


def test_children_of_many_programs_are_not_hidden_for_that() -> None:
    child = [*range(20)] * 4
    tables = {"program": [at // 20 for at in range(80)], "grade": [at % 2 for at in range(80)]}
    shown = tell(tables, child)
    assert (counts(shown["program"]), counts(shown["grade"])) == ([20] * 4, [10] * 2)


def worked_out(tables: Mapping[str, Sequence[int]], child: Sequence[int] = ()) -> list[int]:
    """How few children any sum and difference of shown lines and of the whole speaks of, where these are under ten."""
    shown, many = tell(tables, child), len(next(iter(tables.values())))
    whose = np.array(child or range(many))
    told = [np.ones(many, dtype=np.int64)] if len(set(whose)) >= FEW else []
    for name, kinds in tables.items():
        kinds_of = zip(sorted(set(kinds)), shown[name], strict=True)
        told += [np.array(np.array(kinds) == kind, dtype=np.int64) for kind, one in kinds_of if not one.is_few]
    if not told:
        return []
    signs = np.array([*product((-1, 0, 1), repeat=len(told))]).reshape(-1, len(told))
    left = signs @ np.array(told).reshape(-1, many) != 0
    by_child = np.zeros((len(left), whose.max() + 1), dtype=np.bool_)
    np.logical_or.at(by_child.T, whose, left.T)
    return sorted(number for number in set(by_child.sum(axis=1).tolist()) if 0 < number < FEW)


@st.composite
def sittings(draw: st.DrawFn) -> list[tuple[int, int]]:
    """The grade and school of each child: many, few or none of each grade in each school."""
    many = draw(st.lists(st.sampled_from([0, 0, 1, 3, 6, 9, 10, 14, 30]), min_size=9, max_size=9).filter(any))
    return [divmod(cell, 3) for cell, count in enumerate(many) for _ in range(count)]


SITTING = sittings()


@settings(deadline=None, max_examples=EXAMPLES)
@given(SITTING)
def test_no_sum_or_difference_of_grades_and_schools_speaks_of_few_children(sitting: list[tuple[int, int]]) -> None:
    grade, school = map(list, zip(*sitting, strict=True))
    assert not worked_out({"grade": grade, "school": school})


@settings(deadline=None, max_examples=EXAMPLES)
@given(SITTING)
def test_an_attack_by_linear_programs_leaves_every_few_children_unsure(sitting: list[tuple[int, int]]) -> None:
    """Whoever knows all that is shown, and which grades and schools there are, can't tell how many few children are."""
    grade, school = map(list, zip(*sitting, strict=True))
    shown = tell({"grade": grade, "school": school})
    cells = {(str(g), str(s)): sitting.count((g, s)) for g in set(grade) for s in set(school)}
    sums, gone = list[Sum](), set(cells)
    for at, name in enumerate(("grade", "school")):
        for kind, one in zip(sorted(set((grade, school)[at])), shown[name], strict=True):
            parts = tuple(cell for cell in list(cells) if "" not in cell and cell[at] == str(kind))
            total = (str(kind), "") if at == 0 else ("", str(kind))
            cells[total] = sum(cells[part] for part in parts)
            sums.append(Sum(total, parts))
            gone |= {total} if one.is_few else set()
    inner = tuple(cell for cell in cells if "" not in cell)
    if len(sitting) >= FEW:
        cells["", ""] = len(sitting)
        sums.append(Sum(("", ""), inner))
    for cell, (low, high) in attack(Counts(cells, tuple(sums)), gone).items():
        assert high - low >= WIDE or cells[cell] >= FEW or cells[cell] == 0
