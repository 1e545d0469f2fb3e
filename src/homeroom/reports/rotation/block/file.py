"""A plan as a file: one row a child and session, what is missing of floors, what is broken, what was objected to."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.of_class import ClassBlock
from homeroom.reports.rotation.block.report import BlockReport, Found, SessionTold, Shown
from homeroom.reports.table import Cell, Column, Report, Table
from homeroom.reports.values import children, day, known, week_words
from homeroom.rotation import rules
from homeroom.rotation.block.modality import Modality


def filed(report: BlockReport) -> Report:
    plan = report.plan
    title = gettext("Flexible block: %(school)s, version %(version)s (%(state)s)")
    return Report(
        name="block",
        title=title % {"school": report.school_name, "version": plan.version, "state": plan.state_words},
        file_name=report.file_name,
        tables=(_places(report), _found(report), _objections(report)),
        period=day(report.day) if report.day else week_words(plan.week),
        lead=" ".join(report.quality),
        rules=tuple(rules.RULES[name] for name in dict.fromkeys(one.rule for one in report.unmet) if _sayable(name)),
        notes=(*(one.words for one in report.since), *unseen(report.unseen)),
        drawn_from={"plan": plan.version},
    )


def _sayable(name: str) -> bool:
    return name in rules.RULES and name not in told.PRIVATE


def unseen(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    words = ngettext(
        "%(children)s of the plan whom you don't see is counted, not named.",
        "%(children)s of the plan whom you don't see are counted, not named.",
        number,
    )
    return (words % {"children": children(number)},)


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Day"), "day", "day", "ISO 8601"),
        Column(gettext("Session"), "session"),
        Column(gettext("From"), "starts_at"),
        Column(gettext("To"), "ends_at"),
        Column(gettext("Child"), "child"),
        Column(gettext("What"), "kind"),
        Column(gettext("With"), "adult"),
        Column(gettext("Program"), "program"),
        Column(gettext("Standard"), "standard"),
        Column(gettext("Room"), "room"),
    )


def _places(report: BlockReport) -> Table:
    rows = tuple(row for session in report.sessions for row in _rows(session))
    return Table("places", gettext("One row a child and session."), _columns(), rows)


def _rows(one: SessionTold) -> Iterator[tuple[Cell, ...]]:
    for group in one.groups:
        yield from _each(one, group.members, group.kind, group.adult, "", group.code, group.room)
    for program in one.programs:
        yield from _each(one, program.members, str(told.KINDS[Modality.TECHNOLOGY]), "", program.name)
    for meeting in one.meetings:
        yield from _each(one, meeting.members, str(told.KINDS[Modality.SERVICE]), meeting.adult, room=meeting.room)
    yield from _each(one, one.independent, str(told.KINDS[Modality.INDEPENDENT]))
    yield from _each(one, one.overflow, str(told.KINDS[Modality.OVERFLOW]))


def _each(
    one: SessionTold, members: Shown, kind: str, adult: str = "", program: str = "", code: str = "", room: str = ""
) -> Iterator[tuple[Cell, ...]]:
    times = f"{one.starts_at:%H:%M}", f"{one.ends_at:%H:%M}"
    for child in members.children:
        yield one.day, str(one.number), *times, child.name, kind, adult, program, code, room


def _found(report: BlockReport) -> Table:
    columns = (
        Column(gettext("What was found"), "found"),
        Column(gettext("Where"), "where"),
        Column(gettext("Children"), "children", "children"),
        Column(gettext("Names"), "names"),
    )
    rows = tuple(_row(one) for one in (*report.unmet, *report.overflow, *report.broken))
    return Table("found", gettext("One row a floor that is not reached, or a rule that is broken."), columns, rows)


def _row(one: Found) -> tuple[Cell, ...]:
    names = "; ".join(child.name for child in one.members.children)
    return one.words, one.where, known(one.members.count) if one.members.count else "", names


def _objections(report: BlockReport) -> Table:
    columns = (
        Column(gettext("Child"), "child"),
        Column(gettext("Session"), "session"),
        Column(gettext("Reason"), "reason"),
        Column(gettext("By"), "by"),
        Column(gettext("Answer"), "answer"),
        Column(gettext("Answered by"), "answered_by"),
    )
    rows = tuple(
        (one.child.name, one.where, one.reason, one.by, one.answer, one.answered_by) for one in report.objections
    )
    return Table("objections", gettext("One row an objection."), columns, rows)


def filed_class(report: ClassBlock) -> Report:
    rows = tuple(
        (at.day, str(at.number), f"{at.starts_at:%H:%M}", f"{at.ends_at:%H:%M}", row.child.name, *cell.told)
        for row in report.rows
        for at, cell in zip(report.sessions, row.cells, strict=True)
        if cell is not None
    )
    title = gettext("Flexible block: %(class)s") % {"class": report.title}
    return Report(
        name="class_block",
        title=title,
        file_name=f"class-{report.class_id}-block-{report.week}",
        tables=(Table("places", gettext("One row a child and session."), _columns(), rows),),
        period=week_words(report.week),
        lead=report.lead,
        drawn_from={"plan": report.plan.version} if report.plan else {},
    )
