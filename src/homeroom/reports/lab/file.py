"""The board as a file: one row a child as they were at that moment, and the help log of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from homeroom.reports.lab import rules
from homeroom.reports.lab.report import LabBoard, Seat
from homeroom.reports.lab.told import lead, notes
from homeroom.reports.table import YES, Cell, Column, Report, Table, Word
from homeroom.reports.values import day


def filed(board: LabBoard) -> Report:
    return Report(
        name="lab",
        title=gettext("Lab Board: %(school)s") % {"school": board.title},
        file_name=board.file_name,
        tables=(_children(board), _helps(board)),
        period=day(board.on),
        lead=lead(board),
        rules=rules.ALL,
        notes=tuple(notes(board)),
        drawn_from=board.drawn_from,
        rules_version=rules.VERSION,
        made_at=board.at,
    )


def _children(board: LabBoard) -> Table:
    columns = (
        Column(gettext("Child"), "child"),
        Column(gettext("Classes"), "classes"),
        Column(gettext("Seat"), "seat"),
        Column(gettext("State"), "state"),
        Column(gettext("Program"), "program"),
        Column(gettext("Since"), "since", "", gettext("when the program was opened, else when the child signed in")),
        Column(gettext("Asked for help"), "asked"),
        Column(gettext("Last heard"), "last_heard", "", gettext("where that was more than a minute before")),
        Column(gettext("Noted absent"), "noted_absent"),
        Column(gettext("Times helped today"), "helped"),
    )
    caption = gettext("One row a child, by family name.")
    return Table("lab", caption, columns, tuple(tuple(_row(seat)) for seat in board.seats))


def _row(seat: Seat) -> Iterator[Cell]:
    yield seat.child.name
    yield "; ".join(seat.rooms)
    yield seat.seat
    yield Word(seat.here.value, seat.here.words)
    yield seat.program
    yield iso(seat.since)
    yield iso(seat.asked)
    yield iso(seat.heard)
    yield YES if seat.noted_absent else ""
    yield str(seat.helped) if seat.helped else ""


def _helps(board: LabBoard) -> Table:
    columns = (
        Column(gettext("Time"), "at"),
        Column(gettext("Child"), "child"),
        Column(gettext("What about"), "note"),
        Column(gettext("Who helped"), "by"),
    )
    rows = tuple((iso(one.at), one.child.name, one.note, one.by) for one in board.helps)
    return Table("help", gettext("One row a time somebody helped today, the newest first."), columns, rows)


def iso(moment: datetime | None) -> str:
    """`2026-10-26 09:42:15`, by the school's own clock; blank for none."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""
