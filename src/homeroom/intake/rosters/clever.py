"""Clever's six files (schools, students, teachers, staff or admins, sections, enrollments) in OneRoster's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from django.utils.translation import gettext_noop

from homeroom.intake.rosters import clever_contacts
from homeroom.intake.rosters.columns import TAKEN
from homeroom.intake.rosters.table import Fault, Record, Table
from homeroom.intake.rosters.turned import Cells, Source, Turn, Turned, joined

PROGRAM = "clever_roster"
USES = ("schools", "students", "teachers", "staff", "admins", "sections", "enrollments")
NEEDED = frozenset({"schools", "students", "sections"})
TEACHERS = ("teacher_id", *(f"teacher_{n}_id" for n in range(2, 11)))
ADMINISTRATORS = ("principal", "administrator", "admin", "assistant principal", "school admin")


def fits(opened: Mapping[str, Table]) -> bool:
    return opened.keys() >= NEEDED and "section_id" in opened["sections"].names


def turn(opened: Mapping[str, Table]) -> Turned:
    staff = _same_people(opened)
    others = partial(_staff, staff)
    people: Mapping[str, Turn] = {"students": _student, "teachers": _teacher, "staff": others, "admins": others}
    sources = {
        "orgs": ("schools",),
        "users": tuple(name for name in people if name in opened),
        "classes": ("sections",),
        "enrollments": ("enrollments",) if "enrollments" in opened else (),
    }
    teaching, unknown = _teaching(opened)
    contacts, related, nameless = clever_contacts.told(opened["students"])
    enrolled = [Source(opened[name], _enrollment) for name in sources["enrollments"]]
    tables = {
        "orgs": joined([Source(opened["schools"], _school)]),
        "academicSessions": joined([], _terms(opened["sections"])),
        "users": joined([Source(opened[name], people[name]) for name in sources["users"]], contacts),
        "classes": joined([Source(opened["sections"], _section)]),
        "enrollments": joined(enrolled, teaching),
    }
    if clever_contacts.comes(opened["students"]):
        tables["relationships"] = joined([], related)
    notes = (
        {
            "sections": (
                gettext_noop("a teacher who is not in teachers.csv set aside in %(unknown)s row(s)")
                % {"unknown": unknown},
            )
        }
        if unknown
        else {}
    )
    notes |= {"students": (clever_contacts.NAMELESS % {"n": nameless},)} if nameless else {}
    found = {name: _with_columns(name, table) for name, table in tables.items()}
    return Turned(PROGRAM, "", found, sources, notes)


def _school(record: Record) -> Cells:
    cells = record.cells
    return {
        "sourcedId": cells.get("school_id", ""),
        "name": cells.get("school_name", ""),
        "type": "school",
        "identifier": cells.get("school_number", "") or cells.get("state_id", ""),
    }


def _student(record: Record) -> Cells:
    cells = record.cells
    state = cells.get("state_id", "")
    return {
        **_person(record, "student_email"),
        "sourcedId": cells.get("student_id", ""),
        "identifier": cells.get("student_number", ""),
        "userIds": f"{{state:{state}}}" if state else "",
        "username": cells.get("username", ""),
        "grades": _grade(cells.get("grade", "")),
        "role": "student",
    }


def _teacher(record: Record) -> Cells:
    cells = record.cells
    email = cells.get("teacher_email", "")
    return {
        **_person(record, "teacher_email"),
        "sourcedId": _staff_id("teacher", cells.get("teacher_id", "")),
        "identifier": cells.get("teacher_number", ""),
        "username": cells.get("username", "") or email,
        "role": "teacher",
    }


def _staff(same: Mapping[str, str], record: Record) -> Cells | Fault:
    """Staff beside the teachers. Whoever is among the teachers too, by e-mail, is taken from there."""
    cells = record.cells
    email = cells.get("staff_email", "") or cells.get("admin_email", "")
    if email and email.lower() in same:
        words = gettext_noop("the same e-mail stands in teachers.csv: taken from there, as a teacher")
        return Fault(record.number, "ignored", "also_teacher", "staff_email", words)
    title = (cells.get("title", "") or cells.get("admin_title", "") or cells.get("role", "")).lower()
    return {
        **_person(record, "staff_email" if "staff_email" in cells else "admin_email"),
        "sourcedId": _staff_id("staff", cells.get("staff_id", "")),
        "username": cells.get("username", "") or email,
        "role": "principal" if title in ADMINISTRATORS else "systemAdministrator",
    }


def _person(record: Record, email: str) -> Cells:
    cells = record.cells
    return {
        "orgSourcedIds": cells.get("school_id", ""),
        "givenName": cells.get("first_name", ""),
        "middleName": cells.get("middle_name", ""),
        "familyName": cells.get("last_name", ""),
        "email": cells.get(email, ""),
    }


def _staff_id(kind: str, number: str) -> str:
    """Clever numbers children, teachers and staff apart: one number may be all three."""
    return f"{kind}:{number}" if number else ""


def _grade(text: str) -> str:
    """Clever's words for the grades that OneRoster writes otherwise."""
    return {"kindergarten": "KG", "prekindergarten": "PK", "transitionalkindergarten": "TK"}.get(text.lower(), text)


def _same_people(opened: Mapping[str, Table]) -> dict[str, str]:
    teachers = opened["teachers"].records if "teachers" in opened else ()
    found = {one.cells.get("teacher_email", "").lower(): one.cells.get("teacher_id", "") for one in teachers}
    return {email: number for email, number in found.items() if email}


def _section(record: Record) -> Cells | Fault:
    cells, term = record.cells, _term(record)
    if isinstance(term, Fault):
        return term
    return {
        "sourcedId": cells.get("section_id", ""),
        "title": cells.get("name", "") or _titled(cells),
        "schoolSourcedId": cells.get("school_id", ""),
        "termSourcedIds": term["sourcedId"] if term else "",
        "grades": _grade(cells.get("grade", "")),
        "classCode": cells.get("section_number", ""),
        "courseSourcedId": cells.get("course_name", ""),
        "subjects": cells.get("course_subject", "") or cells.get("subject", ""),
    }


def _titled(cells: Cells) -> str:
    parts = [cells.get("course_name", ""), cells.get("section_number", "") or cells.get("period", "")]
    return " ".join(part for part in parts if part)


def _term(record: Record) -> Cells | Fault | None:
    """A section's term, told by its name and dates; None where it has no dates: then it counts until it goes."""
    cells = record.cells
    begins, ends = _day(cells.get("term_start", "")), _day(cells.get("term_end", ""))
    for column, day in (("term_start", begins), ("term_end", ends)):
        if day is None:
            words = gettext_noop("%(column)s is no date like 2026-08-31 or 08/31/2026") % {"column": column}
            return Fault(record.number, "quarantined", "bad_date", column, words)
    if not (begins and ends):
        return None
    if ends < begins:
        return Fault(
            record.number,
            "quarantined",
            "date_order",
            "term_end",
            gettext_noop("term_end lies before term_start"),
        )
    name = cells.get("term_name", "") or f"{begins} to {ends}"
    return {
        "sourcedId": f"term:{name.replace(',', ' ')}:{begins}:{ends}",
        "title": name,
        "type": "term",
        "startDate": begins,
        "endDate": ends,
    }


def _day(text: str) -> str | None:
    """A day as OneRoster writes it. Clever documents month/day/year beside it, so that order is no guess."""
    if not text or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else None


def _terms(sections: Table) -> list[Cells]:
    found = {}
    for record in sections.records:
        term = _term(record)
        if term and not isinstance(term, Fault):
            found[term["sourcedId"]] = term
    return list(found.values())


def _enrollment(record: Record) -> Cells:
    section, student = record.cells.get("section_id", ""), record.cells.get("student_id", "")
    return {
        "sourcedId": f"{section}:{student}" if section and student else "",
        "classSourcedId": section,
        "userSourcedId": student,
        "schoolSourcedId": record.cells.get("school_id", ""),
        "role": "student",
    }


def _teaching(opened: Mapping[str, Table]) -> tuple[Sequence[Cells], int]:
    """The enrollments of teachers that the sections imply, and how many name a teacher who is not there."""
    records = opened["teachers"].records if "teachers" in opened else ()
    known = {record.cells.get("teacher_id", "") for record in records}
    found, unknown = [], 0
    for section, teacher, first in _named_teachers(opened["sections"]):
        unknown += teacher not in known
        found += [_taught(section, teacher, first)] if teacher in known else []
    return found, unknown


def _named_teachers(sections: Table) -> Iterator[tuple[str, str, bool]]:
    for record in sections.records:
        named = dict.fromkeys(record.cells.get(column, "") for column in TEACHERS)
        for place, teacher in enumerate(one for one in named if one):
            yield record.cells.get("section_id", ""), teacher, not place


def _taught(section: str, teacher: str, first: bool) -> Cells:
    return {
        "sourcedId": f"{section}:teacher:{teacher}",
        "classSourcedId": section,
        "userSourcedId": _staff_id("teacher", teacher),
        "role": "teacher",
        "primary": "true" if first else "false",
    }


def _with_columns(report: str, table: Table) -> Table:
    """The columns that OneRoster needs stand even where there is no row."""
    needed = [*TAKEN[report].required, *(["role", "orgSourcedIds"] if report == "users" else [])]
    columns = (*table.columns, *(name for name in needed if name.lower() not in table.names))
    return Table(columns, table.records, table.faults, table.notes)
