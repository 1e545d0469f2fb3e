"""Worlds of answers: what they hold is what they say, and the truth stands beside it."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from homeroom.mastery.responses import Responses
from homeroom.simulation.worlds import binary, growth
from homeroom.simulation.worlds.practised import FEWEST, MOST, Answered

WORLDS = pytest.mark.parametrize("world", [binary, growth], ids=["binary", "growth"])


def made(world: ModuleType, seed: int = 1, children: int = 200) -> Answered:
    answered: Answered = world.make(seed, children)
    return answered


@WORLDS
def test_it_works(world: ModuleType) -> None:
    answered = made(world)
    taken = Responses.of(answered.table)
    assert len(taken.students) == 200
    assert len(taken.standards) == 20
    assert taken.programs == ("Compass", "Lantern", "Trellis")
    assert answered.mastered.shape == answered.share.shape == (200, 20)
    assert 0.3 < answered.mastered.mean() < 0.8
    assert 0.5 < answered.correct.mean() < 0.7


@WORLDS
def test_a_seed_gives_the_same_world_and_another_one_another(world: ModuleType) -> None:
    one, again, other = made(world), made(world), made(world, seed=2)
    assert all((one.table[name] == again.table[name]).all() for name in one.table)
    assert (one.mastered == again.mastered).all()
    assert (one.mastered != other.mastered).any()


@WORLDS
def test_every_child_answers_on_every_standard_one_after_the_other(world: ModuleType) -> None:
    practice = made(world).practice
    begins = np.flatnonzero(practice.turn == 0)
    assert len(begins) == 200 * 20
    counts = np.diff(np.append(begins, len(practice.turn)))
    assert counts.min() == FEWEST
    assert counts.max() == MOST
    assert len(np.unique(practice.child[begins] * 20 + practice.standard[begins])) == len(begins)
    assert (np.diff(practice.child) >= 0).all()


@WORLDS
def test_an_item_belongs_to_one_standard_and_program(world: ModuleType) -> None:
    practice = made(world).practice
    pairs = np.unique(np.stack([practice.item, practice.standard, practice.program]), axis=1)
    assert pairs.shape[1] == len(np.unique(practice.item)) == 20 * 3 * 12


@WORLDS
def test_children_keep_to_programs_of_their_own(world: ModuleType) -> None:
    practice = made(world).practice
    shares = np.stack([np.bincount(practice.child, practice.program == p) for p in range(3)])
    shares /= shares.sum(axis=0)
    assert shares.mean(axis=1) == pytest.approx([1 / 3] * 3, abs=0.07)
    assert (shares.max(axis=0) > 0.8).any()


@WORLDS
def test_who_masters_a_standard_answers_more_on_it_right(world: ModuleType) -> None:
    answered = made(world)
    practice = answered.practice
    late = practice.turn >= 8
    mastered = answered.mastered[practice.child, practice.standard]
    assert answered.correct[late & mastered].mean() > answered.correct[late & ~mastered].mean() + 0.2


def test_in_world_b_programs_answers_say_what_their_guess_and_slip_say() -> None:
    """Who lacks a standard at the end lacked it all along: its right answers are guesses."""
    answered = made(binary, children=2000)
    practice = answered.practice
    lacking = ~answered.mastered[practice.child, practice.standard]
    for code, program in enumerate(answered.programs):
        guesses = answered.correct[lacking & (practice.program == code)]
        assert guesses.mean() == pytest.approx(program.guess, abs=0.015)


def test_in_world_b_a_share_is_all_or_nothing() -> None:
    answered = made(binary)
    assert (answered.share == answered.mastered).all()


def test_in_world_b_nothing_is_learned_where_nothing_can_be() -> None:
    terms = binary.Terms(start=(0.0, 0.0), learn=(0.0, 0.0))
    assert not binary.make(1, 50, 5, terms).mastered.any()


def test_in_world_i_mastered_is_a_share_of_at_least_the_cut() -> None:
    answered = made(growth)
    assert (answered.mastered == (answered.share >= 0.7)).all()
    assert 0 < answered.share.min() < answered.share.max() < 1


def test_in_world_i_practice_makes_it_grow() -> None:
    grown, still = (growth.make(1, 200, 10, growth.Terms(growth=g, right=g / 3)).share for g in (0.12, 0.0))
    assert (grown >= still).all()
    assert grown.mean() > still.mean() + 0.05


def test_in_world_i_one_program_is_harder_than_another() -> None:
    """The share right without the guesses, (p - guess) / (1 - guess - slip), by program."""
    answered = made(growth, children=1000)
    shares = {}
    for code, program in enumerate(answered.programs):
        right = answered.correct[answered.practice.program == code].mean()
        shares[program.name] = (right - program.guess) / (1 - program.guess - program.slip)
    assert shares["Trellis"] > shares["Compass"] + 0.05 > shares["Lantern"] + 0.1
