"""Which children are a school's learning lab's, and what its adults write down of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.doors import caseload, lab, principal
from homeroom.people.enrolled import here, holds
from homeroom.people.lab_models import LabAbsence, LabHelp
from homeroom.people.models import Role, School, Student, User

LONGEST_NOTE = 200
# In the words of the audit log.
REASON = "in the learning lab"


def coordinators(school: School, on: date | None = None) -> QuerySet[Role]:
    """The roles of those who run the school's lab: there, at the district above it, or everywhere."""
    day = on or today()
    reach = Q(school=None) | Q(school__in=[one for one in (school.pk, school.parent_id) if one])
    return Role.objects.filter(reach, holds(day), here(day, "staff__"), kind=Role.Kind.LAB_COORDINATOR)


def lab_children(school: School, on: date | None = None) -> QuerySet[Student]:
    """The school's children whom a coordinator of its lab serves on the day. It asks nobody's leave.

    Until rotation says who comes when, these are all children of the lab's classes.
    """
    day, served = on or today(), Q(pk__in=[])
    for staff in coordinators(school, day).order_by().values_list("staff", flat=True).distinct():
        for door in (lab, caseload):
            served |= door(staff, (school.pk,), day).children
    return principal(0, (school.pk,), day).rows.filter(served)


@transaction.atomic
def note_absent(by: User, student: int) -> None:
    """Nobody expects the child in the lab today. Safe to do again."""
    made = LabAbsence.objects.get_or_create(student_id=student, day=today(), defaults={"said_by": by.get_username()})[1]
    if made:
        audit.did(by, "noted absent", f"lab, student {student}", [student], REASON)


@transaction.atomic
def take_back_absent(by: User, student: int) -> None:
    """The child came after all, or it was the wrong one. Safe to do again."""
    if LabAbsence.objects.filter(student=student, day=today()).delete()[0]:
        audit.did(by, "took back absent", f"lab, student {student}", [student], REASON)


@transaction.atomic
def note_help(by: User, school: int, student: int, note: str = "") -> LabHelp:
    """Somebody helped the child just now. The note itself does not go into the audit log."""
    told = {"note": note[:LONGEST_NOTE], "said_by": by.get_username()}
    made = LabHelp.objects.create(student_id=student, school_id=school, day=today(), **told)
    audit.did(by, "helped", f"lab, student {student}", [student], REASON)
    return made


def absent(students: Collection[int], on: date) -> Mapping[int, LabAbsence]:
    """Of whom somebody said on the day that they are absent."""
    return {one.student_id: one for one in LabAbsence.objects.filter(student__in=students, day=on)}


def helped(school: School, students: Collection[int], on: date) -> Sequence[LabHelp]:
    """The help log of a lab on one day, the newest first."""
    return list(LabHelp.objects.filter(school=school, student__in=students, day=on).order_by("-said_at", "-pk"))
