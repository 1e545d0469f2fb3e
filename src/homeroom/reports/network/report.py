"""The network's week: one row a school, by name. What is hidden here is hidden wherever the report is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.rules import Rule
from homeroom.reports.values import Value
from homeroom.reports.week import Week


@dataclass(frozen=True)
class Between:
    """A share that is told by its ends alone, or by a value between them (`at`); of few children all three are few."""

    at: Value
    low: Value
    high: Value


@dataclass(frozen=True)
class MinutesColumn:
    program: str
    name: str
    definition: str


@dataclass(frozen=True)
class Minutes:
    """The middle child's minutes, and between which shares of the children the number of those with any lies."""

    middle: Value
    share: Between


@dataclass(frozen=True)
class Line:
    """One school, or all of them together where `name` is blank. `since` is the day of the cohort."""

    name: str
    since: date | None
    late: tuple[str, ...]
    fresh: tuple[str, ...]
    enrolled: Value
    worked: Value
    coverage: Between
    minutes: tuple[Minutes, ...]
    mastery: Between


@dataclass(frozen=True)
class Network:
    """`week` is None where nothing was ever released. `refused` says why a week is not told."""

    week: Week | None
    weeks: tuple[Week, ...]
    lead: str
    made_on: date | None
    refused: str
    minutes: tuple[MinutesColumn, ...]
    lines: tuple[Line, ...]
    whole: Line | None
    rules: tuple[Rule, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        return f"network-{self.week}" if self.week else "network"
