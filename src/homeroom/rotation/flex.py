"""A grade in one large room for a day, planned by turns through its zones, and its figures beside the other model's.

The figures are what a school asks before it tries: minutes, group sizes, moves, adults. None says which is better;
whether children learn more in one is a question for a study.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError
from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Grade, Instance, Kind, Time, TimeKind
from homeroom.rotation.week.plan import Entry, Plan

SESSION = (20, 30)


class Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`led`: it needs an adult of its own, a teacher or an aide; the others are watched by whoever is free."""

    name: str
    modality: Modality
    seats: int
    led: bool = False


class FlexDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`ratio` is how many children there may be for each adult in the room, `change` the minutes that a move takes.
    `adults` are their times in the room: available, or away for lunch, preparation or duty."""

    children: int
    start: int
    end: int
    session: int
    zones: tuple[Zone, ...]
    adults: tuple[tuple[int, tuple[Time, ...]], ...]
    ratio: int = 25
    change: int = 2

    def __post_init__(self) -> None:
        if not SESSION[0] <= self.session <= SESSION[1]:
            raise RotationError(f"Sessions last {SESSION[0]} to {SESSION[1]} minutes, not {self.session}.")
        if not self.zones or self.end - self.start < self.session:
            raise RotationError("A flex day needs zones, and time for a session.")


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One group of children in one zone for one session; each child belongs to one group all day."""

    start: int
    end: int
    group: int
    children: int
    zone: int
    adult: int | None = None


class Short(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is not kept: adults in the room at a time, an adult for a zone, or seats of a zone."""

    what: str
    at: int
    needed: int
    there: int


class FlexPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    turns: tuple[Turn, ...]
    short: tuple[Short, ...] = ()


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one day of one grade. Minutes and moves are a child's, on average; adult and preparation minutes are sums.
    `lost` minutes are taken off by moving, and count in no modality."""

    minutes: dict[str, float]
    smallest: int
    largest: int
    groups: int
    moves: float
    lost: float
    adult_minutes: int
    preparation: int


def plan_of(day: FlexDay) -> FlexPlan:
    """Groups of nearly one size, one for each zone, that all move on after each session."""
    groups = len(day.zones)
    sizes = [day.children // groups + (turn < day.children % groups) for turn in range(groups)]
    turns, short = [], []
    for number, start in enumerate(range(day.start, day.end - day.session + 1, day.session)):
        free = [adult for adult, times in day.adults if _there(times, start, start + day.session)]
        for group, children in enumerate(sizes):
            zone = (group + number) % groups
            adult = free.pop(0) if day.zones[zone].led and free else None
            if day.zones[zone].led and adult is None:
                short.append(Short("lead", start, 1, 0))
            if children > day.zones[zone].seats:
                short.append(Short("seats", start, children, day.zones[zone].seats))
            turns.append(Turn(start, start + day.session, group, children, zone, adult))
    return FlexPlan(tuple(turns), (*short, *_unwatched(day)))


def _there(times: tuple[Time, ...], start: int, end: int) -> bool:
    """Available all of the time, with nothing else set down."""
    present = [time for time in times if time.kind is TimeKind.AVAILABLE and time.start <= start and end <= time.end]
    away = [time for time in times if time.kind is not TimeKind.AVAILABLE and time.start < end and start < time.end]
    return bool(present) and not away


def _unwatched(day: FlexDay) -> Iterator[Short]:
    """Every five minutes at which there are too few adults, the first of each stretch."""
    needed, before = -(-day.children // day.ratio), True
    for clock in range(day.start, day.end, GRID):
        there = sum(_there(times, clock, clock + GRID) for _, times in day.adults)
        if there < needed and before:
            yield Short("adults", clock, needed, there)
        before = there >= needed


def figures_of_flex(day: FlexDay, plan: FlexPlan) -> Figures:
    minutes: Counter[str] = Counter()
    first = min((turn.start for turn in plan.turns), default=day.start)
    for turn in plan.turns:
        moved = day.change if turn.start > first and len(day.zones) > 1 else 0
        minutes[day.zones[turn.zone].modality] += (day.session - moved) * turn.children
    sessions = len({turn.start for turn in plan.turns})
    moves = max(0, sessions - 1) if len(day.zones) > 1 else 0
    sizes = [turn.children for turn in plan.turns]
    present = sum(GRID * _there(times, clock, clock + GRID) for _, times in day.adults for clock in _clocks(day))
    return Figures(
        {name: told / day.children for name, told in sorted(minutes.items())},
        min(sizes),
        max(sizes),
        len(day.zones),
        moves,
        moves * day.change,
        present,
        sum(_set_down(times, TimeKind.PREPARATION) for _, times in day.adults),
    )


def _clocks(day: FlexDay) -> range:
    return range(day.start, day.end, GRID)


def _set_down(times: tuple[Time, ...], kind: TimeKind) -> int:
    return sum(time.end - time.start for time in times if time.kind is kind)


def figures_of_rotation(instance: Instance, plan: Plan, day: int, grade: Grade, change: int = 2) -> Figures:
    """Of the core and flexible blocks of a day. A class moves where room or adults differ from the block before."""
    kinds = {activity.key: activity.kind for activity in instance.activities}
    numbers = {own.number: own.size for own in grade.classes}
    minutes: Counter[str] = Counter()
    moves = 0
    ours = [
        entry
        for entry in plan.entries
        if entry.day == day and entry.school_class in numbers and entry.kind in (Kind.CORE, Kind.FLEXIBLE)
    ]
    before: dict[int, Entry] = {}
    for entry in sorted(ours, key=lambda one: (one.school_class, one.start)):
        children = numbers[entry.school_class]
        last = before.get(entry.school_class)
        moved = last is not None and (last.room, last.adults) != (entry.room, entry.adults)
        moves += moved * children
        name = kinds[entry.activity] if entry.activity is not None else entry.kind
        minutes[_named(name)] += (entry.minutes - moved * change) * children
        before[entry.school_class] = entry
    busy = {(adult, clock) for one in ours for adult in one.adults for clock in range(one.start, one.end, GRID)}
    return Figures(
        {name: told / grade.children for name, told in sorted(minutes.items())},
        min(numbers.values()),
        max(numbers.values()),
        len(numbers),
        moves / grade.children,
        moves * change / grade.children,
        GRID * len(busy),
        sum(_prepares(instance, day, adult) for adult in {adult for adult, _ in busy}),
    )


def _named(kind: Kind) -> str:
    return str(Modality.TECHNOLOGY) if kind is Kind.LAB else str(kind)


def _prepares(instance: Instance, day: int, adult: int) -> int:
    times = [time for one in instance.adults if one.number == adult for time in one.times if time.day == day]
    return _set_down(tuple(times), TimeKind.PREPARATION)
