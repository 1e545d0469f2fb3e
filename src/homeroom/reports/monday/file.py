"""A school's Monday as a file: one row a teacher, by name, and the whole school last."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.monday.report import Line, MinutesColumn, Monday
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known, listed, week_words

WHOLE = Word("the whole school", gettext_lazy("the whole school"))
NOBODY = Word("no teacher named", gettext_lazy("no teacher named"))
BEFORE = (
    gettext_lazy("%(program)s week before"),
    gettext_lazy("%(program)s two weeks before"),
    gettext_lazy("%(program)s three weeks before"),
)


def filed(report: Monday) -> Report:
    rows = (*(_row(line, "") for line in report.lines), _row(report.whole, "all"))
    return Report(
        name="monday",
        title=gettext("Monday at %(school)s") % {"school": report.title},
        file_name=report.file_name,
        tables=(
            Table("monday", gettext("One row a teacher, by name."), tuple(_columns(report)), rows),
            _visits(report),
        ),
        period=week_words(report.week.monday),
        lead=report.lead,
        freshness=report.freshness,
        rules=report.rules,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *report.notes),
        drawn_from=report.drawn_from,
    )


def _columns(report: Monday) -> Iterator[Column]:
    ends = "percent", gettext("19 times out of 20, if other children like these sat there")
    yield Column(gettext("Teacher"), "teacher")
    yield Column(gettext("Rooms"), "rooms")
    yield Column(gettext("Children"), "children", "children", gettext("each once"))
    yield Column(gettext("Late data"), "late")
    yield Column(gettext("Worked"), "worked", "children")
    for at, one in enumerate(report.minutes, start=1):
        yield from _minutes(at, one)
    yield Column(gettext("Groups run"), "groups", "groups")
    yield Column(gettext("Groups with a result"), "groups_with_results", "groups")
    of = gettext("of children × standards worked on of which enough is known")
    yield Column(gettext("Mastered %"), "mastered", "percent", of)
    yield Column(gettext("Mastered from %"), "mastered_from", *ends)
    yield Column(gettext("Mastered to %"), "mastered_to", *ends)
    yield Column(gettext("Enough known"), "told", "children × standards")
    yield Column(gettext("Too little known"), "thin", "children × standards")


def _minutes(at: int, one: MinutesColumn) -> Iterator[Column]:
    told = {"program": one.name}
    yield Column(gettext("%(program)s children") % told, f"minutes_{at}_children", "children", one.definition)
    yield Column(gettext("%(program)s middle child") % told, f"minutes_{at}_middle", "minutes", one.definition)
    for back, words in enumerate(BEFORE, start=1):
        yield Column(words % told, f"minutes_{at}_before_{back}", "minutes", one.definition)


def _row(line: Line, whole: str) -> tuple[Cell, ...]:
    minutes = [cell for one in line.minutes for cell in (one.children, one.middle, *one.before)]
    found = line.mastery
    return (
        WHOLE if whole else line.teacher or NOBODY,
        "" if whole else listed([room.title for room in line.rooms]),
        known(line.children),
        listed(line.late),
        line.worked,
        *minutes,
        known(line.groups),
        known(line.with_results),
        found.share,
        found.low,
        found.high,
        known(found.told),
        known(found.thin),
    )


def _visits(report: Monday) -> Table:
    columns = (
        Column(gettext("Room"), "room"),
        Column(gettext("Teachers"), "teachers"),
        Column(gettext("Reason"), "reason"),
        Column(gettext("Rule"), "rule"),
    )
    rows = tuple((one.room.title, listed(one.teachers), one.reason, one.rule.words) for one in report.visits)
    return Table("visits", gettext("One row a room to visit."), columns, rows)
