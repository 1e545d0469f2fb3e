"""Who is held out of the fit: always the same children, and nobody who was read."""

from __future__ import annotations

from homeroom.mastery import heldout
from homeroom.mastery.heldout import ENOUGH, FEWEST, MOST, TURNS, fitted, trials

MANY = list(range(1, 30_001))


def test_a_tenth_of_many_children_is_never_read_by_the_fit() -> None:
    [(learn_from, held)] = trials(MANY)
    assert learn_from == []
    assert set(held).isdisjoint(fitted(MANY))
    assert 0.88 < len(fitted(MANY)) / len(MANY) < 0.92
    assert MOST // 2 <= len(held) <= MOST


def test_a_child_stays_held_out_whoever_comes_or_goes() -> None:
    some = MANY[5_000:9_000]
    assert set(fitted(some)) == set(fitted(MANY)) & set(some)


def test_few_children_take_turns_and_are_all_fitted_to() -> None:
    children = MANY[: ENOUGH - 1]
    assert fitted(children) == children
    turns = trials(children)
    assert len(turns) == TURNS
    assert sorted(child for _, held in turns for child in held) == children
    for learn_from, held in turns:
        assert sorted([*learn_from, *held]) == children


def test_of_very_few_nothing_is_measured() -> None:
    assert trials(MANY[: FEWEST - 1]) == []
    assert trials([]) == []


def test_a_turn_without_children_is_left_out() -> None:
    alike = [child for child in MANY if heldout._digest(child) % TURNS == 0][:FEWEST]
    assert trials(alike) == [([], alike)] or len(trials(alike)) == 1
