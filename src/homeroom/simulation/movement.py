"""What changes in a school year: who comes, who goes, who sits in two classes, and two pairs with one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from numpy.random import Generator

from homeroom.simulation.calendar import YEAR_BEGINS, YEAR_ENDS, Week, days_of
from homeroom.simulation.chance import one_of, some_of, stream
from homeroom.simulation.names import username
from homeroom.simulation.school import Child, SchoolClass, Stay


@dataclass(frozen=True)
class Movements:
    """How many children each change happens to."""

    arrivals: int
    leavers: int
    movers: int
    two_classes: int
    namesakes: int


def expected(count: int) -> Movements:
    """The changes in a school of `count` children. Twelve children are enough for one of each."""
    return Movements(
        arrivals=-(-count // 60),
        leavers=-(-count // 60),
        movers=count // 160,
        two_classes=count // 120,
        namesakes=count // 240,
    )


def move(seed: int, children: Sequence[Child], classes: Sequence[SchoolClass], weeks: Sequence[Week]) -> list[Child]:
    """The same children, with the changes that happen to some of them. No child has two changes."""
    random = stream(seed, "movement")
    counts = expected(len(children))
    days = days_of(weeks)
    moved = list(children)
    chosen = _chosen(random, children, counts)
    for index in chosen["arrives"]:
        moved[index] = _arrives(moved[index], one_of(random, days[1:]))
    for index in chosen["leaves"]:
        moved[index] = _leaves(moved[index], one_of(random, days[:-1]))
    for index in chosen["moves"]:
        moved[index] = _moves(moved[index], one_of(random, days[1:]), _other(random, moved[index], classes, 0))
    for index in chosen["in two"]:
        moved[index] = _in_two(moved[index], _other(random, moved[index], classes, 1))
    return _namesakes(moved, classes, counts.namesakes)


def _chosen(random: Generator, children: Sequence[Child], counts: Movements) -> dict[str, list[int]]:
    """Children for each change. The first class gets one arrival, one leaver and one child of two classes."""
    first = [child.index for child in children if child.home == 0]
    rest = [child.index for child in children if child.home != 0]
    wanted = {"arrives": counts.arrivals, "leaves": counts.leavers, "in two": counts.two_classes}
    taken = some_of(random, first, len(wanted))
    chosen = {change: [taken[place]] if wanted[change] else [] for place, change in enumerate(wanted)}
    pool = [rest[place] for place in random.permutation(len(rest))]
    for change, count in {**wanted, "moves": counts.movers}.items():
        already = chosen.setdefault(change, [])
        already += [pool.pop() for _ in range(min(count - len(already), len(pool)))]
    return chosen


def _arrives(child: Child, day: date) -> Child:
    return replace(child, stays=(replace(child.stays[0], begins=day),))


def _leaves(child: Child, day: date) -> Child:
    return replace(child, stays=(replace(child.stays[0], ends=day),))


def _moves(child: Child, day: date, to: int) -> Child:
    before = replace(child.stays[0], ends=date.fromordinal(day.toordinal() - 1))
    return replace(child, stays=(before, Stay(to, day, YEAR_ENDS)))


def _in_two(child: Child, also: int) -> Child:
    return replace(child, stays=(*child.stays, Stay(also, YEAR_BEGINS, YEAR_ENDS)))


def _other(random: Generator, child: Child, classes: Sequence[SchoolClass], above: int) -> int:
    """Another class, `above` grades above the child's, or as near to that as the school has one."""
    others = [one for one in classes if one.index != child.home]
    nearest = min(abs(one.grade - child.grade - above) for one in others)
    return one_of(random, [one.index for one in others if abs(one.grade - child.grade - above) == nearest])


def _namesakes(children: list[Child], classes: Sequence[SchoolClass], pairs: int) -> list[Child]:
    """Give a child the full name of another one in another class: first of the same grade, then of another grade."""
    renamed = list(children)
    for pair in range(pairs):
        one = renamed[pair * 3 + 1]
        for other in renamed[len(renamed) // 2 :]:
            apart = other.home != one.home and len(other.stays) == 1 and other.name.full != one.name.full
            if apart and (other.grade == one.grade) == (pair % 2 == 0):
                renamed[other.index] = _named_like(other, one)
                break
    return renamed


def _named_like(child: Child, other: Child) -> Child:
    number = int("".join(filter(str.isdigit, child.username)))
    name = replace(other.name, middle="")
    login = username(name.given, name.family, number)
    return replace(child, name=name, username=login, preferred="", nickname="")
