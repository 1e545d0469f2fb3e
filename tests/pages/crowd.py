"""One sign-in for every kind of person, around two schools: who must see whose page, as a plain table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from a_school import TODAY, Town, child, staff, standards, teaches, town
from homeroom.people.models import (
    Caseload,
    Class,
    Contact,
    Relationship,
    Role,
    School,
    Staff,
    Student,
    Substitution,
    User,
)

Kind = Role.Kind
# Names that stand nowhere else on any page.
OWN, MATE, OTHER = "Quillfeather", "Brambleworth", "Ostrandervane"
CODE = "3.NF.A.1"
ANONYMOUS, VIEWING = "anonymous", "data team looking as the teacher"
# Which of the children "own" (and its class mate) and "other" each person sees.
SEES: dict[str, set[str]] = {
    "teacher": {OWN, MATE},
    "substitute": {OWN, MATE},
    "lab coordinator": {OWN, MATE},
    "tutor": {OWN},
    "principal": {OWN, MATE},
    "data team of the school": {OWN, MATE},
    "data team of the network": {OWN, MATE, OTHER},
    "network leader": set(),
    "family": {OWN},
    "student": set(),
    "vendor": set(),
    "teacher here and principal there": {OWN, MATE, OTHER},
    "teacher who left": set(),
    "teacher whose role ended": set(),
    "suspended teacher": set(),
    "substitute of yesterday": set(),
    "nobody": set(),
    VIEWING: {OWN, MATE},
    ANONYMOUS: set(),
}
# A class's page needs more than one child of it.
CLASS_PAGE = {name for name in SEES if MATE in SEES[name]}
DATA_TEAM = {"data team of the school", "data team of the network"}
# Whose session ends with the next request, whatever they ask for.
SIGNED_OUT = {ANONYMOUS, "suspended teacher", "teacher who left"}
# The words of a rule, and who that is in this crowd. A rule in other words needs a line here.
WHO: dict[str, set[str]] = {
    "everybody who is signed in": SEES.keys() - SIGNED_OUT,
    "the data team": DATA_TEAM,
    "a data team that serves every school": {"data team of the network"},
    "principals and the data team": DATA_TEAM | {"principal", "teacher here and principal there"},
    "lab coordinators, teachers, principals and the data team": DATA_TEAM
    | {"lab coordinator", "teacher", "principal", "teacher here and principal there", VIEWING},
    "teachers, principals and the data team": DATA_TEAM
    | {"teacher", "principal", "teacher here and principal there", VIEWING},
    "lab coordinators, principals and the data team": DATA_TEAM
    | {"lab coordinator", "principal", "teacher here and principal there"},
    "lab coordinators, teachers, tutors, principals and the data team": DATA_TEAM
    | {"lab coordinator", "teacher", "tutor", "principal", "teacher here and principal there", VIEWING},
    "network leaders and the data team": DATA_TEAM | {"network leader"},
    "network leaders, principals and the data team": DATA_TEAM
    | {"network leader", "principal", "teacher here and principal there"},
    "everybody with a role": DATA_TEAM
    | {
        "teacher",
        "lab coordinator",
        "tutor",
        "principal",
        "network leader",
        "teacher here and principal there",
        VIEWING,
    },
    "who looks through somebody else's eyes": SEES.keys() - SIGNED_OUT,
}


@dataclass(frozen=True)
class Crowd:
    place: Town
    other_class: Class
    own: Student
    other: Student
    people: dict[str, User | None]


def crowd() -> Crowd:
    place = town(0)
    standards({CODE: "Unit fractions"})
    here, there = place.school, School.objects.get(sourced_id="s2")
    other_class = Class.objects.get(sourced_id="c2")
    own, mate = child(0, place.group, "Ana", OWN), child(1, place.group, "Bo", MATE)
    other = child(2, other_class, "Cy", OTHER)
    place = Town(here, place.group, [own, mate], *_adults(place))
    people: dict[str, User | None] = {
        "teacher": place.teacher,
        "substitute": _substitute("sub", place.group, 0),
        "lab coordinator": _teaching("lab", Kind.LAB_COORDINATOR, place.group),
        "tutor": _tutor(here, own),
        "principal": place.principal,
        "data team of the school": staff("local", Kind.DATA_TEAM, here),
        "data team of the network": place.data_team,
        "network leader": staff("leader", Kind.NETWORK_LEADER, None),
        "family": _family(own),
        "student": User.objects.create(username="ana", student=own),
        "vendor": User.objects.create(username="vendor", vendor="iready"),
        "teacher here and principal there": _several(place.group, there),
        "teacher who left": _left(place.group),
        "teacher whose role ended": _role_ended(place.group),
        "suspended teacher": _teaching("suspended", Kind.TEACHER, place.group),
        "substitute of yesterday": _substitute("late", place.group, 1),
        "nobody": place.stranger,
        VIEWING: place.data_team,
        ANONYMOUS: None,
    }
    User.objects.filter(username="suspended").update(is_active=False)
    return Crowd(place, other_class, own, other, people)


def _adults(place: Town) -> tuple[User, ...]:
    return place.teacher, place.other_teacher, place.principal, place.data_team, place.stranger


def _teaching(name: str, kind: str, group: Class) -> User:
    user = staff(name, kind, group.school)
    teaches(user, group)
    return user


def _substitute(name: str, group: Class, days_ago: int) -> User:
    user = staff(name, None, None)
    day = TODAY - timedelta(days=days_ago)
    Substitution.objects.create(staff=user.staff, school_class=group, begins_on=day, ends_on=day, reason="is ill")
    return user


def _tutor(school: School, own: Student) -> User:
    user = staff("tutor", Kind.TUTOR, school)
    Caseload.objects.create(staff=user.staff, student=own, reason="reads with the child")
    return user


def _family(own: Student) -> User:
    contact = Contact.objects.create(sourced_id="g1", given_name="Gil", family_name="Parent")
    Relationship.objects.create(contact=contact, student=own, kind="parent")
    return User.objects.create(username="family", contact=contact)


def _several(group: Class, there: School) -> User:
    user = _teaching("several", Kind.TEACHER, group)
    Role.objects.create(staff=user.staff, kind=Kind.PRINCIPAL, school=there)
    return user


def _left(group: Class) -> User:
    user = _teaching("left", Kind.TEACHER, group)
    Staff.objects.filter(pk=user.staff_id).update(ends_on=TODAY - timedelta(days=1))
    return user


def _role_ended(group: Class) -> User:
    user = _teaching("changed", Kind.TEACHER, group)
    Role.objects.filter(staff=user.staff).update(ends_on=TODAY - timedelta(days=1))
    return user
