"""The groups as a file: one row a child and group, as on the page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery import rules
from homeroom.reports.groups.report import ClassGroups, Member
from homeroom.reports.known_cells import state_cell
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import known

COLUMNS = (
    Column(gettext_lazy("Group"), "group", definition=gettext_lazy("kept, suggested or none")),
    Column(gettext_lazy("Standard"), "standard"),
    Column(gettext_lazy("What"), "title"),
    Column(gettext_lazy("Adult"), "adult"),
    Column(
        gettext_lazy("First day"),
        "begins_on",
        "day",
        gettext_lazy("ISO 8601; of a suggested group, since when it is suggested"),
    ),
    Column(gettext_lazy("Last day"), "ends_on", "day", "ISO 8601"),
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("State"), "state"),
    Column(gettext_lazy("Said by"), "said_by"),
    Column(gettext_lazy("Answers"), "evidence_answers", "answers"),
    Column(gettext_lazy("Why"), "why"),
    Column(gettext_lazy("Also in"), "also_in"),
)
KEPT = Word("kept", gettext_lazy("kept"))
SUGGESTED = Word("suggested", gettext_lazy("suggested"))
NONE = Word("none", gettext_lazy("none"))
TEACHER, ESTIMATE = Word("teacher", gettext_lazy("teacher")), Word("estimate", gettext_lazy("estimate"))
RULES = (rules.GROUP, rules.STAYS, rules.REGROUP, rules.KEPT, rules.ENTERED, rules.UNDO)


def filed(report: ClassGroups) -> Report:
    return Report(
        name="groups",
        title=gettext("Groups: %(title)s") % {"title": report.title},
        file_name=report.file_name,
        tables=(Table("groups", gettext("One row a child and group."), COLUMNS, tuple(_rows(report))),),
        lead=report.lead,
        freshness=report.freshness,
        rules=RULES,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *report.notes),
        drawn_from=report.drawn_from,
    )


def _rows(report: ClassGroups) -> Iterator[tuple[Cell, ...]]:
    for kept in report.kept:
        adult = kept.adult.name if kept.adult else ""
        start: tuple[Cell, ...] = (KEPT, kept.code, kept.title, adult, kept.begins_on, kept.ends_on)
        yield from ((*start, *_member(one, Word(kept.reason, kept.why))) for one in kept.members)
    for one in report.suggested:
        start = (SUGGESTED, one.code, one.title, "", one.since or "", "")
        yield from ((*start, *_member(member, Word(one.reason, one.why))) for member in one.members)
    for left in report.left_out:
        yield (NONE, *[""] * 5, left.child.name, "", "", "", Word(left.reason, left.why), "")


def _member(one: Member, why: Word) -> tuple[Cell, ...]:
    said = TEACHER if one.is_set else ESTIMATE
    return (one.child.name, state_cell(one.state), said, known(one.answers), why, "; ".join(one.also))
