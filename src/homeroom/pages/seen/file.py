"""Who saw a child, as a file: one row a line of the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from homeroom.pages.seen.words import Day
from homeroom.people.models import Student
from homeroom.reports.table import Column, Report, Table


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Day"), "day", gettext("day"), "ISO 8601"),
        Column(gettext("Who"), "who"),
        Column(gettext("What"), "what"),
        Column(gettext("Why"), "why", definition=gettext("why they could see the child")),
        Column(
            gettext("When"),
            "when",
            definition=gettext("the first and the last time of the day, on the school's clock"),
        ),
    )


def filed(child: Student, days: Sequence[Day]) -> Report:
    rows = tuple((day.on, line.who, line.did, line.why, line.when) for day in days for line in day.lines)
    return Report(
        name="who_saw",
        title=gettext("Who saw %(child)s") % {"child": child.name},
        file_name=f"student-{child.pk}-who-saw",
        tables=(Table("who_saw", gettext("One row what one person did in one way on one day."), _columns(), rows),),
    )
