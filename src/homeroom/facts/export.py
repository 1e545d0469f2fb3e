"""Every fact of one child, base and worked out, with the meaning of each column."""

from __future__ import annotations

from homeroom.facts import store
from homeroom.facts.engine import quoted
from homeroom.facts.schema import BASE, TABLES, Table
from homeroom.people.record import Held, Told

# What a family reads in place of a table's name.
TITLES = {
    "attempts": "single answers",
    "activities": "lessons and quizzes",
    "usage": "minutes and other use",
    "claims": "what is mastered, in their words",
    "assessments": "test scores and levels",
    "practice": "answers by standard and week",
    "streaks": "answers in a row",
    "periods": "use between two counts",
    "mastery": "how surely each standard is known",
    "mastery_sources": "how that is known",
    "next_steps": "what to work on next",
    "groups": "small groups that are suggested",
    "flags": "rules that the child's work meets",
    "offers": "standards that could have been offered",
    "lesson_time": "time on each lesson",
    "alignment": "how much of the time was on the class's plan",
    "placements": "where the child was to be in each session",
    "rotation_minutes": "minutes of sessions, planned and delivered",
    "mastery_change": "how much more is mastered after some weeks of work",
}


def export(student: int) -> list[Held]:
    """One table a fact table of children, in its order; a table without a row of the child is there, and empty."""
    return [_held(table, student) for table in TABLES.values() if table.of_children]


def _held(table: Table, student: int) -> Held:
    sql = f"select * from {quoted(table.name)} where student = $student order by {', '.join(map(quoted, table.sort))}"
    rows = store.query(sql, {"student": student}, tables=[table.name], students=[student])
    columns = tuple(Told(column.name, column.meaning) for column in table.columns)
    kind = "What programs told" if table.name in BASE else "What was worked out"
    return Held(table.name, f"{kind}: {TITLES[table.name]}", table.grain, columns, [list(row) for row in rows.rows])
