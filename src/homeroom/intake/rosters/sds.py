"""School Data Sync 2.1 CSV in OneRoster's words. Its files are named as OneRoster's, its columns are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial

from django.utils.translation import gettext_noop

from homeroom.intake.rosters.table import Fault, Record, Table
from homeroom.intake.rosters.turned import Cells, Source, Turned, joined
from homeroom.people.oneroster import FAMILY, STUDENT

PROGRAM = "sds"
CONTACT = "relationshipusersourcedid"
Where = Callable[[Mapping[str, str]], bool]
USES = ("orgs", "academicSessions", "courses", "classes", "users", "roles", "enrollments", "relationships")
# What a relationship may be besides family, in its own words.
OTHERS = ("aide", "child", "doctor", "other")
NO_FAMILY = gettext_noop("an aide, a doctor or another contact is no family: not taken in")
# Its words for what a person is -> OneRoster's. A word that stands in neither list is not guessed.
ROLES: Mapping[str, str] = {
    "professor": "teacher",
    "faculty": "teacher",
    "lecturer": "teacher",
    "adjunct": "teacher",
    "instructor": "teacher",
    "substitute": "teacher",
    "assistant": "aide",
    "teacherassistant": "aide",
    "paraprofessional": "aide",
    "principal": "principal",
    "counselor": "counselor",
}
NEW_NAMES: Mapping[str, Mapping[str, str]] = {
    "classes": {"orgsourcedid": "schoolSourcedId", "sessionsourcedids": "termSourcedIds", "code": "classCode"},
    "courses": {"code": "courseCode", "subject": "subjects", "grade": "grades"},
    "roles": {"rolestartdate": "beginDate", "roleenddate": "endDate"},
}
# What makes a row of a file that has no ids of its own one row.
KEYS: Mapping[str, tuple[str, ...]] = {
    "roles": ("usersourcedid", "orgsourcedid", "role", "sessionsourcedid"),
    "enrollments": ("classsourcedid", "usersourcedid", "role"),
    "relationships": ("usersourcedid", "relationshipusersourcedid"),
}
# Used for other columns, or of no use: they would only fill the extras.
DROPPED = ("sessionsourcedid", "grade", "isprimary", "sectionsourcedid")


def fits(opened: Mapping[str, Table]) -> bool:
    """Roles in a file of their own without ids, or classes that name sessions: only School Data Sync has these."""
    roles, classes = opened.get("roles"), opened.get("classes")
    by_roles = roles is not None and "sourcedid" not in roles.names and "usersourcedid" in roles.names
    return by_roles or (classes is not None and "sessionsourcedids" in classes.names)


def turn(opened: Mapping[str, Table]) -> Turned:
    tables = {name: joined([Source(opened[name], partial(_renamed, name))]) for name in USES if name in opened}
    if "roles" in opened:
        grades = _grades(opened["roles"])
        tables["roles"] = joined([Source(opened["roles"], partial(_renamed, "roles"))], _guardians(opened))
        if "users" in opened:
            outside = _outsiders(opened)
            tables["users"] = joined([Source(opened["users"], partial(_user, grades, outside))])
    found = {name: _with_columns(name, table, opened.get(name)) for name, table in tables.items()}
    return Turned(PROGRAM, "2.1", found, {name: (name,) for name in found if name in opened})


def _renamed(report: str, record: Record) -> Cells | Fault:
    names = NEW_NAMES.get(report, {})
    cells = {names.get(name, name): value for name, value in record.cells.items()}
    if report == "relationships" and cells.get("relationshiprole", "").lower() in OTHERS:
        return Fault(record.number, "ignored", "no_family", "relationshipRole", NO_FAMILY)
    if report in KEYS:
        word = cells.get("role", "").lower()
        cells = {name: value for name, value in cells.items() if name not in DROPPED}
        cells |= {} if report == "relationships" else {"role": ROLES.get(word, word)}
        cells["sourcedid"] = _key([record.cells.get(name, "") for name in KEYS[report]])
    return cells


def _key(parts: list[str]) -> str:
    return ":".join(parts) if all(parts[:2]) else ""


def _user(grades: Mapping[str, str], outside: Collection[str], record: Record) -> Cells | Fault:
    if record.cells.get("sourcedid", "") in outside:
        return Fault(record.number, "ignored", "no_family", "sourcedId", NO_FAMILY)
    return {**record.cells, "grades": grades.get(record.cells.get("sourcedid", ""), "")}


def _grades(roles: Table) -> dict[str, str]:
    """The grade of each student: it stands with the role."""
    return {
        record.cells.get("usersourcedid", ""): _grade(record.cells.get("grade", ""))
        for record in roles.records
        if record.cells.get("role", "").lower() == "student"
    }


def _grade(word: str) -> str:
    """School Data Sync counts the years after school (PS1 … PS4); OneRoster has one word for them."""
    return "PS" if re.fullmatch(r"ps\d", word.lower()) else word


def _guardians(opened: Mapping[str, Table]) -> list[Cells]:
    """Family roles stand in `relationships.csv` alone: one for each of its contacts who is no student."""
    if "orgs" not in opened or not opened["orgs"].records:
        return []
    org = opened["orgs"].records[0].cells.get("sourcedid", "")
    students = _named(opened, "roles", "usersourcedid", lambda cells: cells.get("role", "").lower() == STUDENT)
    users = _named(opened, "users", "sourcedid")
    return [
        {
            "sourcedId": f"{kind}:{one}",
            "userSourcedId": one,
            "roleType": "primary",
            "role": kind,
            "orgSourcedId": org,
        }
        for one, kind in sorted(_contacts(opened).items())
        if one in users - students - {""}
    ]


def _contacts(opened: Mapping[str, Table]) -> dict[str, str]:
    """The contacts that `relationships.csv` names, each with the nearest kind."""
    found: dict[str, str] = {}
    for kind in FAMILY:
        for one in sorted(_named(opened, "relationships", CONTACT, lambda cells: _kind(cells) == kind)):  # noqa: B023
            found.setdefault(one, kind)
    return found


def _outsiders(opened: Mapping[str, Table]) -> set[str]:
    """Whom a set names only as a child's aide, doctor or the like."""
    others = _named(opened, "relationships", CONTACT, lambda cells: _kind(cells) in OTHERS)
    return others - _contacts(opened).keys() - _named(opened, "roles", "usersourcedid")


def _kind(cells: Mapping[str, str]) -> str:
    return cells.get("relationshiprole", "").lower()


def _named(opened: Mapping[str, Table], report: str, column: str, where: Where = lambda cells: True) -> set[str]:
    records = opened[report].records if report in opened else ()
    return {record.cells.get(column, "") for record in records if where(record.cells)}


def _with_columns(report: str, table: Table, received: Table | None) -> Table:
    """The columns that a table has even where no row fills them; `roleType` School Data Sync does not know."""
    names = NEW_NAMES.get(report, {})
    columns = [names.get(name.lower(), name) for name in (received.columns if received else ())]
    columns = [name for name in columns if report not in KEYS or name.lower() not in DROPPED]
    ids = ["sourcedId"]
    implied = {"roles": [*ids, "roleType"], "enrollments": ids, "relationships": ids, "users": ["grades"]}
    return Table((*columns, *implied.get(report, [])), table.records, table.faults, table.notes)
