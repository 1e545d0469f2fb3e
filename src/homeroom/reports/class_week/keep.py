"""A class's week, kept from one night or reader to the next until anything it was drawn from is written."""

from __future__ import annotations

from homeroom.people.models import Class
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import class_week
from homeroom.reports.class_week.report import ClassWeek
from homeroom.reports.kept import Of, kept
from homeroom.reports.week import Week


def of(school_class: Class, scope: Scope, week: Week | None) -> Of:
    """What the report is kept under: the latest week is another report than the same week asked for by name."""
    asked = (str(school_class.pk), str(week or ""))
    return Of("class week", asked, tuple(sorted(scope.students)), classes=(school_class.pk,))


def kept_week(school_class: Class, scope: Scope, week: Week | None = None) -> ClassWeek:
    return kept(of(school_class, scope, week), ClassWeek, lambda: class_week(school_class, scope, week))
