"""One roster row -> one frozen thing of `people.oneroster`, checked against what the set holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop

from homeroom.intake.rosters.cells import BadCellError, Cells
from homeroom.people.families import widest
from homeroom.people.grades import grade_code
from homeroom.people.oneroster import (
    FAMILY,
    GUARDIANS,
    KINDS,
    STUDENT,
    Enrolled,
    HeldRole,
    Org,
    Related,
    SchoolClass,
    Session,
    User,
)

GUARDIAN_WORDS = gettext_noop("parents and guardians are in no class")
STAFF, CONTACT = "staff", gettext_noop("a family contact")
ONE = {STUDENT: "a student", STAFF: STAFF, CONTACT: CONTACT}


@dataclass
class Known:
    """What has been read so far; later files refer to it."""

    orgs: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()
    courses: Mapping[str, str] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    # User -> what the set takes that person for: STUDENT, STAFF or CONTACT.
    users: Mapping[str, str] = field(default_factory=dict)
    contacts: frozenset[str] = frozenset()
    named_users: frozenset[str] = frozenset()
    # OneRoster 1.2: user -> roles of roles.csv; None in a 1.1 set, where users.csv has them.
    roles: Mapping[str, tuple[HeldRole, ...]] | None = None
    # Users who had a row in roles.csv that could not be used.
    doubtful_roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Course:
    sourced_id: str
    title: str


@dataclass(frozen=True)
class RoleRow:
    user: str
    role: HeldRole


def org(cells: Cells, known: Known) -> Org:
    return Org(
        sourced_id=cells.sourced_id(),
        name=cells.text("name", required=True),
        kind=cells.text("type", required=True, longest=32),
        identifier=cells.text("identifier"),
        parent=cells.text("parentSourcedId"),
        deleted=cells.deleted(),
        extras=cells.extras(),
    )


def session(cells: Cells, known: Known) -> Session:
    begins, ends = cells.dates("startDate", "endDate", required=True)
    assert begins and ends  # noqa: S101  `required` raised otherwise
    return Session(
        sourced_id=cells.sourced_id(),
        title=cells.text("title", required=True),
        kind=cells.text("type", required=True, longest=32),
        begins_on=begins,
        ends_on=ends,
        school_year=school_year(cells.text("schoolYear"), ends),
        parent=cells.text("parentSourcedId"),
        deleted=cells.deleted(),
        extras=cells.extras(),
    )


def school_year(text: str, ends_on: date) -> int:
    """The year in which the school year ends: "2027", "2026-2027" and "2026-27" are one. Blank: by `ends_on`."""
    if not text:
        return ends_on.year + (ends_on.month > 7)
    found = re.fullmatch(r"(\d{4})(?:\s*[-/]\s*(\d{4}|\d\d))?", text)
    if not found:
        raise BadCellError("bad_year", "schoolYear", gettext_noop("schoolYear is no year like 2027"))
    return int(found[1]) + 1 if found[2] else int(found[1])


def course(cells: Cells, known: Known) -> Course:
    cells.deleted()
    return Course(cells.sourced_id(), cells.text("title", required=True))


def school_class(cells: Cells, known: Known) -> SchoolClass:
    sourced_id, terms = cells.sourced_id(), cells.words("termSourcedIds")
    if not known.sessions.issuperset(terms):
        raise BadCellError(
            "bad_reference",
            "termSourcedIds",
            gettext_noop("termSourcedIds names a session that academicSessions.csv lacks"),
        )
    course_id = cells.text("courseSourcedId")
    return SchoolClass(
        sourced_id=sourced_id,
        title=cells.text("title", required=True),
        kind=cells.text("classType", longest=32),
        school=cells.among("schoolSourcedId", known.orgs, "orgs.csv"),
        terms=terms,
        grades=tuple(grade_code(word) or word for word in cells.words("grades")),
        subjects=cells.words("subjects"),
        code=cells.text("classCode"),
        course=known.courses.get(course_id, course_id),
        deleted=cells.deleted(),
        extras=cells.extras(),
    )


def role(cells: Cells, known: Known) -> RoleRow:
    """A row of 1.2's roles.csv."""
    cells.sourced_id()
    user = cells.among("userSourcedId", known.named_users, "users.csv")
    word = _role_word(cells)
    begins, ends = cells.dates("beginDate", "endDate")
    place = cells.among("orgSourcedId", known.orgs, "orgs.csv")
    return RoleRow(user, HeldRole(word, place, begins, ends, deleted=cells.deleted()))


def user(cells: Cells, known: Known) -> User:
    sourced_id = cells.sourced_id()
    orgs, roles = _orgs_and_roles(cells, sourced_id, known)
    given, family = cells.text("givenName"), cells.text("familyName")
    if not (given or family):
        raise BadCellError("blank", "givenName", gettext_noop("givenName and familyName are both blank"))
    return User(
        sourced_id=sourced_id,
        given_name=given,
        family_name=family,
        middle_name=cells.text("middleName"),
        preferred_name=cells.text("preferredFirstName") or cells.text("preferredGivenName"),
        username=cells.text("username"),
        email=cells.text("email"),
        identifier=cells.text("identifier"),
        grade=_grade(cells) if any(held.word == STUDENT for held in roles) else "",
        enabled=cells.yes_no("enabledUser", blank=True),
        orgs=orgs,
        roles=roles,
        user_ids=cells.pairs("userIds"),
        agents=cells.words("agentSourcedIds"),
        all_roles_read=sourced_id not in known.doubtful_roles and len(orgs) >= len(cells.words("orgSourcedIds")),
        deleted=cells.deleted(),
        extras=cells.extras(),
    )


def _orgs_and_roles(cells: Cells, sourced_id: str, known: Known) -> tuple[tuple[str, ...], tuple[HeldRole, ...]]:
    if known.roles is not None:
        roles = known.roles.get(sourced_id, ())
        if not roles:
            raise BadCellError(
                "no_role",
                "sourcedId",
                gettext_noop("roles.csv has no role that can be used for this user"),
            )
        return tuple(dict.fromkeys(held.org for held in roles)), roles
    word, named = _role_word(cells), cells.words("orgSourcedIds")
    orgs = tuple(place for place in named if place in known.orgs)
    if word in GUARDIANS:
        return orgs, (HeldRole(word, orgs[0] if orgs else ""),)
    if not orgs:
        code = "bad_reference" if named else "blank"
        raise BadCellError(
            code, "orgSourcedIds", gettext_noop("orgSourcedIds names no organisation that orgs.csv holds")
        )
    return orgs, tuple(HeldRole(word, place) for place in orgs)


def taken_for(one: User) -> str:
    return STUDENT if one.is_student else STAFF if one.is_staff else CONTACT


def related(contact: User, student: str) -> Related:
    """What a contact's own family roles say of a child. The nearest kind counts, for as long as any role holds."""
    roles = [held for held in contact.family if not held.deleted]
    kind = min((held.word for held in roles), key=FAMILY.index)
    return Related(contact.sourced_id, student, kind, *widest(roles))


def relationship(cells: Cells, known: Known) -> Related:
    """A row of a file of relationships: the child first, then the contact."""
    cells.sourced_id()
    kind = cells.text("relationshipRole", required=True).lower()
    if kind not in FAMILY:
        raise BadCellError(
            "unknown_role",
            "relationshipRole",
            gettext_noop("relationshipRole is none of %(known)s") % {"known": ", ".join(FAMILY)},
        )
    child = cells.among("userSourcedId", known.users, "users.csv")
    contact = cells.among("relationshipUserSourcedId", known.users, "users.csv")
    if known.users[child] != STUDENT or contact not in known.contacts:
        said = gettext_noop("the relationship needs a student and %(contact_words)s, in this order") % {
            "contact_words": CONTACT
        }
        raise BadCellError("role_mismatch", "relationshipUserSourcedId", said)
    return Related(contact, child, kind)


def enrollment(cells: Cells, known: Known) -> Enrolled:
    sourced_id, word = cells.sourced_id(), _role_word(cells)
    if word in GUARDIANS:
        raise BadCellError("guardian", "role", GUARDIAN_WORDS, "ignored")
    begins, ends = cells.dates("beginDate", "endDate")
    place = cells.among("classSourcedId", known.classes, "classes.csv")
    person = cells.among("userSourcedId", known.users, "users.csv")
    is_one = known.users[person]
    if (said := STUDENT if word == STUDENT else STAFF) != is_one:
        raise BadCellError(
            "role_mismatch",
            "role",
            gettext_noop("enrolled as %(said)s, but users.csv says that the person is %(person)s")
            % {"said": said, "person": ONE[is_one]},
        )
    return Enrolled(
        sourced_id=sourced_id,
        school_class=place,
        user=person,
        role=word,
        primary=cells.yes_no("primary", blank=False),
        begins_on=begins,
        ends_on=ends,
        deleted=cells.deleted(),
        extras=cells.extras(),
    )


def _role_word(cells: Cells) -> str:
    word = cells.text("role", required=True).lower()
    if word != STUDENT and word not in KINDS and word not in GUARDIANS:
        raise BadCellError(
            "unknown_role",
            "role",
            gettext_noop("role is none of %(known)s") % {"known": ", ".join(sorted((STUDENT, *KINDS)))},
        )
    return word


def _grade(cells: Cells) -> str:
    """A child's grade; where a roster gives several, the first. An unknown one is never guessed."""
    grades = cells.words("grades")
    code = grade_code(grades[0]) if grades else ""
    if code is None:
        raise BadCellError(
            "unknown_grade",
            "grades",
            gettext_noop("grades must be codes such as KG, 01 … 12"),
        )
    return code
