"""Small towns of people: as plain data (drawn by Hypothesis), and built into the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from homeroom.people import models

FIRST = date(2026, 10, 1)
# Few of each, and few days: chance must often put two things onto one another.
SCHOOLS, CLASSES, SESSIONS, STUDENTS, STAFF = range(2), range(2), range(2), range(3), range(2)
DISTRICT, CONTACTS = len(SCHOOLS), range(1)
LAST_DAY = 2
KINDS = [kind.value for kind in models.Role.Kind]


def day(number: int | None) -> date | None:
    return None if number is None else FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Span:
    begins: int | None = None
    ends: int | None = None

    def holds(self, on: int) -> bool:
        return (self.begins is None or self.begins <= on) and (self.ends is None or self.ends >= on)

    @property
    def blank(self) -> bool:
        return self.begins is None and self.ends is None

    @property
    def columns(self) -> dict[str, date | None]:
        return {"begins_on": day(self.begins), "ends_on": day(self.ends)}


@dataclass(frozen=True)
class PlainClass:
    school: int
    terms: frozenset[int]
    span: Span


@dataclass(frozen=True)
class PlainStudent:
    ends: int | None
    schools: frozenset[int]


@dataclass(frozen=True)
class PlainStaff:
    ends: int | None
    active: bool


@dataclass(frozen=True)
class PlainRole:
    staff: int
    kind: str
    school: int | None
    span: Span


@dataclass(frozen=True)
class PlainEnrollment:
    school_class: int
    student: int | None
    staff: int | None
    span: Span


@dataclass(frozen=True)
class PlainCase:
    staff: int
    student: int
    span: Span


@dataclass(frozen=True)
class PlainGrant:
    staff: int
    school_class: int
    begins: int
    lasts: int


@dataclass(frozen=True)
class PlainRelationship:
    student: int
    span: Span


@dataclass(frozen=True)
class World:
    sessions: list[Span]
    classes: list[PlainClass]
    students: list[PlainStudent]
    staff: list[PlainStaff]
    roles: list[PlainRole]
    enrollments: list[PlainEnrollment]
    cases: list[PlainCase]
    grants: list[PlainGrant]
    relationships: list[PlainRelationship]
    # The last day of the one contact, who may be a member of staff as well.
    contact_ends: int | None
    contact_is_staff: bool


numbers = st.none() | st.integers(0, LAST_DAY)
spans = st.builds(Span, numbers, numbers)


def several(of: st.SearchStrategy, most: int) -> st.SearchStrategy:
    return st.lists(of, max_size=most)


def subsets(of: range) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.sampled_from(of))


def exactly(of: st.SearchStrategy, places: range) -> st.SearchStrategy:
    return st.lists(of, min_size=len(places), max_size=len(places))


pupils = st.builds(PlainEnrollment, st.sampled_from(CLASSES), st.sampled_from(STUDENTS), st.none(), spans)
teachers = st.builds(PlainEnrollment, st.sampled_from(CLASSES), st.none(), st.sampled_from(STAFF), spans)
worlds = st.builds(
    World,
    sessions=exactly(spans, SESSIONS),
    classes=exactly(st.builds(PlainClass, st.sampled_from(SCHOOLS), subsets(SESSIONS), spans), CLASSES),
    students=exactly(st.builds(PlainStudent, numbers, subsets(SCHOOLS)), STUDENTS),
    staff=exactly(st.builds(PlainStaff, numbers, st.sampled_from([True, True, True, False])), STAFF),
    roles=several(
        st.builds(
            PlainRole,
            st.sampled_from(STAFF),
            st.sampled_from(KINDS),
            st.none() | st.sampled_from([*SCHOOLS, DISTRICT]),
            spans,
        ),
        4,
    ),
    enrollments=several(pupils | teachers, 8),
    cases=several(st.builds(PlainCase, st.sampled_from(STAFF), st.sampled_from(STUDENTS), spans), 3),
    grants=several(
        st.builds(
            PlainGrant,
            st.sampled_from(STAFF),
            st.sampled_from(CLASSES),
            st.integers(0, LAST_DAY),
            st.integers(0, LAST_DAY),
        ),
        2,
    ),
    relationships=st.lists(
        st.builds(PlainRelationship, st.sampled_from(STUDENTS), spans), max_size=2, unique_by=lambda one: one.student
    ),
    contact_ends=numbers,
    contact_is_staff=st.booleans(),
)


@dataclass(frozen=True)
class Built:
    users: list[models.User]
    students: list[models.Student]
    classes: list[models.Class]


def build(world: World) -> Built:
    """The world as rows of the database."""
    district = models.School.objects.create(sourced_id="d", name="District", kind="district")
    schools = [
        models.School.objects.create(sourced_id=f"o{n}", name=f"School {n}", parent=None if n else district)
        for n in SCHOOLS
    ]
    schools.append(district)
    sessions = [
        models.AcademicSession.objects.create(
            sourced_id=f"t{n}", title="Term", kind="term", school_year=2027, **span.columns
        )
        for n, span in enumerate(world.sessions)
    ]
    classes = []
    for n, one in enumerate(world.classes):
        row = models.Class.objects.create(
            sourced_id=f"c{n}", title=f"Class {n}", school=schools[one.school], **one.span.columns
        )
        row.terms.set([sessions[term] for term in one.terms])
        classes.append(row)
    students = []
    for n, child in enumerate(world.students):
        row = models.Student.objects.create(
            sourced_id=f"s{n}", given_name=f"G{n}", family_name=f"F{n}", ends_on=day(child.ends)
        )
        row.schools.set([schools[school] for school in child.schools])
        students.append(row)
    staff = [
        models.Staff.objects.create(sourced_id=f"p{n}", given_name="A", family_name="B", ends_on=day(one.ends))
        for n, one in enumerate(world.staff)
    ]
    users = [
        models.User.objects.create(username=f"u{n}", staff=staff[n], is_active=one.active, is_superuser=n == 0)
        for n, one in enumerate(world.staff)
    ]
    for role in world.roles:
        school = None if role.school is None else schools[role.school]
        models.Role.objects.create(staff=staff[role.staff], kind=role.kind, school=school, **role.span.columns)
    for n, held in enumerate(world.enrollments):
        models.Enrollment.objects.create(
            sourced_id=f"e{n}",
            school_class=classes[held.school_class],
            student=None if held.student is None else students[held.student],
            staff=None if held.staff is None else staff[held.staff],
            role="student" if held.staff is None else "teacher",
            **held.span.columns,
        )
    for case in world.cases:
        models.Caseload.objects.create(
            staff=staff[case.staff], student=students[case.student], reason="reading group", **case.span.columns
        )
    for grant in world.grants:
        models.Substitution.objects.create(
            staff=staff[grant.staff],
            school_class=classes[grant.school_class],
            begins_on=day(grant.begins),
            ends_on=day(grant.begins + grant.lasts),
            reason="is ill",
        )
    contact = models.Contact.objects.create(sourced_id="g", given_name="C", ends_on=day(world.contact_ends))
    for one in world.relationships:
        models.Relationship.objects.create(
            contact=contact, student=students[one.student], kind="parent", **one.span.columns
        )
    if world.contact_is_staff:
        users[0].contact = contact
        users[0].save()
    else:
        users.append(models.User.objects.create(username="family", contact=contact))
    return Built(users, students, classes)
