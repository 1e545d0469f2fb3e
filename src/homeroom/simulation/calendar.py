"""When the simulated school is open: its days, its weeks, its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homeroom.simulation.errors import SimulationError

ZONE = ZoneInfo("America/Los_Angeles")
YEAR_BEGINS = date(2026, 8, 31)
YEAR_ENDS = date(2027, 6, 11)
FALL_ENDS = date(2026, 12, 18)
SCHOOL_YEAR = 2027
CLOSED = {
    date(2026, 9, 7): "Labor Day",
    date(2026, 10, 12): "staff day",
    date(2026, 11, 11): "Veterans Day",
    date(2026, 11, 26): "Thanksgiving",
    date(2026, 11, 27): "Thanksgiving",
}
MOST_WEEKS = 16


@dataclass(frozen=True)
class Week:
    """A school week: its number from 0, its Monday, and the days the school was open."""

    number: int
    monday: date
    days: tuple[date, ...]

    @property
    def friday(self) -> date:
        """The day on which weekly exports are made, open or not."""
        return self.monday + timedelta(days=4)


@dataclass(frozen=True)
class Block:
    """A rotation block: when a class is in the learning lab, every school day."""

    name: str
    starts: time
    minutes: int = 50


BLOCKS = (
    Block("Lab 1", time(8, 30)),
    Block("Lab 2", time(9, 25)),
    Block("Lab 3", time(10, 20)),
    Block("Lab 4", time(12, 10)),
    Block("Lab 5", time(13, 5)),
)


def weeks_of(count: int) -> tuple[Week, ...]:
    if not 1 <= count <= MOST_WEEKS:
        raise SimulationError(f"weeks: {count} can't be simulated. Ask for 1 to {MOST_WEEKS} weeks.")
    return tuple(_week(number) for number in range(count))


def days_of(weeks: Sequence[Week]) -> tuple[date, ...]:
    return tuple(day for week in weeks for day in week.days)


def moment(day: date, seconds: int) -> datetime:
    """A moment of the school's day, `seconds` after midnight, with the offset then in force."""
    return datetime.combine(day, time(), ZONE) + timedelta(seconds=seconds)


def seconds_of(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _week(number: int) -> Week:
    monday = YEAR_BEGINS + timedelta(weeks=number)
    days = (monday + timedelta(days=offset) for offset in range(5))
    return Week(number, monday, tuple(day for day in days if day not in CLOSED))
