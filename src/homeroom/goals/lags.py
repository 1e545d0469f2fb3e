"""How long one thing took to follow another: median and 90th percentile, always with how many they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

HOUR = timedelta(hours=1)
# Between which two values of a sorted list the 90th percentile lies is told by their places.
NINETY = 0.9


@dataclass(frozen=True)
class Lag:
    """In hours. `n` is how many pairs of events both have come; none of it is known where that is 0."""

    n: int
    median: float | None = None
    ninety: float | None = None


def lag(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> Lag:
    """Of pairs (before, after). One of which either has not come is left out; what came first counts as no time."""
    hours = sorted(max((after - before) / HOUR, 0.0) for before, after in pairs if before and after)
    return Lag(len(hours), median(hours), _ninety(hours)) if hours else Lag(0)


def _ninety(hours: list[float]) -> float:
    """Linear between the two values that it lies between, as numpy's percentile is."""
    place = NINETY * (len(hours) - 1)
    below = int(place)
    above = min(below + 1, len(hours) - 1)
    return hours[below] + (place - below) * (hours[above] - hours[below])
