"""A week's minutes as a file: by class, by child, and what each kind of minute means."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.rotation.minutes.make import modality_words
from homeroom.reports.rotation.minutes.report import MinutesOfWeek, Of
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import week_words

WHOLE = Word("all", gettext_lazy("all whom you see"))
TOGETHER = "all together"
MODALITY = Column(gettext_lazy("What"), "modality")
COLUMNS = (
    Column(gettext_lazy("Planned"), "planned", "minutes"),
    Column(
        gettext_lazy("Delivered"), "delivered", "minutes", gettext_lazy("by each program's own count, or the sheet")
    ),
    Column(gettext_lazy("Not held"), "not_held", "minutes"),
    Column(gettext_lazy("Late"), "late", "minutes"),
    Column(gettext_lazy("Not recorded"), "not_recorded", "minutes"),
    Column(gettext_lazy("Still to come"), "still_to_come", "minutes"),
    Column(gettext_lazy("Beyond the plan"), "beyond", "minutes"),
)


def filed(report: MinutesOfWeek) -> Report:
    classes = [row for one in report.classes for row in _rows(one.whose.title, one)]
    children = tuple(row for one in report.children for row in _rows(one.whose.name, one))
    tables = [
        Table(
            "by_class",
            gettext("One row a class and what it did."),
            (Column(gettext("Class"), "class"), MODALITY, *COLUMNS),
            (*classes, *_rows(WHOLE, report.whole)),
        )
    ]
    if children:
        columns = (Column(gettext("Child"), "child"), MODALITY, *COLUMNS)
        tables.append(Table("by_child", gettext("One row a child and what it did."), columns, children))
    counted = tuple(
        (Word(modality, modality_words(modality)), definition) for modality, definition in report.definitions
    )
    about = (MODALITY, Column(gettext("What is counted as a minute"), "definition"))
    tables.append(Table("definitions", gettext("One row a way in which minutes are counted."), about, counted))
    return Report(
        name="minutes",
        title=gettext("Minutes at %(school)s") % {"school": report.title},
        file_name=report.file_name,
        tables=tuple(tables),
        period=week_words(report.week.monday),
        lead=report.lead,
        freshness=report.freshness,
        rules=report.rules,
        notes=report.notes,
        drawn_from=report.drawn_from,
    )


def _rows(whose: Cell, of: Of[object]) -> Iterator[tuple[Cell, ...]]:
    for line in (*of.lines, of.together):
        yield whose, Word(line.modality or TOGETHER, modality_words(line.modality)), *line.values
