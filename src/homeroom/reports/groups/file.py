"""The groups as a file: one row a child and group, as on the page."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.mastery import rules
from homeroom.reports.groups.report import ClassGroups, Member
from homeroom.reports.table import Cell, Column, Report, Table
from homeroom.reports.values import known

COLUMNS = (
    Column("Group", "group", definition="kept, suggested or none"),
    Column("Standard", "standard"),
    Column("What", "title"),
    Column("Adult", "adult"),
    Column("First day", "begins_on", "day", "ISO 8601; of a suggested group, since when it is suggested"),
    Column("Last day", "ends_on", "day", "ISO 8601"),
    Column("Child", "child"),
    Column("State", "state"),
    Column("Said by", "said_by"),
    Column("Answers", "evidence_answers", "answers"),
    Column("Why", "why"),
    Column("Also in", "also_in"),
)
RULES = (rules.GROUP, rules.STAYS, rules.REGROUP, rules.KEPT, rules.ENTERED, rules.UNDO)


def filed(report: ClassGroups) -> Report:
    return Report(
        name="groups",
        title=f"Groups: {report.title}",
        file_name=report.file_name,
        tables=(Table("groups", "One row a child and group.", COLUMNS, tuple(_rows(report))),),
        lead=report.lead,
        freshness=report.freshness,
        rules=RULES,
        notes=(*(f"{one.headline} {one.words}" for one in report.cautions), *report.notes),
        drawn_from=report.drawn_from,
    )


def _rows(report: ClassGroups) -> Iterator[tuple[Cell, ...]]:
    for kept in report.kept:
        adult = kept.adult.name if kept.adult else ""
        start: tuple[Cell, ...] = ("kept", kept.code, kept.title, adult, kept.begins_on, kept.ends_on)
        yield from ((*start, *_member(one, kept.reason)) for one in kept.members)
    for one in report.suggested:
        start = ("suggested", one.code, one.title, "", one.since or "", "")
        yield from ((*start, *_member(member, one.reason)) for member in one.members)
    for left in report.left_out:
        yield ("none", *[""] * 5, left.child.name, "", "", "", left.reason, "")


def _member(one: Member, why: str) -> tuple[Cell, ...]:
    said = "teacher" if one.is_set else "estimate"
    return (one.child.name, one.state.value, said, known(one.answers), why, "; ".join(one.also))
