"""The one place that decides who sees whom. It reads the tables of `people` alone.

Each role that holds on the day opens a door; a person sees what any door opens. Being a superuser opens none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on, here, holds
from homeroom.people.models import Caseload, Class, Enrollment, Role, Staff, Student, User

Kind = Role.Kind


class NotVisible(Exception):  # noqa: N818  it reads as what it says: these children are not visible
    """Someone asked for a child whom they may not see. Views answer it with a 404."""


@dataclass(frozen=True)
class Scope:
    """These children, this person, this day: allowed. Only `scope` makes one; reports take nothing else."""

    user_id: int
    on: date
    students: Mapping[int, str]


@dataclass(frozen=True)
class _Door:
    """Why some children are seen, and which: a condition on Student."""

    reason: str
    students: Q


def visible_to(user: User | AnonymousUser, on: date | None = None) -> QuerySet[Student]:
    """The children whom this person may see on the day (today)."""
    doors = _doors(user, on or today())
    opened = Q(pk__in=[])
    for door in doors:
        opened |= door.students
    return Student.objects.filter(opened)


def scope(user: User | AnonymousUser, students: Iterable[Student | int], on: date | None = None) -> Scope:
    """These children with the reason for each. Raises NotVisible where one of them may not be seen."""
    day = on or today()
    wanted = {student if isinstance(student, int) else student.pk for student in students}
    reasons: dict[int, str] = {}
    for door in _doors(user, day):
        left = wanted - reasons.keys()
        if left:
            seen = Student.objects.filter(door.students, pk__in=left).values_list("pk", flat=True)
            reasons.update(dict.fromkeys(seen, door.reason))
    if user.pk is None or wanted != reasons.keys():
        raise NotVisible
    return Scope(user.pk, day, reasons)


def classes_of(user: User | AnonymousUser, on: date | None = None) -> QuerySet[Class]:
    """The classes whose page this person may open on the day: own ones, or those of the schools a role is for."""
    day = on or today()
    staff, opened = _staff(user, day), Q(pk__in=[])
    if staff is None:
        return Class.objects.none()
    for kind, school in _roles(staff, day):
        if kind in (Kind.TEACHER, Kind.LAB_COORDINATOR):
            opened |= Q(pk__in=_own_classes(staff, day))
        elif kind in (Kind.PRINCIPAL, Kind.DATA_TEAM):
            going_on = enrollments_on(day).filter(student__isnull=False).values("school_class")
            opened |= Q(pk__in=going_on) & (Q() if school is None else Q(school=school))
    return Class.objects.filter(opened)


def students_in(school_class: Class, on: date | None = None) -> QuerySet[Student]:
    """The children of a class on the day. It asks nobody's leave: pass them through `scope`."""
    day = on or today()
    held = enrollments_on(day).filter(school_class=school_class, student__isnull=False)
    return Student.objects.filter(here(day), pk__in=held.values("student"))


def _doors(user: User | AnonymousUser, day: date) -> list[_Door]:
    """The doors open to this person, the nearest to the child first."""
    staff = _staff(user, day)
    if staff is None:
        return []
    roles = _roles(staff, day)
    kinds = {kind for kind, _ in roles}
    doors: list[_Door] = []
    for kind, reason in ((Kind.TEACHER, "teaches the child's class"), (Kind.LAB_COORDINATOR, "runs the class's lab")):
        if kind in kinds:
            doors.append(_Door(reason, here(day) & Q(pk__in=_enrolled_in(_own_classes(staff, day), day))))
    if kinds & {Kind.LAB_COORDINATOR, Kind.TUTOR}:
        doors += _caseload(staff, day)
    doors += [_principal(school, day) for kind, school in roles if kind == Kind.PRINCIPAL]
    doors += [_data_team(school) for kind, school in roles if kind == Kind.DATA_TEAM]
    return doors


def _staff(user: User | AnonymousUser, day: date) -> Staff | None:
    if isinstance(user, AnonymousUser) or not user.is_active or user.staff_id is None:
        return None
    return Staff.objects.filter(here(day), pk=user.staff_id).first()


def _roles(staff: Staff, day: date) -> list[tuple[str, int | None]]:
    roles = Role.objects.filter(holds(day), staff=staff).order_by("school_id")
    return list(roles.values_list("kind", "school_id").distinct())


def _own_classes(staff: Staff, day: date) -> QuerySet[Enrollment, int]:
    return enrollments_on(day).filter(staff=staff).values_list("school_class", flat=True)


def _enrolled_in(classes: QuerySet[Enrollment, int], day: date) -> QuerySet[Enrollment, int | None]:
    held = enrollments_on(day).filter(school_class__in=classes, student__isnull=False)
    return held.values_list("student", flat=True)


def _caseload(staff: Staff, day: date) -> list[_Door]:
    """One door a reason: the reason written into the caseload is the reason that the audit log will show."""
    rows = Caseload.objects.filter(holds(day), staff=staff)
    reasons = sorted(set(rows.values_list("reason", flat=True)))
    return [
        _Door(f"serves the child: {why}", here(day) & Q(pk__in=rows.filter(reason=why).values("student")))
        for why in reasons
    ]


def _principal(school: int | None, day: date) -> _Door:
    """Children enrolled on the day whose class or whose own school is the principal's."""
    enrolled = enrollments_on(day).filter(student__isnull=False)
    if school is None:
        return _Door("principal of the network", here(day) & Q(pk__in=enrolled.values("student")))
    of_school = Q(pk__in=enrolled.filter(school_class__school=school).values("student"))
    named = Q(pk__in=Student.schools.through._default_manager.filter(school_id=school).values("student_id"))
    by_name = named & Q(pk__in=enrolled.values("student"))
    return _Door("principal of the child's school", here(day) & (of_school | by_name))


def _data_team(school: int | None) -> _Door:
    """Every child, those too who have left; at one school, every child who was ever there."""
    if school is None:
        return _Door("network data team", Q(pk__isnull=False))
    ever = Enrollment.objects.filter(student__isnull=False, school_class__school=school).values("student")
    named = Student.schools.through._default_manager.filter(school_id=school).values("student_id")
    return _Door("data team of the child's school", Q(pk__in=ever) | Q(pk__in=named))
