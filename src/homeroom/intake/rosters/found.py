"""Where a program's export tells of people: its columns by the program's declaration, else by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homeroom.intake.rosters.table import Record
from homeroom.programs.declaration import Program, normalised, signature

# What a column may be called, normalised; the first that a file has is taken.
CALLED: Mapping[str, tuple[str, ...]] = {
    "ids": (
        "student_id", "studentid", "student_number", "sis_id", "sis_student_id", "local_student_id", "student_local_id",
        "local_id", "district_student_id", "student_identifier", "student_sourcedid", "user_id", "id",
    ),
    "given_name": ("first_name", "student_first_name", "given_name", "student_given_name", "firstname", "first"),
    "family_name": ("last_name", "student_last_name", "family_name", "surname", "lastname", "last"),
    "full_name": ("student_name", "full_name", "student", "name"),
    "username": ("user_name", "username", "student_user_name", "student_username", "login", "login_id"),
    "email": ("email", "e_mail", "email_address", "student_email", "student_e_mail"),
    "grade": ("student_grade", "grade", "grade_level", "current_grade", "student_grade_level", "enrolled_grade"),
    "school": ("school", "school_name", "campus", "building", "organization", "site"),
    "class": ("class_es", "classes", "class", "class_name", "class_names", "section", "section_name", "homeroom"),
    "teacher": (
        "class_teacher_s", "class_teachers", "class_teacher", "teacher_s", "teachers", "teacher", "teacher_name",
        "teacher_names", "homeroom_teacher", "staff_name",
    ),
    "year": ("academic_year", "school_year", "year"),
    "subject": ("subject", "content_area", "course"),
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The columns that stand for each thing, as they are spelled in the file, best first."""

    columns: Mapping[str, tuple[str, ...]]

    def has(self, what: str) -> bool:
        return what in self.columns

    def cell(self, record: Record, what: str) -> str:
        """The first cell that is not blank."""
        cells = (record.cells.get(column.lower(), "") for column in self.columns.get(what, ()))
        return next((cell for cell in cells if cell), "")


def find(header: tuple[str, ...], programs: Iterable[Program]) -> Found:
    """The declared identity columns of the layout with this header; what that leaves open, by names."""
    by_name = {normalised(column): column for column in reversed(header)}
    columns = {
        what: (by_name[known[0]],) for what, called in CALLED.items() if (known := [c for c in called if c in by_name])
    }
    declared = {what: tuple(c for c in names if c in header) for what, names in _declared(header, programs).items()}
    return Found({**columns, **{what: names for what, names in declared.items() if names}})


def _declared(header: tuple[str, ...], programs: Iterable[Program]) -> Mapping[str, tuple[str, ...]]:
    """The identity that the first layout with exactly these columns declares."""
    own = set(signature(header))
    layouts = (layout for program in programs for report in program.reports for layout in report.layouts)
    return next((layout.identity for layout in layouts if set(signature(layout.columns)) == own), {})
