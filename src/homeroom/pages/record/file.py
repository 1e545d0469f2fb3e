"""What is held of a child, as a file: one row a table of the record. The rows themselves are in its copy."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.people.models import Student
from homeroom.people.record import Held
from homeroom.reports.table import Column, Report, Table
from homeroom.reports.values import known

COLUMNS = (
    Column("Table", "table"),
    Column("What", "title"),
    Column("Rows", "rows", "rows"),
    Column("What one row is", "grain"),
)


def filed(child: Student, held: Sequence[Held]) -> Report:
    rows = tuple((one.name, one.title, known(len(one.rows)), one.grain) for one in held)
    return Report(
        name="held",
        title=f"What is held of {child.name}",
        file_name=f"student-{child.pk}-what-is-held",
        tables=(Table("held", "One row a table of the child's record.", COLUMNS, rows),),
    )
