"""Weeks of a flexible block that are small enough to try every plan of, drawn from a seed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random

from hypothesis import strategies as st

from homeroom.rotation.block.instance import (
    Adult,
    Child,
    Given,
    Instance,
    Limits,
    Lock,
    Need,
    Pair,
    Program,
    Room,
    Running,
    Served,
    Sizes,
    Slot,
    Standard,
    Teaches,
)
from homeroom.rotation.block.modality import Modality

MONDAY = date(2026, 11, 2)
SHAPES = ((8, 1), (7, 1), (6, 1), (5, 2), (4, 2), (3, 2), (3, 3))  # children and slots
TINY = ((4, 1), (3, 1), (2, 2))


def small_block(seed: int, shapes: tuple[tuple[int, int], ...] = SHAPES) -> Instance:
    coin = Random(seed)
    many, slots = coin.choice(shapes)
    numbers = sorted(coin.sample(range(1, 40), many))
    children = tuple(_child(coin, number, slots) for number in numbers)
    adults = tuple(_adult(coin, 50 + at, slots) for at in range(coin.choice([1, 1, 2]) if slots < 3 else 1))
    return Instance(
        school=1,
        week=MONDAY,
        slots=tuple(
            Slot(key, MONDAY + timedelta(days=key), 1, 600, 600 + coin.choice([30, 30, 20, 45])) for key in range(slots)
        ),
        standards=(Standard(0, "3.NF.A.1", "Mathematics", "03"), Standard(1, "RL.3.1", "English", "03")),
        children=children,
        adults=adults,
        rooms=(Room(1, "small", coin.randint(2, 4), 0),),
        programs=(
            Program("alpha", coin.choice([None, 1, 2]), *_minutes(coin)),
            Program("beta", coin.choice([None, 1])),
        ),
        seats=tuple(coin.randint(0, 4) for _ in range(slots)),
        independent=tuple(coin.randint(0, 3) for _ in range(slots)),
        running=_running(coin, numbers, adults),
        pairs=_pairs(coin, numbers),
        locks=_locks(coin, children, slots),
        sizes=coin.choice(
            [Sizes((2, 3), 2, (2, 4), (2, 3)), Sizes((2, 4), 3, (3, 4), (3, 4)), Sizes((3, 4), 3, (2, 3), (4, 5))]
        ),
        limits=coin.choice([Limits(), Limits(1, 1, 1, 1), Limits(1, 2, 1, 2)]),
    )


def _child(coin: Random, number: int, slots: int) -> Child:
    standards = [0] if coin.random() < 0.4 else [0, 1]
    given = tuple(
        Given(program, standard, tuple(slot for slot in range(slots) if coin.random() < 0.8))
        for program, standard in (("alpha", 0), ("beta", 1))
        if coin.random() < 0.6
    )
    away = tuple(slot for slot in range(slots) if coin.random() < 0.08)
    return Child(
        number,
        coin.choice([1, 1, 2]),
        coin.choice(["03", "03", "03", "04"]),
        coin.choice([0, 1, 1, 2]),
        tuple(Need(standard, coin.randint(1, 20) / 20, 0.5) for standard in standards),
        given,
        away,
        tuple(Served(slot, coin.choice([50, 90])) for slot in range(slots) if coin.random() < 0.08),
        coin.choice(["", "", "", "", "es"]),
        coin.choice([{}, {}, {Modality.TUTORING: 1.5, Modality.INDEPENDENT: 0.5}]),
    )


def _adult(coin: Random, number: int, slots: int) -> Adult:
    return Adult(
        number,
        coin.choice([Modality.TUTORING, Modality.TUTORING, Modality.TEACHER_LED]),
        tuple(slot for slot in range(slots) if coin.random() < 0.85),
        coin.choice([(Teaches(),), (Teaches("Mathematics"),), (Teaches("", ("03",)),)]),
        coin.choice([("en",), ("en", "es")]),
        1,
        coin.choice([None, 1]),
    )


def _minutes(coin: Random) -> tuple[dict[str, int], dict[str, int]]:
    return coin.choice([({}, {}), ({"03": 30}, {}), ({"03": 20}, {"03": 40})])


def _running(coin: Random, numbers: list[int], adults: tuple[Adult, ...]) -> tuple[Running, ...]:
    before = tuple(sorted(coin.sample(numbers, 2)))
    return (Running(adults[0].number, 0, before),) if coin.random() < 0.4 else ()


def _pairs(coin: Random, numbers: list[int]) -> tuple[Pair, ...]:
    if coin.random() < 0.5:
        return ()
    one, other = sorted(coin.sample(numbers, 2))
    return (Pair(one, other, coin.random() < 0.4),)


def _locks(coin: Random, children: tuple[Child, ...], slots: int) -> tuple[Lock, ...]:
    """One child is to be where nothing else keeps it from being: work alone, or with the adult."""
    child, slot = coin.choice(children), coin.randrange(slots)
    if coin.random() < 0.7 or slot in {*child.away, *(met.slot for met in child.services)}:
        return ()
    return (Lock(child.number, slot, coin.choice([Modality.INDEPENDENT, Modality.OVERFLOW, Modality.TUTORING])),)


def small_blocks(shapes: tuple[tuple[int, int], ...] = SHAPES) -> st.SearchStrategy[Instance]:
    return st.integers(0, 2**32 - 1).map(partial(small_block, shapes=shapes))
