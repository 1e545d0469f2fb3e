"""What classes are taught, week by week, as rows over the standards of the index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np

from homeroom.goals import plans
from homeroom.goals.index.worked import Real
from homeroom.goals.models import UnitPlan

State = UnitPlan.State
Plans = Mapping[int, Mapping[date, Mapping[str, float]]]
"""Class -> week -> leaf standard -> share of what is taught."""


def taught(school_classes: Collection[int] | None = None) -> Plans:
    """All weeks of these classes, by default of all, as `plans.taught` tells each."""
    rows = UnitPlan.objects.filter(state__in=(State.PLANNED, State.TAUGHT))
    if school_classes is not None:
        rows = rows.filter(school_class__in=school_classes)
    minutes: dict[tuple[int, date], dict[str, float]] = {}
    for school_class, week, code, planned in rows.values_list("school_class", "week", "standard__code", "minutes"):
        minutes.setdefault((school_class, week), {})[code] = float(planned)
    # Classes of a grade are mostly taught the same: each mix is spread over leaves once.
    spread: dict[tuple[tuple[str, float], ...], dict[str, float]] = {}
    found: dict[int, dict[date, Mapping[str, float]]] = {}
    for (school_class, week), told in sorted(minutes.items()):
        key = tuple(sorted(told.items()))
        if key not in spread:
            spread[key] = plans.shares(told)
        found.setdefault(school_class, {})[week] = spread[key]
    return found


def as_row(shares: Mapping[str, float], codes: Sequence[str]) -> Real:
    """In the order of `codes`; what is not among them is left out."""
    row = np.array([shares.get(code, 0.0) for code in codes])
    whole = row.sum()
    found: Real = row / whole if whole else row
    return found


def by_weeks_from(week: date, weeks: Mapping[date, Mapping[str, float]], codes: Sequence[str]) -> dict[int, Real]:
    """Each week's plan by how many weeks it is after this one; a plan of none of `codes` is left out."""
    rows = {(other - week).days // 7: as_row(shares, codes) for other, shares in weeks.items()}
    return {lag: row for lag, row in rows.items() if row.any()}
