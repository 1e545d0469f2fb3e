"""What is kept how long: one table, its defaults, and what the nightly run removes because of it."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.people.clock import today
from homeroom.site.keeping.limits import limit
from homeroom.site.keeping.table import RETENTION, chosen

__all__ = ["RETENTION", "listed", "purge"]


def purge() -> dict[str, int]:
    """Remove what has been kept long enough; how much of each class. Safe to stop and to run twice."""
    numbers, on = chosen(), today()
    found = {one.key: one.remove(limit(one.unit, numbers[one.key], on)) for one in RETENTION}
    return {key: count for key, count in found.items() if count}


def listed() -> Iterator[str]:
    """A line a class: what, how long, and how much of it goes with the next nightly run."""
    numbers, on = chosen(), today()
    for one in RETENTION:
        count = one.count(limit(one.unit, numbers[one.key], on))
        yield f"{one.key:16}{numbers[one.key]:>6} {one.unit:14}{count:>12,} to go   {one.words}"
