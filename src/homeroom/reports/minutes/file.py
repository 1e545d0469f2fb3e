"""The report as files: one row a class and kind of activity, then one a class with its mastery change."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.minutes.report import Beside, Of
from homeroom.reports.minutes.words import ACTIVITIES
from homeroom.reports.rules_of_schools import VERSION
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known, plain_day

ALL = Word("all", gettext_lazy("all whom you see"))
TOGETHER = "all together"
EACH = gettext_lazy("a child and week")
COLUMNS = (
    Column(gettext_lazy("Planned"), "planned", "minutes", EACH),
    Column(
        gettext_lazy("Delivered"), "delivered", "minutes", gettext_lazy("by each program's own count, or the sheet")
    ),
    Column(gettext_lazy("Not held"), "not_held", "minutes", EACH),
    Column(gettext_lazy("Not recorded"), "not_recorded", "minutes", EACH),
    Column(gettext_lazy("Late"), "late", "minutes", EACH),
    Column(gettext_lazy("Beyond the plan"), "beyond", "minutes", EACH),
)
ENDS = gettext_lazy("19 times out of 20, if other children like these sat there")
OF = gettext_lazy("of the standards that each child worked on in these weeks")
MASTERY = (
    Column(gettext_lazy("Mastered before %"), "before", "percent", OF),
    Column(gettext_lazy("Mastered after %"), "after", "percent", OF),
    Column(gettext_lazy("Change"), "change", "points", OF),
    Column(gettext_lazy("Change from"), "change_from", "points", ENDS),
    Column(gettext_lazy("Change to"), "change_to", "points", ENDS),
    Column(gettext_lazy("Children"), "children", "children"),
    Column(gettext_lazy("Standards"), "standards", "children × standards", OF),
)


def filed(report: Beside) -> Report:
    every = (*report.classes, report.whole)
    room = Column(gettext("Class"), "class")
    minutes = Table(
        "minutes",
        gettext("One row a class and kind of activity, classes by name."),
        (room, Column(gettext("What"), "activity"), *COLUMNS),
        tuple(row for one in every for row in _minutes(one)),
    )
    mastery = Table(
        "mastery",
        gettext("One row a class, by name. Nothing is worked out of these numbers and the minutes."),
        (room, *MASTERY),
        tuple(_mastery(one) for one in every),
    )
    about = (Column(gettext("What"), "activity"), Column(gettext("What is counted as a minute"), "definition"))
    definitions = Table(
        "definitions",
        gettext("One row a way in which minutes are counted."),
        about,
        tuple((Word(kind, ACTIVITIES[kind]), definition) for kind, definition in report.definitions),
    )
    return Report(
        name="minutes-mastery",
        title=gettext("Minutes and mastery, %(school)s") % {"school": report.title},
        file_name=report.file_name,
        tables=(minutes, mastery, definitions),
        period=gettext("%(first)s to %(last)s")
        % {"first": plain_day(report.span.first.monday), "last": plain_day(report.span.last.friday)},
        lead=report.lead,
        freshness=report.freshness,
        rules=report.rules,
        notes=(*report.limits, *report.notes),
        drawn_from=report.drawn_from,
        rules_version=VERSION,
    )


def _minutes(one: Of) -> Iterator[tuple[Cell, ...]]:
    for line in one.lines:
        yield _named(one), Word(line.activity or TOGETHER, ACTIVITIES[line.activity]), *line.values


def _mastery(one: Of) -> tuple[Cell, ...]:
    found = one.mastery
    numbers = (found.before, found.after, found.points, found.low, found.high)
    return (_named(one), *numbers, known(found.children), known(found.standards))


def _named(one: Of) -> Cell:
    return one.room.title if one.room else ALL
