"""Which groups stand on whose printed list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.reports.groups import ClassGroups
from homeroom.reports.groups.report import Adult, Kept


@dataclass(frozen=True)
class Listed:
    """The groups of one adult, or those for whom nobody is named yet."""

    adult: Adult | None
    groups: tuple[Kept, ...]


def lists(report: ClassGroups) -> list[Listed]:
    """In the order in which the page offers adults; groups without one come last."""
    return [one for one in _lists(report) if one.groups]


def _lists(report: ClassGroups) -> Iterator[Listed]:
    adults = dict.fromkeys([*report.adults, *(one.adult for one in report.kept if one.adult)])
    for adult in (*adults, None):
        yield Listed(adult, tuple(one for one in report.kept if one.adult == adult and one.members))
