"""Rooms and their weeks in a few words, for tests of which of them a principal is asked to visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from a_school import FRIDAY, MONDAY
from homeroom.people.school_days import MONDAY_TO_FRIDAY, Calendar
from homeroom.reports.class_week.read import Minutes, NotMoving
from homeroom.reports.freshness import Freshness, Pace
from homeroom.reports.monday.lines import columns
from homeroom.reports.monday.read import Facts
from homeroom.reports.monday.report import Room
from homeroom.reports.monday.rooms import Seats
from homeroom.reports.monday.visits import Situation, visits
from homeroom.reports.week import Week

WEEK = Week(MONDAY)
USUAL = (40.0, 40.0, 40.0)


def room(title: str, size: int, number: int = 1) -> Seats:
    """The children of room 1 are 100, 101 and so on, those of room 2 200 and so on."""
    return Seats(Room(number, title), frozenset(range(100 * number, 100 * number + size)), ())


def told(through: date | None = FRIDAY, state: Pace = "fresh", every: str = "day") -> Freshness:
    return Freshness("number_trail", "Number Trail", every, through, FRIDAY, state, 1)


def stuck(rooms: Mapping[Seats, Mapping[str, int]]) -> list[NotMoving]:
    """So many children of a room not moving on a standard."""
    return [
        NotMoving(child, code, 12, 4, "number_trail", FRIDAY)
        for one, codes in rooms.items()
        for code, many in codes.items()
        for child in sorted(one.children)[:many]
    ]


def each(one: Seats, minutes: float, many: int | None = None) -> list[Minutes]:
    """So many minutes for each child of the room, or for the first of them."""
    return [
        Minutes(child, "number_trail", "at work", minutes, minutes) for child in sorted(one.children)[: many or None]
    ]


def week(
    rooms: Iterable[Seats],
    active: Mapping[Seats, int] | None = None,
    not_moving: Sequence[NotMoving] = (),
    minutes: Sequence[Minutes] = (),
    before: Sequence[Sequence[Minutes]] = ((), (), ()),
    fresh: Sequence[Freshness] | None = None,
    calendar: Calendar = MONDAY_TO_FRIDAY,
) -> Situation:
    """A week in which all worked, but in the rooms where only so many did."""
    rooms = list(rooms)
    worked = {one: len(one.children) for one in rooms} | dict(active or {})
    known = {child for one in rooms for child in sorted(one.children)[: worked[one]]}
    facts = Facts(WEEK, frozenset(known), minutes, before, not_moving, None, None, "")
    lines = [told()] if fresh is None else fresh
    return Situation(facts, columns(facts), {one.room.number: lines for one in rooms}, calendar, {})


def visited(situation: Situation, rooms: Iterable[Seats]) -> dict[str, str]:
    """Each room to visit, most children first, with the rule that names it."""
    return {one.room.title: one.rule.id for one in visits(situation, rooms)}
