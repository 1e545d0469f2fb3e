"""The network's week as a file: one row a school, by name. It hides what the page hides."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.network.report import Line, Network
from homeroom.reports.rules_of_schools import VERSION
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import day, listed, week_words

ALL = Word("all schools", gettext_lazy("all schools"))


def filed(report: Network) -> Report:
    lines = (*report.lines, report.whole) if report.whole else report.lines
    table = Table(
        "network", gettext("One row a school, by name."), tuple(_columns(report)), tuple(_row(one) for one in lines)
    )
    told = gettext("Told on %(day)s.") % {"day": day(report.made_on)} if report.made_on else ""
    return Report(
        name="network",
        title=gettext("The network in counts"),
        file_name=report.file_name,
        tables=(table,),
        period=week_words(report.week.monday) if report.week else "",
        lead=report.lead,
        rules=report.rules,
        notes=tuple(filter(None, (told, report.refused))),
        drawn_from=report.drawn_from,
        rules_version=VERSION,
    )


def _columns(report: Network) -> Iterator[Column]:
    tenth = "percent", gettext("the tenth in which the share of the enrolled lies")
    ends = "percent", gettext("19 times out of 20, if other children like these sat there")
    since = gettext("the day on which it was settled which children are counted")
    yield Column(gettext("School"), "school")
    yield Column(gettext("Children of"), "since", definition=since)
    yield Column(gettext("Late data"), "late")
    yield Column(gettext("Enrolled"), "enrolled", "children")
    yield Column(gettext("Worked"), "worked", "children")
    yield Column(gettext("Worked from %"), "worked_from", *tenth)
    yield Column(gettext("Worked to %"), "worked_to", *tenth)
    for at, one in enumerate(report.minutes, start=1):
        told = {"program": one.name}
        yield Column(gettext("%(program)s middle child") % told, f"minutes_{at}_middle", "minutes", one.definition)
        yield Column(gettext("%(program)s children from %%") % told, f"minutes_{at}_from", *tenth)
        yield Column(gettext("%(program)s children to %%") % told, f"minutes_{at}_to", *tenth)
    of = gettext("of children × standards worked on of which enough is known")
    yield Column(gettext("Mastered %"), "mastered", "percent", of)
    yield Column(gettext("Mastered from %"), "mastered_from", *ends)
    yield Column(gettext("Mastered to %"), "mastered_to", *ends)


def _row(line: Line) -> tuple[Cell, ...]:
    minutes = [cell for one in line.minutes for cell in (one.middle, one.share.low, one.share.high)]
    found = line.mastery
    return (
        line.name or ALL,
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
