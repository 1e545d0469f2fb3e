"""What was delivered of published sessions, worked out anew for the school year. Safe to stop and to run twice."""

from __future__ import annotations

from datetime import date

from homeroom.facts import store
from homeroom.facts.schema import ACTIVITIES, PLACEMENTS, ROTATION_MINUTES, USAGE
from homeroom.intake.feeds.odd import SCHOOL_YEAR_STARTS, school_year
from homeroom.people.clock import today
from homeroom.rotation.models import Delivered
from homeroom.rotation.placed import sql

INPUTS = (PLACEMENTS.name, USAGE.name, ACTIVITIES.name)
SHEETS = {
    "student": "student",
    "date": "day",
    "session": "session",
    "modality": "modality",
    "took_place": "took_place",
    "minutes": "minutes",
}


def work_out() -> int | None:
    """Publish this school year's minutes. Returns the facts' version; nothing where no plan was ever published."""
    year = school_year(today())
    if not store.true_files(PLACEMENTS.name, school_year=year).exists():
        return None
    return store.derive(
        {ROTATION_MINUTES: sql("delivered.sql")},
        inputs=INPUTS,
        relations=lambda: {"sheets": _sheets(year), "asked": {"as_of": [today()]}},
        school_year=year,
        cause="minutes of the flexible block worked out",
    )


def _sheets(year: int) -> dict[str, list[object]]:
    said = Delivered.objects.filter(day__gte=date(year - 1, SCHOOL_YEAR_STARTS, 1)).order_by("pk")
    rows = list(said.values_list(*SHEETS.values()))
    return {name: [row[at] for row in rows] for at, name in enumerate(SHEETS)}
