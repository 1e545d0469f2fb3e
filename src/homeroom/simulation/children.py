"""Draw the children: families, names, and the numbers that the district and each program give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from numpy.random import Generator

from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.names import Family, Name, family, member, nicknames, username
from homeroom.simulation.school import Child, SchoolClass, Stay, whole_year

SIBLINGS = 0.22  # the share of children with an older one at the school
PREFERS = 0.5  # of the children with a nickname, the share whose roster row says so


@dataclass(frozen=True)
class Numbers:
    """Number series of one school, so that no two schools give out the same."""

    sis: int
    state: int
    trail: int
    login: int


OURS = Numbers(sis=41_207, state=8_120_431_000, trail=730_118_000, login=20)
THEIRS = Numbers(sis=5_903_310, state=8_347_002_000, trail=961_550_000, login=60_000)
SECOND = Numbers(sis=7_000_001, state=8_455_003_000, trail=844_210_000, login=40_000)


def draw(seed: int, classes: Sequence[SchoolClass], count: int) -> list[Child]:
    """`count` children spread evenly over `classes`, each there for the whole year."""
    random = stream(seed, "children")
    names = _names(random, count)
    stays = [(whole_year(index * len(classes) // count),) for index in range(count)]
    grades = [classes[stay[0].class_index].grade for stay in stays]
    return _children(random, names, grades, stays, OURS)


def draw_strangers(seed: int, known: Sequence[Child], count: int) -> list[Child]:
    """Children of another school, none of whom shares a full name with one of ours."""
    random = stream(seed, "strangers")
    ours = {child.name.full for child in known}
    names = [name for name in _names(random, count * 4 + 20) if name.full not in ours][:count]
    grades = [int(random.integers(6)) for _ in names]
    return _children(random, names, grades, [(whole_year(0),)] * len(names), THEIRS)


def draw_second(seed: int, known: Sequence[Child], classes: Sequence[SchoolClass], count: int) -> list[Child]:
    """The children of the network's second school, none of whom shares a full name with one of `known`."""
    return draw_beside(stream(seed, "second school's children"), known, classes, count, SECOND)


def draw_beside(
    random: Generator, known: Sequence[Child], classes: Sequence[SchoolClass], count: int, series: Numbers
) -> list[Child]:
    """The children of a further school, none of whom shares a full name with one of `known`."""
    taken = {child.name.full for child in known}
    names = [name for name in _names(random, count * 4 + 20) if name.full not in taken][:count]
    stays = [(whole_year(index * len(classes) // count),) for index in range(count)]
    grades = [classes[stay[0].class_index].grade for stay in stays]
    return _children(random, names, grades, stays, series)


def _names(random: Generator, count: int) -> list[Name]:
    """Names with pairs of brothers and sisters among them, spread over the school. No full name comes twice."""
    families: list[Family] = []
    taken: dict[str, None] = {}
    names: list[Name] = []
    while len(names) < count:
        sibling = families and random.random() < SIBLINGS
        home = families.pop(int(random.integers(len(families)))) if sibling else family(random)
        name = member(random, home)
        if name.full in taken:
            continue
        families += [] if sibling else [home]
        taken[name.full] = None
        names.append(name)
    return [names[place] for place in random.permutation(count)]


def _children(
    random: Generator, names: Sequence[Name], grades: Sequence[int], stays: Sequence[tuple[Stay, ...]], series: Numbers
) -> list[Child]:
    children = [
        one_child(random, index, name, grade, stay, series)
        for index, (name, grade, stay) in enumerate(zip(names, grades, stays, strict=True))
    ]
    return [_called(random, child) for child in children]


def one_child(random: Generator, index: int, name: Name, grade: int, stays: tuple[Stay, ...], series: Numbers) -> Child:
    # Steps that share no factor with the count spread the numbers and never repeat one.
    number = series.sis + index * 3_911
    return Child(
        index=index,
        name=name,
        grade=grade,
        stays=stays,
        sourced_id=f"stu-{hexadecimal(random, 10)}",
        sis_id=f"{number:07d}",
        state_id=str(series.state + index * 173),
        username=username(name.given, name.family, series.login + index),
        clever_id=hexadecimal(random, 24),
        star_id=_uuid(hexadecimal(random, 32)),
        trail_id=str(series.trail + index * 211),
    )


def _called(random: Generator, child: Child) -> Child:
    nickname = nicknames().get(child.name.given, "")
    if not nickname:
        return child
    return replace(child, preferred=nickname) if random.random() < PREFERS else replace(child, nickname=nickname)


def _uuid(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
