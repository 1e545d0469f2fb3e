"""The network's week as a file: one row a school, by name. It hides what the page hides."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.reports.network.report import Line, Network
from homeroom.reports.rules_of_schools import VERSION
from homeroom.reports.table import Cell, Column, Report, Table
from homeroom.reports.values import day, listed, week_words

ENDS = "percent", "19 times out of 20, if other children like these sat there"
TENTH = "percent", "the tenth in which the share of the enrolled lies"


def filed(report: Network) -> Report:
    lines = (*report.lines, report.whole) if report.whole else report.lines
    table = Table("network", "One row a school, by name.", tuple(_columns(report)), tuple(_row(one) for one in lines))
    return Report(
        name="network",
        title="The network in counts",
        file_name=report.file_name,
        tables=(table,),
        period=week_words(report.week.monday) if report.week else "",
        lead=report.lead,
        rules=report.rules,
        notes=tuple(filter(None, (f"Told on {day(report.made_on)}." if report.made_on else "", report.refused))),
        drawn_from=report.drawn_from,
        rules_version=VERSION,
    )


def _columns(report: Network) -> Iterator[Column]:
    yield Column("School", "school")
    yield Column("Children of", "since", definition="the day on which it was settled which children are counted")
    yield Column("Late data", "late")
    yield Column("Enrolled", "enrolled", "children")
    yield Column("Worked", "worked", "children")
    yield Column("Worked from %", "worked_from", *TENTH)
    yield Column("Worked to %", "worked_to", *TENTH)
    for at, one in enumerate(report.minutes, start=1):
        yield Column(f"{one.name} middle child", f"minutes_{at}_middle", "minutes", one.definition)
        yield Column(f"{one.name} children from %", f"minutes_{at}_from", *TENTH)
        yield Column(f"{one.name} children to %", f"minutes_{at}_to", *TENTH)
    yield Column("Mastered %", "mastered", "percent", "of children × standards worked on of which enough is known")
    yield Column("Mastered from %", "mastered_from", *ENDS)
    yield Column("Mastered to %", "mastered_to", *ENDS)


def _row(line: Line) -> tuple[Cell, ...]:
    minutes = [cell for one in line.minutes for cell in (one.middle, one.share.low, one.share.high)]
    found = line.mastery
    return (
        line.name or "all schools",
        line.since or "",
        listed(line.late),
        line.enrolled,
        line.worked,
        line.coverage.low,
        line.coverage.high,
        *minutes,
        found.at,
        found.low,
        found.high,
    )
