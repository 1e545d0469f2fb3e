"""Flags: the sentence and the rule are one object, and a missing time accuses nobody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.mastery import flags
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.flags import Flag, Run, rushing, working_hard
from homeroom.mastery.rules import RUSHING, WORKING_HARD, Rule
from spec.drawing import table


def runs(text: str) -> list[Run]:
    return [Run(int(r["student"]), r["standard"], int(r["answers"]), int(r["right"])) for r in table(text)]


def timed(fast: int, usual: int, unknown: int = 0, others: int = 20) -> list[Flag]:
    """Child 1's answers, the fast ones first; `others` answers of child 2 on the same item take 30 seconds."""
    mine = [2.0] * fast + [30.0] * usual + [np.nan] * unknown
    student = np.array([1] * len(mine) + [2] * others)
    return list(rushing(student, ["i"] * len(student), np.array(mine + [30.0] * others)))


def test_working_hard_without_moving() -> None:
    found = list(
        working_hard(
            runs("""
                student | standard | answers | right
                1       | 3.NF.A.1 | 9       | 2
                2       | 3.NF.A.1 | 10      | 4
                3       | 3.OA.A.1 | 31      | 12
            """)
        )
    )
    assert [(flag.student, flag.standard, flag.evidence) for flag in found] == [
        (2, "3.NF.A.1", "10 answers, 4 of them right, without 3 right in a row."),
        (3, "3.OA.A.1", "31 answers, 12 of them right, without 3 right in a row."),
    ]
    assert found[0].rule.words == (
        "Working hard, not moving: 10 or more answers on one standard since the last 3 right in a row."
    )


def test_a_child_with_one_wrong_answer_or_none_is_never_flagged() -> None:
    assert list(working_hard([Run(1, "A", 1, 0), Run(2, "A", 0, 0)])) == []


def test_the_rule_that_is_shown_is_the_rule_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flags, "WORKING_HARD", Rule("working-hard", WORKING_HARD.sentence, {"answers": 3, "right": 2}))
    (flag,) = working_hard([Run(1, "A", 3, 1)])
    assert "3 or more answers" in flag.rule.words
    assert "last 2 right in a row" in flag.rule.words


def test_rushing() -> None:
    (flag,) = timed(fast=5, usual=15)
    assert (flag.student, flag.standard) == (1, "")
    assert flag.evidence == "5 of the last 20 answers, 20 of which have a time, took under 10 % of the item's median."
    assert "at least 5 of the last 20 answers took under 10 %" in flag.rule.words


def test_four_fast_answers_are_not_rushing() -> None:
    assert timed(fast=4, usual=16) == []


def test_only_the_last_twenty_answers_count() -> None:
    assert timed(fast=5, usual=16) == []


def test_a_missing_time_is_never_a_fast_one() -> None:
    assert timed(fast=4, usual=0, unknown=16) == []
    assert timed(fast=0, usual=0, unknown=20) == []
    (flag,) = timed(fast=5, usual=0, unknown=10)
    assert flag.evidence.startswith("5 of the last 15 answers, 5 of which have a time")


def test_an_item_that_few_have_timed_tells_nobody_is_fast() -> None:
    assert timed(fast=5, usual=0, others=4) == []


def test_each_item_has_its_own_median() -> None:
    """Two seconds are fast for the long item alone."""
    student = np.array([1] * 5 + [2] * 20)
    seconds = np.array([2.0] * 5 + [2.5] * 20)
    assert list(rushing(student, ["short"] * 25, seconds)) == []


def test_what_can_not_be_is_refused() -> None:
    with pytest.raises(MasteryError, match=r"seconds is -1.0 in row 1"):
        list(rushing(np.array([1, 1]), ["i", "i"], np.array([3.0, -1.0])))
    with pytest.raises(MasteryError, match="give one of each"):
        list(rushing(np.array([1, 1]), ["i"], np.array([3.0, 1.0])))
    assert list(rushing(np.array([], np.int64), [], np.array([]))) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.none() | st.floats(0, 60)), max_size=60))
def test_every_flag_counts_what_its_rule_says(drawn: list[tuple[int, str, float | None]]) -> None:
    student = np.array([child for child, _, _ in drawn], np.int64)
    seconds = np.array([np.nan if took is None else took for _, _, took in drawn], np.float64)
    flagged = {flag.student for flag in rushing(student, [item for _, item, _ in drawn], seconds)}
    for child in (1, 2, 3):
        last = [(item, took) for one, item, took in drawn if one == child][-RUSHING["answers"] :]
        fast = sum(took is not None and _is_fast(item, took, drawn) for item, took in last)
        assert (child in flagged) == (fast >= RUSHING["fast"])


def _is_fast(item: str, took: float, drawn: list[tuple[int, str, float | None]]) -> bool:
    times = sorted(t for _, other, t in drawn if other == item and t is not None)
    if len(times) < RUSHING["timed"]:
        return False
    middle = len(times) // 2
    median = times[middle] if len(times) % 2 else (times[middle - 1] + times[middle]) / 2
    return took < 0.1 * median
