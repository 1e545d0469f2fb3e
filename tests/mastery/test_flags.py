"""Flags: the sentence and the rule are one object."""

import pytest

from homeroom.mastery import flags
from homeroom.mastery.flags import Pace, Run, rushing, working_hard
from homeroom.mastery.rules import RUSHING, WORKING_HARD, Rule
from spec.drawing import table


def runs(text: str) -> list[Run]:
    return [Run(int(r["student"]), r["standard"], int(r["answers"]), int(r["right"])) for r in table(text)]


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
    found = list(
        rushing(
            Pace(int(r["student"]), int(r["answers"]), int(r["timed"]), int(r["fast"]))
            for r in table("""
                student | answers | timed | fast
                1       | 20      | 20    | 5
                2       | 20      | 20    | 4
                3       | 15      | 5     | 5
                4       | 20      | 0     | 0
            """)
        )
    )
    assert [(flag.student, flag.standard, flag.evidence) for flag in found] == [
        (1, "", "5 of the last 20 answers, 20 of which have a time, took under 10 % of the item's median."),
        (3, "", "5 of the last 15 answers, 5 of which have a time, took under 10 % of the item's median."),
    ]
    assert "at least 5 of the last 20 answers took under 10 %" in found[0].rule.words


def test_the_counts_follow_the_rule_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flags, "RUSHING", Rule("rushing", RUSHING.sentence, {**RUSHING.thresholds, "fast": 2}))
    (flag,) = rushing([Pace(1, 20, 20, 2), Pace(2, 20, 20, 1)])
    assert "at least 2 of the last 20" in flag.rule.words
