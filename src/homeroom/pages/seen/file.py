"""Who saw a child, as a file: one row a line of the page."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.pages.seen.words import Day
from homeroom.people.models import Student
from homeroom.reports.table import Column, Report, Table

COLUMNS = (
    Column("Day", "day", "day", "ISO 8601"),
    Column("Who", "who"),
    Column("What", "what"),
    Column("Why", "why", definition="why they could see the child"),
    Column("When", "when", definition="the first and the last time of the day, on the school's clock"),
)


def filed(child: Student, days: Sequence[Day]) -> Report:
    rows = tuple((day.on, line.who, line.did, line.why, line.when) for day in days for line in day.lines)
    return Report(
        name="who_saw",
        title=f"Who saw {child.name}",
        file_name=f"student-{child.pk}-who-saw",
        tables=(Table("who_saw", "One row what one person did in one way on one day.", COLUMNS, rows),),
    )
