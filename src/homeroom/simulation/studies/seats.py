"""Who sits where in a study's classes, and since when: with children in three classes, switchers, joiners, leavers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from homeroom.simulation.calendar import YEAR_BEGINS, YEAR_ENDS


@dataclass(frozen=True)
class Seat:
    """One child in one class, both days counted. `primary` is the roster's own word for the class it belongs to."""

    child: str
    school_class: str
    begins: date = YEAR_BEGINS
    ends: date = YEAR_ENDS
    primary: bool = False


@dataclass(frozen=True)
class Roster:
    """`children` of each class stay all year. The others are what a naive count gets wrong.

    `in_three` are in three classes at once, `switchers` go to the next class on `moved_on`, `joiners` come on that day,
    `leavers` go on it.
    """

    classes: tuple[str, ...]
    children: int = 12
    in_three: int = 1
    switchers: int = 1
    joiners: int = 1
    leavers: int = 1
    moved_on: date = date(2026, 10, 5)
    last_day_before: date = date(2026, 10, 4)


def make(roster: Roster) -> tuple[Seat, ...]:
    """The same for the same words; nothing is drawn."""
    return tuple(_seats(roster))


def _seats(roster: Roster) -> Iterator[Seat]:
    first, second, third, *_ = [*roster.classes, *roster.classes, *roster.classes]
    for room in roster.classes:
        for at in range(roster.children):
            yield Seat(f"{room}-{at}", room)
    for at in range(roster.in_three):
        for room in dict.fromkeys((second, first, third)):
            yield Seat(f"three-{at}", room, primary=room == second)
    for at in range(roster.switchers):
        yield Seat(f"switch-{at}", first, ends=roster.last_day_before)
        yield Seat(f"switch-{at}", second, begins=roster.moved_on)
    for at in range(roster.joiners):
        yield Seat(f"join-{at}", first, begins=roster.moved_on)
    for at in range(roster.leavers):
        yield Seat(f"leave-{at}", first, ends=roster.last_day_before)
