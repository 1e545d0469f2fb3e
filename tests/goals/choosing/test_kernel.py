"""What holds of the choice for any children, works and limits."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from goals.choosing.fill_by_hand import Drawn, filled, is_held, probes
from homeroom.goals.choosing import codes, kernel
from homeroom.goals.choosing.draw import fill
from homeroom.mastery import next_kernel

MOST, PROGRAMS, STANDARDS = 6, 2, 4
KINDS = [1, 2, 3, 4, 5, 6]
EXAMPLES = 2_000 if os.environ.get("HOMEROOM_FULL") else 60
# The first call compiles.
slowly = settings(deadline=None, max_examples=EXAMPLES)


def drawn() -> some.SearchStrategy[Drawn]:
    """Few children, standards and works: what is equal, full, held and pinned meets often."""
    return some.integers(0, 2**32 - 1).map(_case)


def _case(luck: int) -> Drawn:
    random = np.random.default_rng(luck)
    many, count, places = int(random.integers(1, 4)), int(random.integers(0, 8)), int(random.integers(1, 4))
    order = np.array([random.permutation(STANDARDS)[:places] for _ in range(many)], np.int64)
    ends = random.integers(0, places + 1, many)
    kinds = random.choice(KINDS, order.shape)
    values = random.choice([0.2, 0.5, 0.5, 1.0], order.shape) + np.where(kinds == 1, next_kernel.FIRST, 0.0)
    lists = kernel.Lists(
        np.where(np.arange(places) < ends[:, None], order, -1), kinds, values, random.random(many) < 0.2
    )
    pairs = sorted(
        (int(random.integers(STANDARDS)), work) for work in range(count) for _ in range(random.integers(1, 3))
    )
    pairs = list(dict.fromkeys(pairs))
    standard = np.array([pair[0] for pair in pairs], np.int64)
    content = kernel.Content(
        starts=np.searchsorted(standard, np.arange(STANDARDS + 1)).astype(np.int64),
        option=np.array([pair[1] for pair in pairs], np.int64),
        fit=random.choice([0.5, 1.0], len(pairs)),
        program=random.integers(0, PROGRAMS, count),
        minutes=random.choice([5.0, 15.0, 30.0], count),
        effect=random.choice([0.25, 0.5], count),
        low=random.choice([-99.0, 2.0, 4.0], count),
        high=random.choice([3.0, 99.0], count),
        grade=random.choice([2.0, 3.0, np.nan], STANDARDS),
    )
    shape = (many, count)
    children = kernel.Children(
        number=np.arange(many) + int(random.integers(100)),
        room=random.choice([0.0, 20.0, 45.0, 200.0], many),
        grade=random.choice([3.0, 4.0, np.nan], many),
        held=random.choice([codes.FREE] * 8 + [codes.OFF, codes.ASKED], shape).astype(np.int8),
        first=random.choice([0, 0, 0, 1, 2], shape).astype(np.int8),
        tries=random.choice([0, 0, 1, 3], shape).astype(np.int8),
        running=random.integers(0, 2, (many, PROGRAMS)),
        asked=random.choice([0, 0, 1], (many, STANDARDS)),
    )
    bounds = kernel.Bounds(random.integers(0, 3, PROGRAMS), 10.0, float(random.choice([0.0, 15.0])), 2)
    return Drawn(lists, content, children, bounds, int(random.integers(5)))


def of(case: Drawn) -> kernel.Chosen:
    return fill(case.lists, case.content, case.children, case.bounds, case.seed, MOST)


def works(case: Drawn, chosen: kernel.Chosen, c: int) -> list[int]:
    return [int(case.content.option[at]) for at in chosen.option[c] if at >= 0]


@slowly
@given(drawn())
def test_the_kernel_chooses_what_plain_python_chooses(case: Drawn) -> None:
    chosen = of(case)
    for c in range(len(case.children.number)):
        wanted = filled(case, c, MOST)
        rest = [-1] * (MOST - len(wanted))
        assert chosen.place[c].tolist() == [one.place for one in wanted] + rest
        assert chosen.option[c].tolist() == [one.option for one in wanted] + rest
        assert chosen.minutes[c, : len(wanted)].tolist() == [one.minutes for one in wanted]
        assert chosen.chance[c, : len(wanted)].tolist() == pytest.approx([one.chance for one in wanted])
        assert chosen.worth[c, : len(wanted)].tolist() == pytest.approx([one.worth for one in wanted])


@slowly
@given(drawn())
def test_no_limit_is_ever_passed(case: Drawn) -> None:
    chosen = of(case)
    for c in range(len(case.children.number)):
        taken = works(case, chosen, c)
        assert chosen.minutes[c].sum() <= case.children.room[c]
        assert len(set(taken)) == len(taken), "no work twice"
        for program, most in enumerate(case.bounds.at_once):
            there = sum(case.content.program[work] == program for work in taken)
            assert not most or not there or there + case.children.running[c, program] <= most


@slowly
@given(drawn())
def test_what_is_held_back_is_never_asked(case: Drawn) -> None:
    chosen = of(case)
    for c, n in zip(*np.nonzero(chosen.option >= 0), strict=True):
        k = int(case.lists.standard[c, chosen.place[c, n]])
        assert not is_held(case, c, k, int(case.content.option[chosen.option[c, n]]))


@slowly
@given(drawn())
def test_a_probe_is_short_and_alone(case: Drawn) -> None:
    chosen = of(case)
    for c, n in zip(*np.nonzero(chosen.place >= 0), strict=True):
        place = int(chosen.place[c, n])
        if probes(case, int(c), place):
            assert chosen.minutes[c, n] <= case.bounds.probe
            assert (chosen.place[c] == place).sum() == 1


@slowly
@given(drawn())
def test_each_child_is_chosen_for_alone(case: Drawn) -> None:
    together = of(case)
    for c in range(len(case.children.number)):
        lists = kernel.Lists(*(column[c : c + 1] for column in case.lists))
        children = kernel.Children(*(column[c : c + 1] for column in case.children))
        alone = of(replace(case, lists=lists, children=children))
        for one, other in zip(together, alone, strict=True):
            assert one[c].tolist() == other[0].tolist()


def test_equal_works_are_drawn_evenly() -> None:
    """A thousand children, three works that are as good: each gets about a third of them."""
    many, three = 1_000, np.zeros(3)
    lists = kernel.Lists(
        np.zeros((many, 1), np.int64), np.full((many, 1), 2), np.ones((many, 1)), np.zeros(many, np.bool_)
    )
    content = kernel.Content(
        np.array([0, 3]), np.arange(3), three + 1, np.zeros(3, np.int64), three + 15, three + 0.5, three, three + 9,
        np.array([3.0]),
    )  # fmt: skip
    none = np.zeros((many, 3), np.int8)
    children = kernel.Children(
        np.arange(many), np.full(many, 15.0), np.full(many, 3.0), none, none, none,
        np.zeros((many, 1), np.int64), np.zeros((many, 1), np.int64),
    )  # fmt: skip
    chosen = fill(lists, content, children, kernel.Bounds(np.array([0]), 10.0, 0.0, 1), 7)
    counts = np.bincount(chosen.option[:, 0], minlength=3)
    # Four standard deviations of a fair draw.
    assert (np.abs(counts - many / 3) < 4 * (many * 2 / 9) ** 0.5).all()
    assert (chosen.chance[:, 0] == 1 / 3).all()
