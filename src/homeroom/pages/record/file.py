"""What is held of a child, as a file: one row a table of the record. The rows themselves are in its copy."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from homeroom.pages.record.words import said
from homeroom.people.models import Student
from homeroom.people.record import Held
from homeroom.reports.table import Column, Report, Table
from homeroom.reports.values import known


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Table"), "table"),
        Column(gettext("What"), "title"),
        Column(gettext("Rows"), "rows", gettext("rows")),
        Column(gettext("What one row is"), "grain"),
    )


def filed(child: Student, held: Sequence[Held]) -> Report:
    rows = tuple((one.name, said(one.title), known(len(one.rows)), said(one.grain)) for one in held)
    return Report(
        name="held",
        title=gettext("What is held of %(child)s") % {"child": child.name},
        file_name=f"student-{child.pk}-what-is-held",
        tables=(Table("held", gettext("One row a table of the child's record."), _columns(), rows),),
    )
