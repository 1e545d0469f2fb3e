"""The file that an adult uploads into a program: a row a child's assignment, in the layout that the program declares.

Ids stand in it as text and as they are, or the row can't be written. Other texts are led by ' where a spreadsheet
would run them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from homeroom.facts.spreadsheet import guarded
from homeroom.goals.channels.why import ChannelError, Why
from homeroom.goals.models import Assignment
from homeroom.intake.models import IdentityLink
from homeroom.programs.assign import IDS, AssignmentFile, Filled

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MISSING = {"lesson_id": "no_lesson", "lesson_title": "no_lesson"}


@dataclass(frozen=True)
class Download:
    """A file as it is handed out. `students` are the children in it, for the audit."""

    name: str
    kind: str
    content: bytes
    rows: int
    students: tuple[int, ...]


type Known = Mapping[int, tuple[str, ...]]
"""The ids under which a program knows each child."""


def known_ids(program: str, students: Iterable[int]) -> Known:
    """Out of the identity links that hold. A child with several ids can't be named by one."""
    links = IdentityLink.objects.filter(program=program, student__in=list(students), withdrawn_at=None)
    found = defaultdict[int, dict[str, None]](dict)
    for student, key in links.exclude(vendor_key="").order_by("pk").values_list("student", "vendor_key"):
        found[student][key] = None
    return {student: tuple(keys) for student, keys in found.items()}


def row(assignment: Assignment, layout: AssignmentFile, known: Known) -> list[str]:
    """One assignment's cells. Raises ChannelError where an id is not known, or can't stand in a spreadsheet."""
    return [_cell(column, assignment, layout, known) for column in layout.columns]


def download(
    program: str, school_class: str, first: date, assignments: Sequence[Assignment], layout: AssignmentFile
) -> Download:
    """The file of these assignments, each of which can be written: what can't was never offered by this channel."""
    known = known_ids(program, {one.student_id for one in assignments})
    rows = [[column.name for column in layout.columns], *(row(one, layout, known) for one in assignments)]
    name = f"assignments-{_plain(program)}-{_plain(school_class)}-{first.isoformat()}"
    students = tuple(sorted({one.student_id for one in assignments}))
    if layout.format == "xlsx":
        return Download(f"{name}.xlsx", XLSX, _xlsx(rows), len(assignments), students)
    return Download(f"{name}.csv", CSV, _csv(rows, layout.delimiter), len(assignments), students)


def _cell(column: Filled, assignment: Assignment, layout: AssignmentFile, known: Known) -> str:
    if not column.holds:
        return guarded(column.value)
    if column.holds in ("begins_on", "ends_on"):
        return _day(getattr(assignment, column.holds), layout.days)
    text = _program_id(assignment, known) if column.holds == "program_id" else HELD[column.holds](assignment)
    if column.holds not in IDS:
        return guarded(text)
    if not text:
        raise ChannelError(Why(MISSING.get(column.holds, "no_child_id")))
    if guarded(text) != text:
        raise ChannelError(Why("odd_id"))
    return text


def _program_id(assignment: Assignment, known: Known) -> str:
    ids = known.get(assignment.student_id, ())
    if len(ids) > 1:
        raise ChannelError(Why("several_child_ids"))
    return ids[0] if ids else ""


HELD: Mapping[str, Callable[[Assignment], str]] = {
    "sourced_id": lambda one: one.student.sourced_id,
    "identifier": lambda one: one.student.identifier,
    "username": lambda one: one.student.username,
    "given_name": lambda one: one.student.preferred_name or one.student.given_name,
    "family_name": lambda one: one.student.family_name,
    "grade": lambda one: one.student.grade,
    "school": lambda one: one.goal.school_class.school.name,
    "class": lambda one: one.goal.school_class.title,
    "class_id": lambda one: one.goal.school_class.sourced_id,
    "lesson_id": lambda one: one.content_item.external_id if one.content_item else "",
    "lesson_title": lambda one: one.content_item.title if one.content_item else "",
    "standard": lambda one: one.standard.code,
    "minutes": lambda one: str(one.minutes),
    "assignment": lambda one: str(one.pk),
}


def _day(day: date, form: str) -> str:
    return day.isoformat() if form == "iso" else day.strftime(form)


def _csv(rows: Sequence[Sequence[str]], delimiter: str) -> bytes:
    """Every cell in quotation marks: whoever reads it sees that an id is text."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Assignments")
        for at, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write_string(at, place, cell, text)
    return written.getvalue()


def _plain(text: str) -> str:
    """A part of a file's name that every system takes: small letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60] or "class"
