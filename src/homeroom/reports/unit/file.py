"""A class's plan as a file: one row a week and standard."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.table import Column, Report, Table, Word
from homeroom.reports.unit.report import Plan
from homeroom.reports.values import known

COLUMNS = (
    Column(gettext_lazy("Week"), "week", "week", gettext_lazy("its Monday, ISO 8601")),
    Column(gettext_lazy("Standard"), "standard"),
    Column(gettext_lazy("What"), "title"),
    Column(gettext_lazy("Unit"), "unit"),
    Column(gettext_lazy("Planned minutes"), "minutes", "minutes", gettext_lazy("of lab time, for each child")),
    Column(gettext_lazy("State"), "state"),
    Column(gettext_lazy("Moved to"), "moved_to", "day", "ISO 8601"),
    Column(gettext_lazy("Marked by"), "marked_by"),
)


def filed(report: Plan) -> Report:
    rows = tuple(
        (
            week.monday,
            one.code,
            one.title,
            one.unit,
            known(one.minutes, unit="minutes"),
            Word(one.state, one.state_words),
            one.moved_to or "",
            one.by,
        )
        for week in report.weeks
        for one in week.lines
    )
    return Report(
        name="unit_plan",
        title=gettext("Plan of %(class)s") % {"class": report.title},
        file_name=report.file_name,
        tables=(Table("unit_plan", gettext("One row a week and standard."), COLUMNS, rows),),
        lead=report.lead,
    )
