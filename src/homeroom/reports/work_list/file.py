"""The work-list as a file: one row a child and piece of work."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.goals.words import state_words
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import day, known
from homeroom.reports.work_list.report import Line, WorkList
from homeroom.reports.work_list.told import lead

COLUMNS = (
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("Standard"), "standard"),
    Column(gettext_lazy("What"), "title"),
    Column(gettext_lazy("Program"), "program"),
    Column(gettext_lazy("Lesson"), "lesson"),
    Column(gettext_lazy("Minutes"), "minutes", "minutes"),
    Column(gettext_lazy("Why"), "reason"),
    Column(gettext_lazy("Given by"), "given_by"),
    Column(gettext_lazy("Done, says"), "done_by"),
    Column(gettext_lazy("How far it came"), "state"),
)


def filed(report: WorkList) -> Report:
    rows = tuple(_row(one) for one in report.lines)
    title = gettext("Work-list of %(class)s") % {"class": report.title} if report.title else gettext("Work-list")
    return Report(
        name="work_list",
        title=title,
        file_name=report.file_name,
        tables=(Table("work_list", gettext("One row a child and piece of work."), COLUMNS, rows),),
        period=day(report.on),
        lead=lead(report),
        drawn_from=report.drawn_from,
    )


def _row(one: Line) -> tuple[Cell, ...]:
    return (
        one.child.name,
        one.code,
        one.title,
        Word(one.program, one.name),
        one.lesson,
        known(one.minutes, unit="minutes"),
        Word(one.reason, one.why),
        one.given,
        one.done,
        Word(one.state, state_words(one.state)),
    )
