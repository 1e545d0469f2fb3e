"""The school's roster as a OneRoster 1.2 CSV set, full, as it stands after the last simulated week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from homeroom.simulation.calendar import FALL_ENDS, SCHOOL_YEAR, YEAR_BEGINS, YEAR_ENDS
from homeroom.simulation.school import CEDS, DISTRICT, SCHOOL, Adult, Child, Org, School
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
    rows: tuple[tuple[str, ...], ...]


def parts(school: School) -> tuple[Part, ...]:
    return (
        Part("manifest.csv", ("propertyName", "value"), tuple(_manifest())),
        Part("orgs.csv", _header("name,type,identifier,parentSourcedId"), (_org(DISTRICT), _org(SCHOOL, DISTRICT))),
        _sessions(),
        Part(
            "courses.csv",
            _header("schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"),
            tuple(_courses(school)),
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


def _courses(school: School) -> Iterator[tuple[str, ...]]:
    for grade in sorted({one.grade for one in school.classes}):
        title = f"Grade {CEDS[grade].lstrip('0')}" if grade else "Kindergarten"
        yield (_course(grade), *STATUS, YEAR, title, f"HR{CEDS[grade]}", CEDS[grade], SCHOOL.sourced_id, "Homeroom", "")


def _course(grade: int) -> str:
    return f"crs-{CEDS[grade]}"


def _classes(school: School) -> Part:
    header = _header(
        "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
        "subjectCodes,periods"
    )
    rows = tuple(
        (
            one.sourced_id,
            *STATUS,
            one.title,
            CEDS[one.grade],
            _course(one.grade),
            f"HR{CEDS[one.grade]}-{one.index + 1}",
            "homeroom",
            one.room,
            SCHOOL.sourced_id,
            f"{FALL},{SPRING}",
            "Homeroom",
            "",
            one.block.name,
        )
        for one in school.classes
    )
    return Part("classes.csv", header, rows)


def _users(school: School) -> Part:
    header = _header(
        "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,"
        "password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,"
        "primaryOrgSourcedId,pronouns"
    )
    return Part("users.csv", header, (*map(_adult, school.adults), *map(_child, school.children)))


def _child(child: Child) -> tuple[str, ...]:
    name = child.name
    ids = f"{{StateID:{child.state_id}}},{{LDAP:{child.username}}}"
    return (
        child.sourced_id,
        *STATUS,
        "true",
        child.username,
        ids,
        name.given,
        name.family,
        name.middle,
        child.sis_id,
        child.email,
        "",
        "",
        "",
        CEDS[child.grade],
        "",
        "",
        "",
        child.preferred,
        "",
        "",
        SCHOOL.sourced_id,
        "",
    )


def _adult(adult: Adult) -> tuple[str, ...]:
    name = adult.name
    return (
        adult.sourced_id,
        *STATUS,
        "true",
        adult.username,
        f"{{LDAP:{adult.username}}}",
        name.given,
        name.family,
        name.middle,
        "",
        adult.email,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        _org_of(adult),
        "",
    )


def _org_of(adult: Adult) -> str:
    return DISTRICT.sourced_id if adult.role == DATA_TEAM else SCHOOL.sourced_id


def _roles(school: School) -> Part:
    header = _header("userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId")
    year = (YEAR_BEGINS.isoformat(), YEAR_ENDS.isoformat())
    adults = [
        (f"rol-{adult.sourced_id}", *STATUS, adult.sourced_id, "primary", ROLES[adult.role], *year, _org_of(adult), "")
        for adult in school.adults
    ]
    children = [
        (
            f"rol-{child.sourced_id}",
            *STATUS,
            child.sourced_id,
            "primary",
            "student",
            child.begins.isoformat(),
            child.ends.isoformat(),
            SCHOOL.sourced_id,
            "",
        )
        for child in school.children
    ]
    return Part("roles.csv", header, (*adults, *children))


def _enrollments(school: School) -> Part:
    header = _header("classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate")
    return Part("enrollments.csv", header, (*_teaching(school), *_learning(school)))


def _teaching(school: School) -> Iterator[tuple[str, ...]]:
    for adult in school.adults:
        for place, index in enumerate(adult.classes):
            one, primary = school.classes[index], "false" if place else "true"
            yield (
                f"enr-{adult.sourced_id}-{index + 1}",
                *STATUS,
                one.sourced_id,
                SCHOOL.sourced_id,
                adult.sourced_id,
                "teacher",
                primary,
                YEAR_BEGINS.isoformat(),
                YEAR_ENDS.isoformat(),
            )


def _learning(school: School) -> Iterator[tuple[str, ...]]:
    for child in school.children:
        for stay in child.stays:
            one = school.classes[stay.class_index]
            yield (
                f"enr-{child.sourced_id}-{stay.class_index + 1}",
                *STATUS,
                one.sourced_id,
                SCHOOL.sourced_id,
                child.sourced_id,
                "student",
                "",
                stay.begins.isoformat(),
                stay.ends.isoformat(),
            )
