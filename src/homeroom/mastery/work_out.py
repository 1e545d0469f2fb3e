"""Derived tables follow the facts: work out anew whatever school year has changed."""

from __future__ import annotations

from django.db.models import Max

from homeroom.facts.models import FactFile
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, LESSON_TIME, MASTERY, PERIODS, PRACTICE, STREAKS, USAGE
from homeroom.mastery.refresh import refresh, refresh_periods

# What is worked out of which tables, and how.
STEPS = (
    ((ATTEMPTS.name, ACTIVITIES.name), (PRACTICE.name, LESSON_TIME.name, STREAKS.name), refresh),
    ((USAGE.name,), (PERIODS.name,), refresh_periods),
)


def work_out(everything: bool = False) -> list[int]:
    """Refresh the school years whose facts are newer than what was worked out of them. Returns those years.

    `everything` works all years out, as a change of alignment asks for.
    """
    years = set[int]()
    for inputs, outputs, work in STEPS:
        changed, known = _newest(inputs), _newest(outputs)
        stale = [year for year, version in changed.items() if everything or version > known.get(year, 0)]
        if stale:
            work(stale)
        years.update(stale)
    if not everything and FactFile.objects.filter(table=MASTERY.name, retired_in=None).exists():
        _estimates_follow()
    return sorted(years)


def _estimates_follow() -> None:
    """Estimate the children anew whom facts have touched since the last night."""
    from homeroom.mastery import estimate  # brings numba, which takes a second

    estimate.catch_up()


def _newest(tables: tuple[str, ...]) -> dict[int, int]:
    """The last version that changed any of these tables, by school year."""
    files = FactFile.objects.filter(table__in=tables).values_list("school_year")
    latest = files.annotate(Max("added_in"), Max("retired_in"))
    return {year: max(added or 0, retired or 0) for year, added, retired in latest}
