"""Derived tables follow the facts: work out anew whatever school year has changed."""

from __future__ import annotations

from django.db.models import Max

from homeroom.facts.models import FactFile
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, DERIVED
from homeroom.mastery.refresh import refresh

# The tables that something is worked out of.
INPUTS = (ATTEMPTS.name, ACTIVITIES.name)


def work_out(everything: bool = False) -> list[int]:
    """Refresh the school years whose facts are newer than what was worked out of them. Returns those years.

    `everything` works all years out, as a change of alignment asks for.
    """
    changed, known = _newest(INPUTS), _newest(tuple(DERIVED))
    stale = [year for year, version in changed.items() if everything or version > known.get(year, 0)]
    if stale:
        refresh(stale)
    return sorted(stale)


def _newest(tables: tuple[str, ...]) -> dict[int, int]:
    """The last version that changed any of these tables, by school year."""
    files = FactFile.objects.filter(table__in=tables).values_list("school_year")
    latest = files.annotate(Max("added_in"), Max("retired_in"))
    return {year: max(added or 0, retired or 0) for year, added, retired in latest}
