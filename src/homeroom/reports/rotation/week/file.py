"""The week as files: every entry a line; rooms, adults, and what is not kept, as tables of their own."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.rotation.week.report import RotationWeek
from homeroom.reports.rotation.week.words import lead, title
from homeroom.reports.table import YES, Cell, Column, Report, Table, Word
from homeroom.reports.values import known, plain_day
from homeroom.rotation.week.sentences import clock_words

DAY = Column(gettext_lazy("Day type"), "day_type")
FROM, TO = Column(gettext_lazy("From"), "from"), Column(gettext_lazy("To"), "to")
CLASS = Column(gettext_lazy("Class"), "class")
WHAT = Column(gettext_lazy("What"), "what")
BLANK = Word("", "")


def filed(report: RotationWeek) -> Report:
    return Report(
        name="rotation",
        title=title(report),
        file_name=f"rotation-{report.school}-version-{report.version}",
        tables=(_week(report), _rooms(report), _adults(report), _troubles(report)),
        period=gettext("%(first)s to %(last)s")
        % {"first": plain_day(report.begins_on), "last": plain_day(report.ends_on)},
        lead=lead(report),
        notes=report.notes,
    )


def _week(report: RotationWeek) -> Table:
    rows: Iterator[tuple[Cell, ...]] = (
        (
            day.name,
            grade.name,
            row.title,
            clock_words(cell.start),
            clock_words(cell.end),
            Word(cell.kind, cell.kind),
            cell.what,
            cell.who,
            cell.where,
            YES if cell.locked else BLANK,
            YES if cell.hit else BLANK,
        )
        for day in report.days
        for grade in day.grades
        for row in grade.rows
        for cell in row.cells
        if cell is not None
    )
    columns = (
        DAY,
        Column(gettext_lazy("Grade"), "grade"),
        CLASS,
        FROM,
        TO,
        Column(gettext_lazy("Kind of block"), "kind"),
        WHAT,
        Column(gettext_lazy("Adults"), "adults"),
        Column(gettext_lazy("Room"), "room"),
        Column(gettext_lazy("Locked"), "locked"),
        Column(gettext_lazy("A rule is broken"), "broken"),
    )
    return Table("week", gettext_lazy("One class between two bells"), columns, tuple(rows))


def _rooms(report: RotationWeek) -> Table:
    rows: Iterator[tuple[Cell, ...]] = (
        (
            day.name,
            room.name,
            known(room.seats),
            clock_words(line.start),
            clock_words(line.end),
            ", ".join(line.classes),
            known(line.children),
        )
        for day in report.days
        for room in day.rooms
        for line in room.lines
    )
    columns = (
        DAY,
        Column(gettext_lazy("Room"), "room"),
        Column(gettext_lazy("Seats"), "seats"),
        FROM,
        TO,
        Column(gettext_lazy("Classes"), "classes"),
        Column(gettext_lazy("Seats needed"), "needed", "children"),
    )
    return Table("rooms", gettext_lazy("One room for as long as the same classes are in it"), columns, tuple(rows))


def _adults(report: RotationWeek) -> Table:
    rows: Iterator[tuple[Cell, ...]] = (
        (
            day.name,
            adult.name,
            clock_words(line.start),
            clock_words(line.end),
            line.what,
            ", ".join(line.classes),
            line.where,
        )
        for day in report.days
        for adult in day.adults
        for line in adult.lines
    )
    columns = (
        DAY,
        Column(gettext_lazy("Adult"), "adult"),
        FROM,
        TO,
        WHAT,
        Column(gettext_lazy("Classes"), "classes"),
        Column(gettext_lazy("Room"), "room"),
    )
    return Table("adults", gettext_lazy("One adult between two bells"), columns, tuple(rows))


def _troubles(report: RotationWeek) -> Table:
    rows: list[tuple[Cell, ...]] = [
        *((BLANK, words, Word("hard", gettext_lazy("must be kept"))) for words in report.conflicts),
        *(
            (
                one.day,
                one.words,
                Word("hard", gettext_lazy("must be kept")) if one.hard else Word("wish", gettext_lazy("a wish")),
            )
            for one in report.troubles
        ),
    ]
    columns = (DAY, Column(gettext_lazy("Not kept"), "not_kept"), Column(gettext_lazy("How strictly"), "strength"))
    return Table("not_kept", gettext_lazy("One rule that is not kept"), columns, tuple(rows))
