"""Lift: what came after work on a lesson beside matched occasions, and when it is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from homeroom.evidence.content import lifts
from homeroom.evidence.content_lift import BEFORE, FEW, UNCHECKED, lift, occasions

pytestmark = pytest.mark.any_database


def rows(
    effect: float = 0.0, chosen_by_knowledge: float = 0.0, classes: int = 12, seed: int = 1
) -> list[dict[str, Any]]:
    """Occasions of a program in which half of each class worked; the weaker ones by `chosen_by_knowledge`."""
    draw, made = np.random.default_rng(seed), []
    for group in range(classes):
        for child in range(20):
            able = draw.normal(0, 0.15)
            worked = bool(draw.random() < 0.5 + np.clip(-chosen_by_knowledge * able * 10, -0.45, 0.45))
            before = draw.random() < np.clip(0.5 + able * (1 + chosen_by_knowledge * 3), 0.02, 0.98)
            after = draw.random() < np.clip(0.5 + able + effect * worked, 0.02, 0.98)
            made.append(
                {
                    "program": "alpha", "lesson": "", "student": group * 100 + child, "school_class": group,
                    "standard": "3.NF.A.1", "fortnight": 4, "told_by": "beta", "correct": int(after),
                    "worked": int(worked), "right_before": int(draw.integers(4)), "wrong_before": int(draw.integers(4)),
                    "since_work": None if child % 5 == 0 else int(draw.integers(50)), "before_correct": int(before),
                    "before_told_by": "beta", "before_right": int(draw.integers(3)),
                    "before_wrong": int(draw.integers(3)),
                }
            )  # fmt: skip
    return made


def without_a_result_before(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "before_correct": None, "before_told_by": None} for row in listed]


def test_a_lift_is_found_with_its_interval_and_passes_its_check() -> None:
    found = lift(occasions(rows(effect=0.25)))
    assert found.refused == ""
    assert found.after is not None
    assert found.after.low < 0.25 < found.after.high
    assert found.after.low > 0
    assert found.before is not None
    assert found.before.misses_nothing
    assert found.classes == 12


def test_where_those_who_worked_differed_before_no_lift_is_told() -> None:
    found = lift(occasions(rows(effect=0.25, chosen_by_knowledge=1.0)))
    assert found.before is not None
    assert not found.before.misses_nothing
    assert found.refused == BEFORE


def test_a_lift_that_can_not_be_checked_is_refused() -> None:
    assert lift(occasions(without_a_result_before(rows()))).refused == UNCHECKED


def test_few_classes_tell_no_lift() -> None:
    found = lift(occasions(rows(classes=4)))
    assert (found.refused, found.after, found.before) == (FEW, None, None)
    assert found.classes == 4


def test_children_who_all_worked_have_nobody_to_be_compared_with() -> None:
    found = lift(occasions([{**row, "worked": 1} for row in rows()]))
    assert (found.refused, found.children) == (FEW, 0)


def test_results_that_are_all_alike_give_no_interval() -> None:
    alike = [{**row, "correct": 1} for row in rows()]
    assert lift(occasions(alike)).refused == FEW


def test_work_that_can_not_be_told_from_what_was_known_gives_none() -> None:
    same = [{**row, "right_before": 3 * row["worked"], "wrong_before": 0, "since_work": 0} for row in rows()]
    assert lift(occasions(same)).after is None


def test_programs_and_lessons_are_told_apart() -> None:
    listed = rows(effect=0.25)
    inside = [{**row, "lesson": "L1"} for row in listed if row["worked"]]
    found = lifts(listed + inside)
    assert list(zip(found["kind"], found["content_item"], strict=True)) == [("program", ""), ("lesson", "L1")]
    assert found["lift"][0] == pytest.approx(found["lift"][1])
    assert lifts([])["program"] == []


def test_over_many_draws_a_program_that_does_nothing_is_seldom_said_to_lift() -> None:
    found = [lift(occasions(rows(seed=seed))) for seed in range(40)]
    wrong = [one for one in found if not one.refused and one.after and not one.after.misses_nothing]
    assert len(wrong) <= 5
