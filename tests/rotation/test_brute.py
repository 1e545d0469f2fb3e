"""The oracle of very small weeks is right: it finds what trying every table of cells with the checker finds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings

from homeroom.rotation.block.instance import Adult, Instance, Pair, Sizes, Teaches
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim
from homeroom.rotation.check import check
from rotation.a_block import WEEK, changed, child, slots
from rotation.brute import best
from rotation.drawing import drawn
from rotation.renaming import renamed
from rotation.small_blocks import TINY, small_blocks

FULL = bool(os.environ.get("HOMEROOM_FULL"))


def every_cell(instance: Instance, number: int, slot: int) -> Iterator[str]:
    """What could stand in a table; the checker says what may."""
    (own,) = (child for child in instance.children if child.number == number)
    if slot in own.away:
        yield "-"
        return
    served = [f"S{met.adult}" for met in own.services if met.slot == slot]
    if served:
        yield from served
        return
    largest = min(own.needs, key=lambda need: (-need.value, need.standard))
    yield from ("O", f"I:{largest.standard}", "P1", "P2")
    yield from {f"{given.program}:{given.standard}" for given in own.given}
    for adult in instance.adults:
        letter = "T" if adult.leads is Modality.TUTORING else "C"
        yield from (f"{letter}{adult.number}:{need.standard}" for need in own.needs)


def best_of_all_tables(instance: Instance) -> list[tuple[Aim, float]]:
    numbers, many = [own.number for own in instance.children], len(instance.slots)
    cells = [sorted(every_cell(instance, number, slot)) for number in numbers for slot in range(many)]
    found: list[list[tuple[Aim, float]]] = []
    for table in product(*cells):
        rows = [table[at * many : (at + 1) * many] for at in range(len(numbers))]
        text = "\n".join(f"{number} | {' | '.join(row)}" for number, row in zip(numbers, rows, strict=True))
        checked = check(instance, drawn(instance, text))
        if checked.sound:
            found.append(list(checked.levels))
    return min(found, key=lambda levels: [-value if aim is Aim.GAIN else value for aim, value in levels], default=[])


@settings(max_examples=60 if FULL else 2, deadline=None, derandomize=True)
@given(small_blocks(TINY))
def test_it_finds_what_the_checker_finds_in_all_tables(instance: Instance) -> None:
    found = [(aim, pytest.approx(float(value), abs=1e-9)) for aim, value in best(instance)]
    assert best_of_all_tables(instance) == found


def rank(instance: Instance) -> list[Fraction]:
    """Less is better; nothing at all is worst."""
    return [-value if aim is Aim.GAIN else value for aim, value in best(instance)] or [Fraction(10**6)]


SMALL = ((5, 1), (3, 2))


@settings(max_examples=100 if FULL else 5, deadline=None, derandomize=True)
@given(small_blocks(SMALL))
def test_a_seat_or_a_tutor_more_never_makes_the_best_plan_worse(instance: Instance) -> None:
    now = rank(instance)
    assert rank(changed(instance, seats=tuple(many + 1 for many in instance.seats))) <= now
    everywhere = tuple(range(len(instance.slots)))
    tutor = Adult(99, Modality.TUTORING, everywhere, (Teaches(),))
    assert rank(changed(instance, adults=(*instance.adults, tutor))) <= now


@settings(max_examples=100 if FULL else 5, deadline=None, derandomize=True)
@given(small_blocks(SMALL))
def test_other_numbers_and_names_change_nothing(instance: Instance) -> None:
    other = renamed(instance, lambda child: 99 - child, lambda adult: 7 * adult, lambda room: room + 3, "p-{}".format)
    assert best(other) == best(instance)


def plain(children: int, **parts: object) -> Instance:
    """Children who all need one standard, one tutor, and nothing else."""
    own = {"given": (), "floor": 1}
    return changed(
        slots=slots(1),
        seats=(0,),
        independent=(0,),
        children=tuple(child(number, **own) for number in range(1, children + 1)),
        adults=(Adult(50, Modality.TUTORING, (0,), WEEK.adults[0].teaches),),
        programs=(),
        pairs=(),
        locks=(),
        **parts,
    )


TABLE = [
    # children, sizes of tutoring, then overflow, worst shortfall, shortfall, gain
    (3, (3, 6), (0, 0, 0, Fraction(48, 100))),
    (2, (3, 6), (2, 1, 2, 0)),
    (7, (3, 6), (1, 1, 1, 6 * Fraction(16, 100) * Fraction(85, 100))),
    (7, (3, 4), (3, 1, 3, 4 * Fraction(16, 100))),
]


@pytest.mark.parametrize(("children", "sizes", "levels"), TABLE)
def test_by_hand(children: int, sizes: tuple[int, int], levels: tuple[int, int, int, Fraction]) -> None:
    instance = plain(children, sizes=Sizes(tutoring=sizes, peer=(8, 8)))
    assert tuple(value for _, value in best(instance)) == levels


def test_children_who_are_apart_are_never_in_one_group_and_those_together_always() -> None:
    instance = plain(3, sizes=Sizes(tutoring=(2, 6), peer=(8, 8)))
    apart, together = (changed(instance, pairs=(Pair(1, 2, kind),)) for kind in (False, True))
    assert [int(value) for _, value in best(apart)][:3] == [1, 1, 1]
    assert [int(value) for _, value in best(together)][:3] == [0, 0, 0]
