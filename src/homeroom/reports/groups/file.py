"""The groups as CSV: one row a child and group, as on the page."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.reports.csv import lines
from homeroom.reports.groups.report import ClassGroups, Member

HEADER = (
    "Group", "Standard", "What", "Adult", "First day", "Last day",
    "Child", "State", "Said by", "Answers", "Why", "Also in",
)  # fmt: skip


def written(report: ClassGroups) -> str:
    return "".join(lines(HEADER, _rows(report)))


def _rows(report: ClassGroups) -> Iterator[list[str]]:
    for kept in report.kept:
        days = [kept.begins_on.isoformat(), kept.ends_on.isoformat()]
        start = ["kept", kept.code, kept.title, kept.adult.name if kept.adult else "", *days]
        yield from ([*start, *_member(one, kept.reason)] for one in kept.members)
    for one in report.suggested:
        start = ["suggested", one.code, one.title, "", one.since.isoformat() if one.since else "", ""]
        yield from ([*start, *_member(member, one.reason)] for member in one.members)
    for left in report.left_out:
        yield ["none", *[""] * 5, left.child.name, "", "", "", left.reason, ""]


def _member(one: Member, why: str) -> list[str]:
    said = "teacher" if one.is_set else "estimate"
    return [one.child.name, one.state.value, said, str(one.answers), why, "; ".join(one.also)]
