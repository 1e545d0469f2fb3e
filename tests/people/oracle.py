"""Who sees whom, written a second time: plain Python over lists of rows, without one query but `select *`.

It knows nothing of the code it judges. One sentence of the rules is one function here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace as Row

from django.db import connection

from homeroom.people import models

TABLES = {
    "schools": models.School,
    "sessions": models.AcademicSession,
    "classes": models.Class,
    "terms": models.Class.terms.through,
    "students": models.Student,
    "named": models.Student.schools.through,
    "staff": models.Staff,
    "contacts": models.Contact,
    "relationships": models.Relationship,
    "users": models.User,
    "roles": models.Role,
    "enrollments": models.Enrollment,
    "caseload": models.Caseload,
    "substitutions": models.Substitution,
}


@dataclass
class Rows:
    """Every table as a list of rows, and the same rows by what they belong to."""

    tables: dict[str, list[Row]]

    def __post_init__(self) -> None:
        self.by_id = {name: {row.id: row for row in rows} for name, rows in self.tables.items()}
        self.classes_of_child = self._by("enrollments", "student_id")
        self.classes_of_staff = self._by("enrollments", "staff_id")
        self.terms_of = self._by("terms", "class_id")
        self.names = self._by("named", "student_id")
        self.roles_of = self._by("roles", "staff_id")
        self.caseload_of = self._by("caseload", "staff_id")
        self.grants_of = self._by("substitutions", "staff_id")
        self.children_of = self._by("relationships", "contact_id")
        self.written: dict[tuple[int, date], bool] = {}

    def _by(self, table: str, column: str) -> dict[int, list[Row]]:
        found = defaultdict(list)
        for row in self.tables[table]:
            found[getattr(row, column)].append(row)
        return found


def read() -> Rows:
    return Rows({name: _table(model._meta.db_table) for name, model in TABLES.items()})


def _table(name: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f'select * from "{name}"')
        columns = [column[0] for column in cursor.description]
        return [Row(**dict(zip(columns, map(_date, columns, row), strict=True))) for row in cursor.fetchall()]


def _date(column: str, value: object) -> object:
    return date.fromisoformat(value) if column.endswith("_on") and isinstance(value, str) else value


def sees(rows: Rows, user: int, child: int, day: date) -> bool:
    """Whether this sign-in sees this child on the day."""
    who, student = rows.by_id["users"][user], rows.by_id["students"][child]
    if not who.is_active or who.vendor:
        return False
    return _as_family(rows, who, student, day) or _as_staff(rows, who, student, day)


def _as_family(rows: Rows, who: Row, student: Row, day: date) -> bool:
    contact = rows.by_id["contacts"].get(who.contact_id)
    if contact is None or _gone(contact, day):
        return False
    return any(one.student_id == student.id and _holds(one, day) for one in rows.children_of[contact.id])


def _as_staff(rows: Rows, who: Row, student: Row, day: date) -> bool:
    staff = rows.by_id["staff"].get(who.staff_id)
    if staff is None or _gone(staff, day):
        return False
    if _as_substitute(rows, staff, student, day):
        return True
    return any(_as_role(rows, role, student, day) for role in rows.roles_of[staff.id] if _holds(role, day))


def _as_substitute(rows: Rows, staff: Row, student: Row, day: date) -> bool:
    granted = {one.school_class_id for one in rows.grants_of[staff.id] if _holds(one, day)}
    return not _gone(student, day) and bool(granted & _classes_now(rows, student, day))


def _as_role(rows: Rows, role: Row, student: Row, day: date) -> bool:
    if role.kind == "data team":
        return role.school_id is None or role.school_id in _schools_ever(rows, student.id)
    if _gone(student, day):
        return False
    if role.kind == "teacher":
        taught = _own_classes(rows, role, day) & _classes_now(rows, student, day)
        return bool(taught) or _on_caseload(rows, role, student, day)
    if role.kind == "lab coordinator":
        mine = {one for one in _own_classes(rows, role, day) if not _lab_written(rows, _school(rows, one), day)}
        return bool(mine & _classes_now(rows, student, day)) or _on_caseload(rows, role, student, day)
    if role.kind == "tutor":
        return _on_caseload(rows, role, student, day)
    if role.kind == "principal":
        return _learns_at(rows, student, day, lambda school: role.school_id in (None, school))
    return False


def _on_caseload(rows: Rows, role: Row, student: Row, day: date) -> bool:
    listed = any(one.student_id == student.id and _holds(one, day) for one in rows.caseload_of[role.staff_id])
    return listed and (
        role.school_id is None or _learns_at(rows, student, day, lambda school: _within(rows, school, role))
    )


def _learns_at(rows: Rows, student: Row, day: date, wanted: object) -> bool:
    """Whether the child is in a class today and it, or the child by name, is at a wanted school."""
    classes = _classes_now(rows, student, day)
    schools = {_school(rows, one) for one in classes} | {one.school_id for one in rows.names[student.id]}
    return bool(classes) and any(wanted(school) for school in schools)


def _lab_written(rows: Rows, school: int, day: date) -> bool:
    """Whether a coordinator of the school has had a child of the school on a caseload, by this day."""
    if (school, day) not in rows.written:
        rows.written[school, day] = any(
            (one.begins_on is None or one.begins_on <= day)
            and school in _schools_ever(rows, one.student_id)
            and any(
                role.kind == "lab coordinator" and _holds(role, day) and _within(rows, school, role)
                for role in rows.roles_of[one.staff_id]
            )
            for one in rows.tables["caseload"]
        )
    return rows.written[school, day]


def _own_classes(rows: Rows, role: Row, day: date) -> set[int]:
    own = {one.school_class_id for one in rows.classes_of_staff[role.staff_id] if _enrolled(rows, one, day)}
    return {one for one in own if _within(rows, _school(rows, one), role)}


def _within(rows: Rows, school: int, role: Row) -> bool:
    return role.school_id in (None, school) or role.school_id == rows.by_id["schools"][school].parent_id


def _classes_now(rows: Rows, student: Row, day: date) -> set[int]:
    return {one.school_class_id for one in rows.classes_of_child[student.id] if _enrolled(rows, one, day)}


def _schools_ever(rows: Rows, child: int) -> set[int]:
    by_class = {_school(rows, one.school_class_id) for one in rows.classes_of_child[child]}
    return by_class | {one.school_id for one in rows.names[child]}


def _school(rows: Rows, number: int) -> int:
    return rows.by_id["classes"][number].school_id


def _enrolled(rows: Rows, enrollment: Row, day: date) -> bool:
    """By the enrollment's own dates; where it has none, by its class's and by those of its terms."""
    if enrollment.begins_on or enrollment.ends_on:
        return _holds(enrollment, day)
    terms = [rows.by_id["sessions"][one.academicsession_id] for one in rows.terms_of[enrollment.school_class_id]]
    going = _holds(rows.by_id["classes"][enrollment.school_class_id], day)
    return going and (not terms or any(_holds(term, day) for term in terms))


def _holds(row: Row, day: date) -> bool:
    return (row.begins_on is None or row.begins_on <= day) and not _gone(row, day)


def _gone(row: Row, day: date) -> bool:
    return row.ends_on is not None and row.ends_on < day
