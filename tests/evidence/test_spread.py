"""How children and classes vary, by hand, against what they were made with, and where there are too few."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from homeroom.evidence.spread import LEAST_CHILDREN, spread


def made(
    classes: int, each: int, between: float, tells: float, seed: int = 1
) -> tuple[list[str], list[float], list[float]]:
    """Results of unit variance, a part `between` of it between classes; a first result tells `tells` of the second."""
    random, rooms, before, latest = Random(seed), [], [], []
    for room in range(classes):
        shared = random.gauss(0, between**0.5)
        for _ in range(each):
            own = random.gauss(0, (1 - between) ** 0.5)
            first = shared + own
            rooms.append(f"r{room}")
            before.append(first)
            latest.append(shared + tells**0.5 * own + (1 - tells) ** 0.5 * random.gauss(0, (1 - between) ** 0.5))
    return rooms, before, latest


def test_what_was_put_in_is_found_inside_its_intervals() -> None:
    found = spread(*made(60, 20, between=0.2, tells=0.5))
    assert found is not None
    assert (found.classes, found.children) == (60, 1200)
    assert found.icc.low < 0.2 < found.icc.high
    assert found.r2_child.low < 0.5 < found.r2_child.high
    assert found.r2_class.at > 0.8  # the class's own part is the same both times
    assert all(one.low <= one.at <= one.high for one in (found.icc, found.r2_child, found.r2_class))


def test_the_share_between_classes_by_hand() -> None:
    """Four classes of ten: squares between 3 × MSB, inside 36 × MSW, so F is 6, the share 5/(5 + 10)."""
    inside = [-1.0, 1.0] * 5  # squares 10 a class, 40 in all: MSW = 40/36
    means = [0.0, 0.0, 1.0, 1.0]  # MSB = 10 × 1 / 3
    times = (6 * (40 / 36) / (10 / 3)) ** 0.5
    latest = [times * mean + one for mean in means for one in inside]
    before = [mean + 0.5 * one + 0.1 * at for mean in means for at, one in enumerate(inside)]
    found = spread([f"r{room}" for room in range(4) for _ in inside], before, latest)
    assert found is not None
    assert found.icc.at == pytest.approx(5 / 15)
    assert found.icc.low == 0.0 or found.icc.low < found.icc.at < found.icc.high


def test_more_classes_are_surer() -> None:
    widths = []
    for many in (8, 32, 128):
        found = spread(*made(many, 15, 0.15, 0.5, seed=3))
        assert found is not None
        widths.append(found.icc.high - found.icc.low)
    assert all(wider > closer for wider, closer in pairwise(widths))


@pytest.mark.parametrize(
    ("rooms", "before", "latest"),
    [
        ([], [], []),
        (["a", "b", "c"] * 20, [float(at) for at in range(60)], [float(at % 7) for at in range(60)]),
        (["a", "b", "c", "d"] * 9, [float(at) for at in range(36)], [float(at % 7) for at in range(36)]),
        (["a", "b", "c", "d"] * 20, [1.0] * 80, [float(at % 7) for at in range(80)]),
        ([f"r{at}" for at in range(60)], [float(at) for at in range(60)], [float(at % 7) for at in range(60)]),
    ],
)
def test_too_few_or_all_alike_say_nothing(rooms: list[str], before: list[float], latest: list[float]) -> None:
    assert spread(rooms, before, latest) is None


def test_as_many_as_needed_say_something() -> None:
    assert spread(*made(4, LEAST_CHILDREN // 4, 0.2, 0.5)) is not None
