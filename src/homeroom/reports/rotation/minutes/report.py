"""One week of the flexible block: what was planned, and what became of each planned minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.reports.class_week.report import Named
from homeroom.reports.freshness import Freshness
from homeroom.reports.rules import Rule
from homeroom.reports.values import NO_EVIDENCE, State, Value, known
from homeroom.reports.week import Week
from homeroom.rotation.minutes import Minutes

ALL = ""  # of a line that is of every modality together


@dataclass(frozen=True)
class Room:
    """A class, by its number."""

    number: int
    title: str


@dataclass(frozen=True)
class Line:
    """Minutes of one modality, or of all. Planned is what stands in the five columns after it, exactly."""

    modality: str
    minutes: Minutes

    @property
    def planned(self) -> Value:
        return _minutes(self.minutes.planned)

    @property
    def delivered(self) -> Value:
        """Where nothing has been told there is no number: it may have been all of it, or nothing."""
        told = self.minutes
        if told.delivered or told.missed or not (told.late or told.not_recorded or told.waiting):
            return _minutes(told.delivered)
        return Value(State.LATE) if told.late else NO_EVIDENCE

    @property
    def values(self) -> tuple[Value, ...]:
        """Planned; delivered, not held, late, not recorded, still to come; and beyond the plan."""
        told = self.minutes
        rest = (told.missed, told.late, told.not_recorded, told.waiting, told.beyond)
        return (self.planned, self.delivered, *map(_minutes, rest))


@dataclass(frozen=True)
class Of[Whose]:
    """The lines of a class or a child, one a modality, and all of them together."""

    whose: Whose
    lines: tuple[Line, ...]
    together: Line


@dataclass(frozen=True)
class MinutesOfWeek:
    """`chosen` is the class that was asked for, 0 for all that the reader sees. `children` are named where a class was
    chosen, or few are seen; `rooms` are those to choose from."""

    school: int
    title: str
    week: Week
    chosen: int
    lead: str
    rooms: tuple[Room, ...]
    counted: int
    whole: Of[None]
    classes: tuple[Of[Room], ...]
    children: tuple[Of[Named], ...]
    definitions: tuple[tuple[str, str], ...]
    freshness: tuple[Freshness, ...]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        """Without an ending."""
        of_class = f"-class-{self.chosen}" if self.chosen else ""
        return f"minutes-school-{self.school}{of_class}-{self.week}"


def _minutes(exact: float) -> Value:
    return known(exact, unit="minutes")
