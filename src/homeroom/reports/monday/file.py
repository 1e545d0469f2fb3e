"""A school's Monday as a file: one row a teacher, by name, and the whole school last."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.reports.monday.report import Line, Monday
from homeroom.reports.table import Cell, Column, Report, Table
from homeroom.reports.values import known, listed, week_words

BEFORE = "week before", "two weeks before", "three weeks before"
ENDS = "percent", "19 times out of 20, if other children like these sat there"


def filed(report: Monday) -> Report:
    rows = (*(_row(line, "") for line in report.lines), _row(report.whole, "all"))
    return Report(
        name="monday",
        title=f"Monday at {report.title}",
        file_name=report.file_name,
        tables=(Table("monday", "One row a teacher, by name.", tuple(_columns(report)), rows), _visits(report)),
        period=week_words(report.week.monday),
        lead=report.lead,
        freshness=report.freshness,
        rules=report.rules,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *report.notes),
        drawn_from=report.drawn_from,
    )


def _columns(report: Monday) -> Iterator[Column]:
    yield Column("Teacher", "teacher")
    yield Column("Rooms", "rooms")
    yield Column("Children", "children", "children", "each once")
    yield Column("Late data", "late")
    yield Column("Worked", "worked", "children")
    for at, one in enumerate(report.minutes, start=1):
        yield Column(f"{one.name} children", f"minutes_{at}_children", "children", one.definition)
        yield Column(f"{one.name} middle child", f"minutes_{at}_middle", "minutes", one.definition)
        for back, words in enumerate(BEFORE, start=1):
            yield Column(f"{one.name} {words}", f"minutes_{at}_before_{back}", "minutes", one.definition)
    yield Column("Groups run", "groups", "groups")
    yield Column("Groups with a result", "groups_with_results", "groups")
    yield Column("Mastered %", "mastered", "percent", "of children × standards worked on of which enough is known")
    yield Column("Mastered from %", "mastered_from", *ENDS)
    yield Column("Mastered to %", "mastered_to", *ENDS)
    yield Column("Enough known", "told", "children × standards")
    yield Column("Too little known", "thin", "children × standards")


def _row(line: Line, whole: str) -> tuple[Cell, ...]:
    minutes = [cell for one in line.minutes for cell in (one.children, one.middle, *one.before)]
    found = line.mastery
    return (
        "the whole school" if whole else line.teacher or "no teacher named",
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
        Column("Room", "room"),
        Column("Teachers", "teachers"),
        Column("Reason", "reason"),
        Column("Rule", "rule"),
    )
    rows = tuple((one.room.title, listed(one.teachers), one.reason, one.rule.words) for one in report.visits)
    return Table("visits", "One row a room to visit.", columns, rows)
