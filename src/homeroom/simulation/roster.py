"""The school's roster as a OneRoster 1.2 CSV set, full, as it stands after the last simulated week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from homeroom.simulation.calendar import FALL_ENDS, SCHOOL_YEAR, YEAR_BEGINS, YEAR_ENDS
from homeroom.simulation.school import CEDS, DISTRICT, SCHOOL, Adult, Child, Org, School, SchoolClass
from homeroom.simulation.staff import DATA_TEAM, LAB, PRINCIPAL, TEACHER, TUTOR

YEAR, FALL, SPRING = "ses-2027", "ses-2027-fall", "ses-2027-spring"
SPRING_BEGINS = date(2027, 1, 4)
# OneRoster has no words for a tutor, a lab coordinator or a data team: its own way for others is `ext:`.
ROLES = {
    TEACHER: "teacher",
    PRINCIPAL: "principal",
    TUTOR: "ext:tutor",
    LAB: "ext:labCoordinator",
    DATA_TEAM: "ext:dataTeam",
}
WHOLE_YEAR = (YEAR_BEGINS, YEAR_ENDS)
Row = tuple[str, ...]
# In a full set both stay blank, as the specification asks.
STATUS = ("", "")
FILES = ("academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users")
ABSENT = (
    "categories",
    "classResources",
    "courseResources",
    "demographics",
    "lineItemLearningObjectiveIds",
    "lineItemScoreScales",
    "lineItems",
    "resources",
    "resultLearningObjectiveIds",
    "resultScoreScales",
    "results",
    "scoreScales",
    "userProfiles",
    "userResources",
)


@dataclass(frozen=True)
class Part:
    """One file of the set."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def parts(school: School) -> tuple[Part, ...]:
    return (
        Part("manifest.csv", ("propertyName", "value"), tuple(_manifest())),
        Part("orgs.csv", _header("name,type,identifier,parentSourcedId"), (_org(DISTRICT), _org(SCHOOL, DISTRICT))),
        _sessions(),
        Part(
            "courses.csv",
            _header("schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"),
            tuple(courses(school)),
        ),
        _classes(school),
        _users(school),
        _roles(school),
        _enrollments(school),
    )


def _header(names: str) -> tuple[str, ...]:
    return ("sourcedId", "status", "dateLastModified", *names.split(","))


def _manifest() -> Iterator[tuple[str, str]]:
    yield from (("manifest.version", "1.0"), ("oneroster.version", "1.2"))
    kinds = dict.fromkeys(FILES, "bulk") | dict.fromkeys(ABSENT, "absent")
    yield from ((f"file.{name}", kinds[name]) for name in sorted(kinds))
    yield from (("source.systemName", "Simulated student information system"), ("source.systemCode", "simulation"))


def _org(org: Org, parent: Org | None = None) -> tuple[str, ...]:
    return (org.sourced_id, *STATUS, org.name, org.kind, org.identifier, parent.sourced_id if parent else "")


def _sessions() -> Part:
    year = str(SCHOOL_YEAR)
    rows = (
        (YEAR, *STATUS, "2026-2027", "schoolYear", YEAR_BEGINS, YEAR_ENDS, "", year),
        (FALL, *STATUS, "Fall 2026", "term", YEAR_BEGINS, FALL_ENDS, YEAR, year),
        (SPRING, *STATUS, "Spring 2027", "term", SPRING_BEGINS, YEAR_ENDS, YEAR, year),
    )
    header = _header("title,type,startDate,endDate,parentSourcedId,schoolYear")
    return Part("academicSessions.csv", header, tuple(tuple(map(str, row)) for row in rows))


def courses(school: School, org: Org = SCHOOL) -> Iterator[Row]:
    for grade in sorted({one.grade for one in school.classes}):
        title = f"Grade {CEDS[grade].lstrip('0')}" if grade else "Kindergarten"
        yield (_course(grade), *STATUS, YEAR, title, f"HR{CEDS[grade]}", CEDS[grade], org.sourced_id, "Homeroom", "")


def _course(grade: int) -> str:
    return f"crs-{CEDS[grade]}"


def _classes(school: School) -> Part:
    header = _header(
        "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
        "subjectCodes,periods"
    )
    return Part("classes.csv", header, tuple(homeroom(one) for one in school.classes))


def homeroom(one: SchoolClass, org: Org = SCHOOL) -> Row:
    code = f"HR{CEDS[one.grade]}-{one.index + 1}"
    said = (one.title, CEDS[one.grade], _course(one.grade), code, "homeroom", one.room)
    return (one.sourced_id, *STATUS, *said, org.sourced_id, f"{FALL},{SPRING}", "Homeroom", "", one.block.name)


def _users(school: School) -> Part:
    header = _header(
        "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,"
        "password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,"
        "primaryOrgSourcedId,pronouns"
    )
    return Part("users.csv", header, (*map(adult, school.adults), *map(child, school.children)))


def child(one: Child, org: Org = SCHOOL, agents: str = "") -> Row:
    """A child's row in users.csv. `agents` are the ids of its family contacts."""
    ids = f"{{StateID:{one.state_id}}},{{LDAP:{one.username}}}"
    return (
        *(one.sourced_id, *STATUS, "true", one.username, ids, one.name.given, one.name.family, one.name.middle),
        *(one.sis_id, one.email, "", "", agents, CEDS[one.grade], "", "", "", one.preferred, "", ""),
        *(org.sourced_id, ""),
    )


def adult(one: Adult, org: Org | None = None) -> Row:
    """A grown-up's row in users.csv: of a staff member, or of a family."""
    ids = f"{{LDAP:{one.username}}}"
    return (
        *(one.sourced_id, *STATUS, "true", one.username, ids, one.name.given, one.name.family, one.name.middle),
        *("", one.email, "", "", "", "", "", "", "", "", "", ""),
        *((org or _org_of(one)).sourced_id, ""),
    )


def _org_of(one: Adult) -> Org:
    return DISTRICT if one.role == DATA_TEAM else SCHOOL


def _roles(school: School) -> Part:
    header = _header("userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId")
    adults = [role(one.sourced_id, ROLES[one.role], _org_of(one)) for one in school.adults]
    children = [role(one.sourced_id, "student", SCHOOL, (one.begins, one.ends)) for one in school.children]
    return Part("roles.csv", header, (*adults, *children))


def role(person: str, word: str, org: Org, days: tuple[date, date] = WHOLE_YEAR, also: str = "") -> Row:
    """A row of roles.csv. `also` tells a further role of the same person apart."""
    kind = "secondary" if also else "primary"
    return (f"rol-{person}{also}", *STATUS, person, kind, word, *map(date.isoformat, days), org.sourced_id, "")


def _enrollments(school: School) -> Part:
    header = _header("classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate")
    return Part("enrollments.csv", header, (*teaching(school), *learning(school)))


def teaching(school: School, org: Org = SCHOOL) -> Iterator[Row]:
    for one in school.adults:
        for place, index in enumerate(one.classes):
            primary = "false" if place else "true"
            yield enrolled(school.classes[index].sourced_id, org, one.sourced_id, f"-{index + 1}", primary)


def learning(school: School, org: Org = SCHOOL) -> Iterator[Row]:
    for one in school.children:
        for stay in one.stays:
            room, days = school.classes[stay.class_index].sourced_id, (stay.begins, stay.ends)
            yield enrolled(room, org, one.sourced_id, f"-{stay.class_index + 1}", "", days)


def enrolled(
    room: str, org: Org, person: str, place: str, primary: str = "", days: tuple[date, date] = WHOLE_YEAR
) -> Row:
    """A row of enrollments.csv: a child's where `primary` is blank, else a teacher's."""
    word = "teacher" if primary else "student"
    dates = (day.isoformat() for day in days)
    return (f"enr-{person}{place}", *STATUS, room, org.sourced_id, person, word, primary, *dates)
