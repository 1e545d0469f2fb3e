"""The day as a file: one row a child and session, and who is absent. Of a meeting with an adult only with whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.rotation.today.report import Gone, Meeting, Sitter, Sitting, TodayInTheLab
from homeroom.reports.rotation.today.told import at, lead, notes
from homeroom.reports.table import YES, Cell, Column, Report, Table, Word
from homeroom.reports.values import day
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.why import MODALITIES

COLUMNS = (
    Column(gettext_lazy("Session"), "session"),
    Column(gettext_lazy("From"), "from"),
    Column(gettext_lazy("To"), "to"),
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("Class"), "class"),
    Column(gettext_lazy("Where"), "room"),
    Column(gettext_lazy("Seat"), "seat", "", gettext_lazy("as the child's device told, where it did")),
    Column(gettext_lazy("With"), "adult"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Standard"), "standard", "", gettext_lazy("that the group works on")),
    Column(gettext_lazy("Program"), "program"),
    Column(gettext_lazy("Work to open"), "work"),
    Column(gettext_lazy("Absent"), "absent"),
)
ABSENT = (
    Column(gettext_lazy("Who"), "who"),
    Column(gettext_lazy("Child or adult"), "kind"),
    Column(gettext_lazy("From"), "from", "", gettext_lazy("blank: from the morning on")),
    Column(gettext_lazy("To"), "to", "", gettext_lazy("blank: to the end of the day")),
)
CHILD, ADULT = Word("child", gettext_lazy("child")), Word("adult", gettext_lazy("adult"))
MEETING = "meeting"


def filed(report: TodayInTheLab) -> Report:
    rows = tuple(_row(sitting, meeting, one) for sitting, meeting, one in _all(report))
    gone = tuple(_gone(one) for one in report.gone)
    return Report(
        name="today",
        title=gettext("Today in the lab: %(school)s") % {"school": report.title},
        file_name=report.file_name,
        tables=(
            Table("today", gettext("One row a child and session."), COLUMNS, rows),
            Table("absent", gettext("One row a child or adult who is absent."), ABSENT, gone),
        ),
        period=day(report.on),
        lead=lead(report),
        notes=tuple(notes(report)),
        drawn_from=report.drawn_from,
        made_at=report.at,
    )


def _all(report: TodayInTheLab) -> Iterator[tuple[Sitting, Meeting, Sitter]]:
    for sitting in report.sittings:
        for meeting in sitting.meetings:
            for one in meeting.sitters:
                yield sitting, meeting, one


def _row(sitting: Sitting, meeting: Meeting, one: Sitter) -> tuple[Cell, ...]:
    return (
        str(sitting.number),
        at(sitting.start),
        at(sitting.end),
        one.child.name,
        one.room,
        meeting.spot.words,
        one.seat,
        meeting.adult.name if meeting.adult else "",
        Word(MEETING if meeting.modality is Modality.SERVICE else meeting.modality, MODALITIES[meeting.modality]),
        meeting.code,
        Word(meeting.program, meeting.program_name),
        "; ".join(work.words for work in one.works),
        YES if one.absent else "",
    )


def _gone(one: Gone) -> tuple[Cell, ...]:
    start, end = (at(when) if when else "" for when in (one.starts_at, one.ends_at))
    return one.name, ADULT if one.is_adult else CHILD, start, end
