"""What is learned of responses: planted truth is found again, its intervals are honest, and little data say so."""

from __future__ import annotations

import random

import numpy as np
import pytest
from bench.rotation.response import covered, interval, plans, world

from homeroom.rotation.block.instance import Assumptions, Child
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError
from homeroom.rotation.response import Row, assumed, learn, responding

pytestmark = pytest.mark.any_database
TUTORING, TECHNOLOGY = Modality.TUTORING, Modality.TECHNOLOGY


def child(number: int, **response: float) -> Child:
    return Child(number, 1, "3", 1, (), response={Modality(name): one for name, one in response.items()})


def some_rows(children: int, each: int, subject: str = "math", band: str = "K") -> list[Row]:
    chance = np.random.default_rng(1)
    outcomes = chance.normal(-2, 0.3, (children, each)).tolist()
    return [Row(number, TUTORING, subject, band, one) for number, own in enumerate(outcomes) for one in own]


def test_planted_truth_is_found_again() -> None:
    made = world(1, children=300, sigma=0.3, rows=8)
    learned = learn(made.rows)
    assert learned.cannot == ()
    for modality, one in learned.whole.items():
        assert one.middle == pytest.approx(made.whole[modality], rel=0.08)
    assert {key: one.middle for key, one in learned.cells.items()} == pytest.approx(made.cells, rel=0.2)
    told = [one.middle for one in learned.children.values()]
    true = [made.children[key] / made.whole[key[1]] for key in learned.children]
    assert np.corrcoef(told, true)[0, 1] > 0.85


@pytest.mark.parametrize("sigma", [0.3, 0.6, 1.0])
def test_eighty_in_a_hundred_intervals_hold_the_truth(sigma: float) -> None:
    found: dict[str, list[bool]] = {}
    for seed in range(12):
        made = world(seed, children=120, sigma=sigma)
        for name, each in covered(made, learn(made.rows)).items():
            found.setdefault(name, []).extend(each)
    assert 0.76 <= np.mean(found["children"]) <= 0.84
    assert 0.68 <= np.mean(found["cells"]) <= 0.92  # 144 of them, and those of one world stand and fall together


def test_what_was_seen_of_a_child_is_believed_the_more_the_more_was_seen() -> None:
    rows = [*some_rows(40, 2), *(Row(0, TUTORING, "math", "K", 0.5) for _ in range(30))]
    learned = learn(rows)
    assert 0 < learned.kept[1, TUTORING] < learned.kept[0, TUTORING] < 1
    seen_of_others = {number: np.mean([row.log_outcome for row in rows if row.child == number]) for number in range(40)}
    best = max(range(1, 40), key=lambda number: seen_of_others[number])
    whole = learned.whole[TUTORING].middle
    assert whole < learned.children[best, TUTORING].middle * whole < np.exp(seen_of_others[best])


@pytest.mark.parametrize("sigma", [0.3, 1.0])
def test_a_plan_of_shrunk_responses_promises_no_more_than_it_delivers(sigma: float) -> None:
    seeds = [plans(seed, sigma) for seed in range(6)]
    raw, shrunk = ([one[name] for one in seeds] for name in ("raw", "shrunk"))
    assert all(one.promised > 1.1 * one.delivered for one in raw)
    _, low, _ = interval(np.array([one.promised / one.delivered - 1 for one in shrunk]))
    assert low <= 0
    _, _, high = interval(np.array([one["shrunk"].delivered - one["mean"].delivered for one in seeds]))
    assert high >= 0


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = world(3, children=40).rows
    mixed = random.Random(1).sample(rows, len(rows))
    assert learn(mixed) == learn(rows)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (some_rows(19, 3), "Outcomes of 19 children; at least 20 are needed."),
        (some_rows(50, 1), "0 children have outcomes of two sessions or more; at least 10 are needed."),
    ],
)
def test_too_little_is_said_with_its_reason_and_the_table_stands(rows: list[Row], why: str) -> None:
    learned = learn(rows)
    assert [one.why for one in learned.cannot] == [why]
    assert assumed(Assumptions(), learned) == Assumptions()
    assert responding([child(1)], learned) == (child(1),)


def test_what_is_learned_fills_the_table_and_the_children() -> None:
    learned = learn(some_rows(30, 3))
    table = assumed(Assumptions(), learned)
    assert table.learned
    assert table.response[TUTORING] == learned.whole[TUTORING].middle
    assert table.response[TECHNOLOGY] == Assumptions().response[TECHNOLOGY]
    known, unknown = responding([child(3), child(99, technology=1.5)], learned)
    assert known.response == {TUTORING: learned.children[3, TUTORING].middle}
    assert unknown.response == {TECHNOLOGY: 1.5}


@pytest.mark.parametrize(("outcome", "weight"), [(float("nan"), 1.0), (-2.0, 0.0), (-2.0, float("inf"))])
def test_a_row_without_a_number_is_refused(outcome: float, weight: float) -> None:
    with pytest.raises(RotationError, match="child 7"):
        learn([Row(7, TUTORING, "math", "K", outcome, weight)])
