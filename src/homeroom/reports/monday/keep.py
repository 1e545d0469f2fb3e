"""A school's week, kept from one night or reader to the next until anything it was drawn from is written."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.people.models import School
from homeroom.people.visibility import Scope
from homeroom.reports.kept import Of, kept
from homeroom.reports.monday.make import monday
from homeroom.reports.monday.report import Monday
from homeroom.reports.monday.rooms import Seats
from homeroom.reports.week import Week


def of(school: School, found: Sequence[Seats], scope: Scope, week: Week | None) -> Of:
    """What the report is kept under: a room's own rows and children count wherever they change."""
    rooms = tuple(one.room.number for one in found)
    return Of("monday", (str(school.pk), str(week or "")), tuple(sorted(scope.students)), classes=rooms)


def kept_monday(school: School, found: Sequence[Seats], scope: Scope, week: Week | None = None) -> Monday:
    return kept(of(school, found, scope, week), Monday, lambda: monday(school, scope, week))
