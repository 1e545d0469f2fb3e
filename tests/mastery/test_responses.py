"""Anybody's table of answers becomes columns in one order, or is refused in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.likelihoods import SCALE
from homeroom.mastery.responses import Responses
from mastery.made_up import same, table

SMALL = {"student": ["b", "a", "b"], "standard": ["N1", "N2", "N2"], "correct": [1, 0, 0.5]}


class Frame:
    """What dataframes of every make have in common."""

    columns = tuple(SMALL)

    def __getitem__(self, name: str) -> Any:
        return np.array(SMALL[name])


def test_it_works() -> None:
    taken = Responses.of(SMALL)
    assert taken.students == ("a", "b")
    assert taken.student.tolist() == [0, 1, 1]
    assert [taken.standards[code] for code in taken.standard] == ["N2", "N1", "N2"]
    assert taken.result.tolist() == [0.0, 1.0, 0.5]
    assert taken.row.tolist() == [1, 0, 2]
    assert taken.item.tolist() == taken.program.tolist() == [-1, -1, -1]
    assert np.isnan(taken.day).all()
    assert taken.firsts.tolist() == [0, 1, 3]


def test_one_answer_to_several_standards_stays_one_with_weights_that_sum_to_1() -> None:
    cells = [["N1", "N2"], {"N1": 3, "N3": 1}, "N2"]
    taken = Responses.of(SMALL | {"student": [1, 2, 3], "standard": cells})
    assert taken.starts.tolist() == [0, 2, 4, 5]
    assert [taken.standards[code] for code in taken.standard] == ["N1", "N2", "N1", "N3", "N2"]
    assert taken.weight.tolist() == [0.5, 0.5, 0.75, 0.25, 1.0]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_of_dated_rows_with_ids_gives_the_same(chance: Any) -> None:
    told = table(children=5, answers=8)
    told["occurred_at"] = told["occurred_at"] // 100_000 * 100_000  # many at one moment
    told["id"] = np.arange(40)
    order = np.array(chance.sample(range(40), 40))
    assert same(Responses.of({name: values[order] for name, values in told.items()}), Responses.of(told))


@given(st.lists(st.integers(-3, 60) | st.sampled_from([10**6, -(10**18)]), min_size=1, max_size=30))
def test_any_numbers_are_coded_in_their_order(numbers: list[int]) -> None:
    """Numbers close together are counted out, others sorted: the same either way."""
    taken = Responses.of({"student": numbers, "standard": ["N1"] * len(numbers), "correct": [1] * len(numbers)})
    assert taken.students == tuple(sorted(set(numbers)))
    assert [taken.students[code] for code in taken.student] == sorted(numbers)


def test_without_moments_rows_stay_in_the_order_that_they_came_in() -> None:
    taken = Responses.of({"student": [2, 1, 2, 1], "standard": [1] * 4, "correct": [1, 0.25, 0, 0.75]})
    assert taken.result.tolist() == [0.25, 0.75, 1, 0]


def test_a_childs_undated_rows_come_after_the_dated_ones() -> None:
    moments = [None, "2026-11-22T09:00", "2026-11-21T09:00"]
    taken = Responses.of(SMALL | {"student": [1, 1, 1], "occurred_at": moments})
    assert taken.result.tolist() == [0.5, 0, 1]


def test_moments_may_be_datetimes_dates_text_or_seconds() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    days = noon.timestamp() / 86400
    for told in (noon, noon.replace(tzinfo=None), "2026-11-22T12:00", "2026-11-22T13:00+01:00", noon.timestamp()):
        assert Responses.of({"student": [1], "standard": [1], "correct": [1], "occurred_at": [told]}).day[0] == days
    some = {"student": [1, 1], "standard": [1, 1], "correct": [1, 0], "occurred_at": [None, 86400]}
    assert Responses.of(some).day[0] == 1.0, "seconds stay seconds where some are missing"
    midnight = Responses.of({"student": [1], "standard": [1], "correct": [1], "occurred_at": [date(2026, 11, 22)]})
    assert midnight.day[0] == days - 0.5
    array = np.array(["2026-11-22T12:00", "NaT"], dtype="datetime64[s]")
    taken = Responses.of({"student": [1, 1], "standard": [1, 1], "correct": [1, 1], "occurred_at": array})
    assert taken.day[0] == days
    assert np.isnan(taken.day[1])


def test_a_dataframe_and_duckdbs_own_columns_are_taken() -> None:
    assert same(Responses.of(Frame()), Responses.of(SMALL))
    asked = "select 'a' as student, 'N1' as standard, 1 as correct, null as item union all select 'a', 'N1', 0, 7"
    taken = Responses.of(duckdb.sql(asked).fetchnumpy())
    assert sorted(taken.item.tolist()) == [-1, 0]
    assert taken.items == (7,)


def test_standards_never_answered_can_be_in_the_vocabulary_with_subject_and_domain() -> None:
    domains = {"N1": ("math", "NBT"), "N3": ("reading", "RL")}
    taken = Responses.of(SMALL, standards=["N3"], domains=domains)
    assert taken.standards == ("N1", "N2", "N3")
    assert [taken.subjects[code] for code in taken.subject] == ["math", "", "reading"]
    assert taken.domain.tolist() == [0, -1, 1]


def test_domains_of_one_name_in_two_subjects_are_two() -> None:
    domains = {"N1": ("math", "G"), "N2": ("reading", "G"), "N3": ("math", "G"), "N4": ("math", "")}
    taken = Responses.of(SMALL, standards=["N3", "N4", "N5"], domains=domains)
    assert taken.domains == (("math", "G"), ("reading", "G"))
    assert taken.domain.tolist() == [0, 1, 0, -1, -1]


def test_some_children_can_be_taken_out_with_the_same_codes() -> None:
    whole = Responses.of(table(children=6, answers=5) | {"standard": [["A", "B"], "C", "A"] * 10})
    part = whole.of_students(np.array([1, 4]))
    assert set(part.student.tolist()) == {1, 4}
    assert part.students == whole.students
    assert len(part.starts) == 11
    assert part.starts[-1] == len(part.standard) == len(part.weight)


REFUSED = [
    ({"correct": [1, None, 0]}, "'correct', row 2 is empty: write 1 for right"),
    ({"correct": [1, 0, float("nan")]}, "'correct', row 3 is empty"),
    ({"correct": [1, 2, -1]}, r"'correct', row 2 \(and 1 more rows\) lies outside 0 to 1"),
    ({"correct": [1, "yes", 0]}, "'correct', row 2 is not a number: write numbers only"),
    ({"student": ["a", "", "b"]}, "'student', row 2 is empty: give it a value or leave the row out"),
    ({"student": ["a", 3, "b"]}, "'student' mixes numbers and text"),
    ({"standard": ["N1", None, "N1"]}, "'standard', row 2 is empty"),
    ({"standard": ["N1", [], "N1"]}, "'standard', row 2 names no standard with a positive weight"),
    ({"standard": ["N1", {"N2": 0}, "N1"]}, "'standard', row 2 names no standard with a positive weight"),
    ({"standard": ["N1", ["N2", None], "N1"]}, "'standard', row 2 names no standard"),
    ({"standard": ["N1", ["N2", 3], "N1"]}, "'standard' mixes numbers and text"),
    ({"occurred_at": ["2026-11-22", "yesterday", ""]}, "'occurred_at', row 2 is no moment: write it like 2026"),
    ({"item": [1, 2]}, "'item' has 2 rows and 'student' has 3"),
    ({"student": [], "standard": [], "correct": []}, "has no rows: give at least one answer"),
]


@pytest.mark.parametrize(("changed", "words"), REFUSED)
def test_what_cannot_be_used_is_refused_with_column_row_and_a_fix(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(MasteryError, match=words):
        Responses.of(SMALL | changed)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MasteryError, match="no column 'correct'"):
        Responses.of({"student": [1], "standard": [1]})


def test_an_unknown_program_is_refused_where_the_known_ones_are_given() -> None:
    with pytest.raises(MasteryError, match="'program', row 2 names 'Gamma', which is unknown: known are Alpha, Beta"):
        Responses.of(SMALL | {"program": ["Alpha", "Gamma", None]}, programs=["Beta", "Alpha"])
    assert Responses.of(SMALL | {"program": ["Alpha", None, None]}, programs=["Alpha"]).program.tolist() == [-1, 0, -1]


def test_a_scale_score_may_lie_anywhere_but_must_be_a_number() -> None:
    kinds = {"kind": [SCALE, 0, 0], "correct": [2.5, 1, 0]}
    assert 2.5 in Responses.of(SMALL | kinds).result
    with pytest.raises(MasteryError, match="'correct', row 1 is empty"):
        Responses.of(SMALL | kinds | {"correct": [None, 1, 0]})


def test_no_value_of_a_childs_row_is_repeated_in_a_message() -> None:
    with pytest.raises(MasteryError) as refused:
        Responses.of(SMALL | {"student": ["Ada Lovelace", "Bo", "Cy"], "correct": [7, 1, 1]})
    assert "Ada" not in str(refused.value)
