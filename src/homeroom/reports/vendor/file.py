"""A release as a file, with the notes on how it was made: nothing is in it that the page does not show."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import day
from homeroom.reports.vendor.report import FIELDS, Told

ALWAYS = (
    Column(gettext_lazy("Key"), "key", definition=gettext_lazy("this file's own; it is turned every school year")),
    Column(gettext_lazy("Kind"), "kind"),
    Column(gettext_lazy("Your id"), "content_item", definition=gettext_lazy("blank: the whole program")),
)


def notes() -> tuple[str, ...]:
    """The method and its limits, in words."""
    return (
        gettext("Counted are the children of a cohort that stays the same for a term, one vote a child and item."),
        gettext(
            "“few” stands where fewer than ten children, three schools or five classes are behind a number, and where "
            "a number would tell such a one together with others or with an earlier release."
        ),
        gettext("Shares are whole percents; below 5 and above 95 only that is told, where it tells of no child."),
        gettext(
            "Lift: the next results on the same standard in other programs after work on the lesson, beside matched "
            "occasions, with the 95 % interval. It is not told where these children's results differed before. "
            "It is no proof of an effect."
        ),
        gettext("No row, id or date of a child is in this file. Reading it must not be turned into looking for one."),
    )


def filed(report: Told) -> Report:
    columns = (*ALWAYS, *(Column(FIELDS[one], one) for one in report.fields))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.key, Word(one.kind, one.kind_words), one.content_item, *one.cells) for one in report.lines
    )
    caption = gettext("One row a program, lesson or item.")
    return Report(
        name="release",
        title=gettext("%(program)s: how it is doing, told on %(day)s")
        % {"program": report.name, "day": day(report.made_on)},
        file_name=f"{report.program}-{report.made_on}",
        tables=(Table("release", caption, columns, rows),),
        notes=notes(),
    )
