"""The quality of a program as a file: the same cells as on the page, hidden where they are hidden there."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.quality.report import Quality
from homeroom.reports.table import Column, Report, Table, Word

COLUMNS = (
    Column(gettext_lazy("Kind"), "kind"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Id"), "content_item"),
    Column(gettext_lazy("Term"), "term", definition=gettext_lazy("blank: the whole school year")),
    Column(gettext_lazy("Children"), "children", "children"),
    Column(gettext_lazy("First tries"), "first_tries"),
    Column(gettext_lazy("Right at first"), "first_try", "share"),
    Column(gettext_lazy("Middle time, seconds"), "seconds"),
    Column(gettext_lazy("Left unfinished"), "exit", "share"),
    Column(
        gettext_lazy("Difficulty"),
        "difficulty",
        "share",
        gettext_lazy("the chance that a child with as many right as wrong earlier answers gets it wrong"),
    ),
    Column(
        gettext_lazy("Tells apart"),
        "discrimination",
        "correlation",
        gettext_lazy("how first tries go with earlier answers on the standard, from −1 to 1"),
    ),
    Column(gettext_lazy("Drift"), "drift", "points", gettext_lazy("difficulty less that of the term before")),
    Column(gettext_lazy("Lift"), "lift", "points"),
    Column(gettext_lazy("from"), "lift_low", "points"),
    Column(gettext_lazy("to"), "lift_high", "points"),
    Column(gettext_lazy("Why no lift"), "lift_refused"),
)


def filed(report: Quality, on: date) -> Report:
    rows = tuple(
        (
            *(Word(one.kind, one.kind_words), one.title, one.content_item, one.term),
            *(one.children, one.tries, one.first_try, one.seconds, one.exit, one.difficulty),
            *(one.discrimination, one.drift, one.lift, one.low, one.high, Word(one.refused, one.refused_words)),
        )
        for one in report.lines
    )
    return Report(
        name="quality",
        title=gettext("Quality of %(program)s") % {"program": report.name},
        file_name=f"quality-{report.program}-{on}",
        tables=(Table("quality", gettext("One row a program, lesson or item, by term and year."), COLUMNS, rows),),
        drawn_from={"facts": report.version},
    )
