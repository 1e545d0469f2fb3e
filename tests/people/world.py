"""Small worlds of people: as plain data (drawn by Hypothesis), built into the database, and answered by an oracle.

The oracle knows no query. It is the second, independent writing of who sees whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from homeroom.people import models

FIRST = date(2026, 10, 1)
# Few of each, and few days: chance must often put two things onto one another.
SCHOOLS, CLASSES, SESSIONS, STUDENTS, STAFF = range(2), range(2), range(2), range(3), range(2)
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
class World:
    sessions: list[Span]
    classes: list[PlainClass]
    students: list[PlainStudent]
    staff: list[PlainStaff]
    roles: list[PlainRole]
    enrollments: list[PlainEnrollment]
    cases: list[PlainCase]


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
            PlainRole, st.sampled_from(STAFF), st.sampled_from(KINDS), st.none() | st.sampled_from(SCHOOLS), spans
        ),
        4,
    ),
    enrollments=several(pupils | teachers, 8),
    cases=several(st.builds(PlainCase, st.sampled_from(STAFF), st.sampled_from(STUDENTS), spans), 3),
)


@dataclass(frozen=True)
class Built:
    users: list[models.User]
    students: list[models.Student]
    classes: list[models.Class]


def build(world: World) -> Built:
    """The world as rows of the database."""
    schools = [models.School.objects.create(sourced_id=f"o{n}", name=f"School {n}") for n in SCHOOLS]
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
    return Built(users, students, classes)


def valid(world: World, held: PlainEnrollment, on: int) -> bool:
    if not held.span.blank:
        return held.span.holds(on)
    school_class = world.classes[held.school_class]
    terms = [world.sessions[term] for term in school_class.terms]
    return school_class.span.holds(on) and (not terms or any(term.holds(on) for term in terms))


def still_here(ends: int | None, on: int) -> bool:
    return ends is None or ends >= on


def sees(world: World, who: int, child: int, on: int) -> bool:
    """Whether staff member `who` sees student `child` on the day: written out, one role after the other."""
    staff, student = world.staff[who], world.students[child]
    if not staff.active or not still_here(staff.ends, on):
        return False
    return any(_role_sees(world, role, student, child, on) for role in world.roles if role.staff == who)


def _role_sees(world: World, role: PlainRole, student: PlainStudent, child: int, on: int) -> bool:
    if not role.span.holds(on):
        return False
    if role.kind == "data team":
        ever = {world.classes[e.school_class].school for e in world.enrollments if e.student == child}
        return role.school is None or role.school in ever | student.schools
    if not still_here(student.ends, on):
        return False
    now = [e for e in world.enrollments if valid(world, e, on)]
    childs_classes = {e.school_class for e in now if e.student == child}
    own_classes = {e.school_class for e in now if e.staff == role.staff}
    on_caseload = any(c.staff == role.staff and c.student == child and c.span.holds(on) for c in world.cases)
    if role.kind == "principal":
        schools = {world.classes[c].school for c in childs_classes} | student.schools
        return bool(childs_classes) and (role.school is None or role.school in schools)
    if role.kind == "teacher":
        return bool(own_classes & childs_classes)
    if role.kind == "lab coordinator":
        return on_caseload or bool(own_classes & childs_classes)
    return on_caseload
