"""The network's minutes and mastery as files: they hide what the page hides."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from homeroom.reports.minutes.file import COLUMNS, MASTERY
from homeroom.reports.minutes.network import OfNetwork, OfSchool
from homeroom.reports.minutes.words import ACTIVITIES
from homeroom.reports.rules_of_schools import VERSION
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import day

NUMBERS = 5  # of mastery's columns; how many children it rests on is not told


def filed(report: OfNetwork) -> Report:
    school = Column(gettext("School"), "school")
    since = Column(gettext("Children of"), "since")
    told = [gettext("Told on %(day)s.") % {"day": day(report.made_on)}] if report.made_on else []
    return Report(
        name="minutes-network",
        title=gettext("Minutes and mastery of the network"),
        file_name=report.file_name,
        tables=(
            Table(
                "minutes",
                gettext("One row a school and kind of activity, schools by name."),
                (school, Column(gettext("What"), "activity"), *COLUMNS),
                tuple(row for one in report.schools for row in _minutes(one)),
            ),
            Table(
                "mastery",
                gettext("One row a school, by name."),
                (school, since, *MASTERY[:NUMBERS]),
                tuple(map(_mastery, report.schools)),
            ),
        ),
        lead=report.lead,
        rules=report.rules,
        notes=(*report.limits, *told),
        drawn_from=report.drawn_from,
        rules_version=VERSION,
    )


def _minutes(one: OfSchool) -> Iterator[tuple[Cell, ...]]:
    for line in one.lines:
        yield one.name, Word(line.activity, ACTIVITIES[line.activity]), *line.values


def _mastery(one: OfSchool) -> tuple[Cell, ...]:
    found = one.mastery
    return one.name, one.since, found.before, found.after, found.points, found.low, found.high
