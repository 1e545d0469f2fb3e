"""Children whose work meets a rule are found in the facts; fast is what the practice table calls rapid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery.flagged import flagged
from homeroom.mastery.refresh import refresh
from homeroom.mastery.rules import RUSHING, WORKING_HARD

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MONDAY = date(2026, 10, 26)
YEAR = 2027


def answer(student: int, day: int = 0, **told: object) -> Mapping[str, object]:
    when = {"occurred_on": MONDAY + timedelta(days=day), "occurred_at": None}
    return {"student": student, "content_item": "i", "standard": "3.NF.A.1", "correct": True, **when, **told}


def others(many: int = 20, seconds: float = 30) -> list[Mapping[str, object]]:
    return [answer(9, seconds=seconds) for _ in range(many)]


def test_both_rules_find_their_children() -> None:
    hard = [answer(1, day, correct=False) for day in range(10)]
    publish("attempts", [*others(), *hard, *(answer(2, day, seconds=2) for day in range(5))])
    refresh([YEAR])
    assert [(flag.student, flag.rule, flag.standard) for flag in flagged([1, 2, 9], YEAR)] == [
        (1, WORKING_HARD, "3.NF.A.1"),
        (2, RUSHING, ""),
    ]


def test_only_children_who_are_asked_for_are_flagged_though_all_tell_the_usual_time() -> None:
    publish("attempts", [*others(), *(answer(child, day, seconds=2) for child in (1, 2) for day in range(5))])
    refresh([YEAR])
    assert [flag.student for flag in flagged([2], YEAR)] == [2]


def test_another_school_year_is_another_beginning() -> None:
    publish("attempts", [answer(1, correct=False, school_year=2026) for _ in range(30)])
    refresh([2026])
    assert flagged([1], YEAR) == []


def test_without_facts_nobody_is_flagged() -> None:
    assert flagged([1, 2], YEAR) == []
    assert flagged([], YEAR) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 3), st.none() | st.sampled_from([0, 2, 3, 4, 30])), max_size=40))
def test_fast_is_what_the_practice_table_calls_rapid(drawn: list[tuple[int, int | None]]) -> None:
    """Of children with no more answers than the rule looks at."""
    store.publish([], [file.pk for file in store.true_files("attempts", "practice", "streaks")], "begin again")
    publish("attempts", [*others(60), *(answer(child, seconds=took) for child, took in drawn[:20])])
    refresh([YEAR])
    rapid = store.query("select student, sum(rapid) from practice group by all", tables=["practice"]).rows
    rushed = {student for student, count in rapid if (count or 0) >= RUSHING["fast"]}
    assert {flag.student for flag in flagged([1, 2, 3, 9], YEAR)} == rushed
