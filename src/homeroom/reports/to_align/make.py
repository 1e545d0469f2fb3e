"""Join what waits with the minutes that children spent on it. Children are counted, never named."""

from __future__ import annotations

from homeroom.facts import store
from homeroom.people.visibility import Scope
from homeroom.reports import sql
from homeroom.reports.to_align.report import ToAlign, Work
from homeroom.standards import review
from homeroom.standards.content import Key
from homeroom.standards.review import Waiting

TABLES = ("attempts", "activities")


def of_children(scope: Scope, school_year: int, version: int) -> ToAlign:
    """All that waits, by the work of the children in `scope`."""
    work = work_on(scope, school_year, version)
    found = [(one, work.get(one.key, Work())) for one in review.waiting()]
    return ToAlign(tuple(sorted(found, key=_order)))


def work_on(scope: Scope, school_year: int, version: int) -> dict[Key, Work]:
    students = sorted(scope.students)
    rows = store.query(
        sql.text(__file__, "minutes"),
        {"year": school_year},
        tables=TABLES,
        students=students,
        school_year=school_year,
        at=version,
        relations={"wanted": {"student": students}},
    ).rows
    return {(program, kind, item): Work(minutes, children) for program, kind, item, minutes, children in rows}


def _order(row: tuple[Waiting, Work]) -> tuple[float, float, int, Key]:
    one, work = row
    return -work.minutes * one.uncertainty, -work.minutes, -work.children, one.key
