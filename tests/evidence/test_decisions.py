"""What another way of choosing work would have been worth: judged where chance had a part, else only described."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from facts.facts_by_hand import publish
from homeroom.evidence.decisions import NO_CHANCE, TOO_LITTLE, Listed, decisions, judged, listed


def lists(many: int, chances: tuple[float, ...] = (0.5, 0.5), gain: float = 0.4) -> list[Listed]:
    """The first of two candidates is right more often by `gain`."""
    draw, found = np.random.default_rng(3), []
    for child in range(many):
        chosen = int(draw.random() >= chances[0])
        right = draw.random() < 0.3 + gain * (chosen == 0)
        found.append(Listed(child, (0.9, 0.1), chances, chosen, True, float(right)))
    return found


@pytest.mark.any_database
def test_the_better_way_is_found_by_each_of_the_three_methods() -> None:
    first, any_ = judged(lists(600)).policies
    assert [one.method for one in first.values] == ["IPS", "SNIPS", "DR"]
    assert all(one.low < 0.7 < one.high for one in first.values)
    assert all(one.low < 0.5 < one.high for one in any_.values)


@pytest.mark.any_database
def test_where_chance_had_no_part_the_log_is_only_described() -> None:
    found = judged(lists(400, chances=(1.0, 0.0)))
    assert {one.refused for one in found.policies} == {NO_CHANCE}
    assert (found.lists, found.followed) == (400, 400)
    assert {one.refused for one in judged([]).policies} == {NO_CHANCE}


@pytest.mark.any_database
def test_a_log_that_is_worth_too_little_gives_no_value() -> None:
    assert {one.refused for one in judged(lists(60)).policies} == {TOO_LITTLE}


@pytest.mark.any_database
def test_what_people_chose_is_counted_apart() -> None:
    mine = lists(600)
    people = [Listed(one.student, one.scores, (0.0, 0.0), 1, False, 1.0) for one in mine[:100]]
    found = judged([*mine, *people, Listed(9, (0.5,), (1.0,), 0, True, None)])
    assert (found.lists, found.by_people, found.followed) == (701, 100, 700)
    assert found.policies[0].values[0].by_people == 100


@pytest.mark.django_db
def test_the_log_is_read_with_the_next_result_elsewhere() -> None:
    when = datetime(2026, 10, 5, 9)
    row = {"student": 1, "offered_at": when, "policy_version": "1", "goal": 7, "standard": "3.NF.A.1"}
    row |= {"chosen_by": "policy", "exploration_share": 0.1}
    offers = [
        {**row, "place": 1, "program": "alpha", "score": 0.9, "propensity": 0.6, "chosen": True},
        {**row, "place": 2, "program": "beta", "score": 0.5, "propensity": 0.4, "chosen": False},
        {**row, "place": 3, "program": "beta", "score": 0.4, "propensity": 0.0, "chosen": False, "blocked_by": "full"},
        {**row, "place": 1, "student": 2, "score": 0.9, "propensity": 0.6, "chosen": False},
    ]
    publish("offers", offers)
    answer = {"student": 1, "standard": "3.NF.A.1", "content_item": "x"}
    answers = [
        {**answer, "program": "alpha", "occurred_on": date(2026, 10, 6), "correct": False},
        {**answer, "program": "beta", "occurred_on": date(2026, 10, 7), "correct": True},
        {**answer, "program": "beta", "occurred_on": date(2026, 10, 8), "correct": False, "content_item": "y"},
    ]
    publish("attempts", answers)
    found = decisions(2027)
    assert (found.lists, found.children, found.followed, found.right) == (1, 1, 1, 1)


@pytest.mark.any_database
def test_a_list_without_its_chosen_work_is_left_out() -> None:
    row = {"student": 1, "offered_at": 1, "goal": 1, "score": 0.5, "propensity": 0.5, "chosen": False}
    assert listed([{**row, "chosen_by": "policy", "correct": None}]) == []
