"""What changed between two versions of a week, child by child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from homeroom.people.visibility import Scope
from homeroom.reports.class_week.report import Named
from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.make import plan_told
from homeroom.reports.rotation.block.names import Names, names
from homeroom.reports.rotation.block.report import PlanTold
from homeroom.reports.table import Column, Report, Table
from homeroom.reports.values import children, count, week_words
from homeroom.rotation.changes import Told, between
from homeroom.rotation.models import BlockPlan, Change


@dataclass(frozen=True)
class Moved:
    """One child's session that is another. `why` and `by` are there where the change was published."""

    child: Named
    day: date
    session: int
    before: str
    after: str
    why: str
    by: str


@dataclass(frozen=True)
class Changes:
    """`unseen` counts changes of children whom the reader does not see."""

    school: int
    school_name: str
    before: PlanTold
    after: PlanTold
    lead: str
    moved: tuple[Moved, ...]
    unseen: int

    @property
    def children(self) -> list[int]:
        return sorted({one.child.number for one in self.moved})


def changes(before: BlockPlan, after: BlockPlan, scope: Scope) -> Changes:
    found = between(before, after)
    people = {number for one in found for side in (one.before, one.after) if (number := _number(side, "staff"))}
    known = names(scope, people, after.school_id, ())
    published = {(one.student_id, one.day, one.session): one for one in Change.objects.filter(plan=after)}
    moved = []
    for one in found:
        child = known.children.get(one.student)
        if child is not None:
            kept = published.get((one.student, one.day, one.session))
            why, by = (kept.why, kept.by) if kept else ("", "")
            sides = _words(one.before, known), _words(one.after, known)
            moved.append(Moved(child, one.day, one.session, *sides, why, by))
    order = {number: at for at, number in enumerate(known.children)}
    moved.sort(key=lambda one: (one.day, one.session, order[one.child.number]))
    return Changes(
        school=after.school_id,
        school_name=after.school.name,
        before=plan_told(before),
        after=plan_told(after),
        lead=_lead(len(found), len({one.student for one in found})),
        moved=tuple(moved),
        unseen=len(found) - len(moved),
    )


def _lead(sessions: int, many: int) -> str:
    if not sessions:
        return gettext("Nothing differs.")
    words = ngettext(
        "%(count)s session of %(children)s differs.", "%(count)s sessions of %(children)s differ.", sessions
    )
    return words % {"count": count(sessions), "children": children(many)}


def _words(side: Told, known: Names) -> str:
    return told.where(
        str(side.get("modality") or ""),
        known.adult(_number(side, "staff")),
        known.room(_number(side, "room")),
        str(side.get("program") or ""),
        str(side.get("standard") or ""),
    )


def _number(side: Told, name: str) -> int | None:
    found = side.get(name)
    return found if isinstance(found, int) else None


def filed(report: Changes) -> Report:
    versions = {"before": report.before.version, "after": report.after.version}
    columns = (
        Column(gettext("Day"), "day", "day", "ISO 8601"),
        Column(gettext("Session"), "session"),
        Column(gettext("Child"), "child"),
        Column(gettext("Before"), "before"),
        Column(gettext("After"), "after"),
        Column(gettext("What for"), "why"),
        Column(gettext("By"), "by"),
    )
    return Report(
        name="block_changes",
        title=gettext("What changed from version %(before)s to %(after)s") % versions,
        file_name=f"block-{report.after.week}-changes-{report.before.version}-{report.after.version}",
        tables=(Table("changes", gettext("One row a child and session."), columns, tuple(_rows(report))),),
        period=week_words(report.after.week),
        lead=report.lead,
        drawn_from={"plan": report.after.version},
    )


def _rows(report: Changes) -> Iterator[tuple[str | date, ...]]:
    for one in report.moved:
        yield one.day, str(one.session), one.child.name, one.before, one.after, one.why, one.by
