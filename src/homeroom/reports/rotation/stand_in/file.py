"""Who can stand in, as files: a line a class, time and choice."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.rotation.stand_in.report import StandIn, Without
from homeroom.reports.table import Cell, Column, Report, Table
from homeroom.reports.values import known, long_day
from homeroom.rotation.week.sentences import clock_words


def filed(report: StandIn) -> Report:
    return Report(
        name="stand-in",
        title=gettext("%(school)s: who can stand in for %(adult)s?")
        % {"school": report.school_name, "adult": report.adult},
        file_name=f"stand-in-{report.school}-{report.on.isoformat()}",
        tables=(Table("choices", gettext_lazy("One adult who could take one class"), COLUMNS, tuple(_rows(report))),),
        period=long_day(report.on),
        lead=report.lead,
    )


COLUMNS = (
    Column(gettext_lazy("From"), "from"),
    Column(gettext_lazy("To"), "to"),
    Column(gettext_lazy("Class"), "class"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Who could take it"), "adult"),
    Column(gettext_lazy("Of other classes"), "of_classes", "minutes"),
    Column(gettext_lazy("Of lunch"), "of_lunch", "minutes"),
    Column(gettext_lazy("Of duty"), "of_duty", "minutes"),
    Column(gettext_lazy("Of preparation"), "of_preparation", "minutes"),
    Column(gettext_lazy("Would be without an adult"), "leaves"),
)


def _rows(report: StandIn) -> Iterator[tuple[Cell, ...]]:
    for gap in report.gaps:
        told: tuple[Cell, ...] = (clock_words(gap.start), clock_words(gap.end), gap.school_class, gap.what)
        yield from _offers(told, gap)


def _offers(told: tuple[Cell, ...], gap: Without) -> Iterator[tuple[Cell, ...]]:
    if not gap.offers:
        yield (*told, gettext("nobody"), "", "", "", "", "")
    for one in gap.offers:
        price = (one.price.of_classes, one.price.of_lunch, one.price.of_duty, one.price.of_preparation)
        yield (*told, one.adult, *(known(minutes, unit="minutes") for minutes in price), "; ".join(one.leaves))
