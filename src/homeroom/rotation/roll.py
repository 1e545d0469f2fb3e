"""One day of a school: the plan that holds, who is in it, who is absent. Absent is a fact without a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from homeroom.people import audit
from homeroom.people.enrolled import enrollments_on, here, holds
from homeroom.people.models import Role, School, Staff, Student
from homeroom.rotation.drafts import By, signed
from homeroom.rotation.models import Absence, BlockPlan, Placement
from homeroom.rotation.plan_models import State

WHOLE_DAY = Q(starts_at=None, ends_at=None)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def held(school: School, day: date) -> BlockPlan | None:
    """The published plan of the day's week, without what it was made from."""
    plans = BlockPlan.objects.filter(school=school, week=monday_of(day), state=State.PUBLISHED)
    return plans.defer("instance", "levels").first()


def has_ended(school: School, day: date) -> bool:
    """Whether something held in the day's week, and nothing does any more."""
    week = BlockPlan.objects.filter(school=school, week=monday_of(day), published_at__isnull=False)
    return week.exists() and not week.filter(state=State.PUBLISHED).exists()


def children(school: School, day: date, plan: BlockPlan | None) -> QuerySet[Student]:
    """Those who have a place on the day, and those of the school who are absent. It asks nobody's leave."""
    placed = Placement.objects.filter(plan=plan, day=day).values("student") if plan else []
    own = enrollments_on(day).filter(school_class__school=school, student__isnull=False)
    absent = Absence.objects.filter(day=day, student__in=own.values("student"))
    return Student.objects.filter(Q(pk__in=placed) | Q(pk__in=absent.values("student")))


def adults(school: School, day: date, plan: BlockPlan | None) -> QuerySet[Staff]:
    """Those who have a role at the school, and those whom the day's plan names."""
    roles = Role.objects.filter(holds(day), school=school)
    named = Placement.objects.filter(plan=plan, day=day, staff__isnull=False).values("staff") if plan else []
    return Staff.objects.filter(here(day), Q(pk__in=roles.values("staff")) | Q(pk__in=named))


def known_adults(school: School) -> QuerySet[Staff]:
    """Everybody whom any plan of the school's flexible block has named."""
    named = Placement.objects.filter(plan__school=school, staff__isnull=False)
    return Staff.objects.filter(pk__in=named.values("staff"))


def absences(day: date, students: Iterable[int], staff: Collection[int]) -> Sequence[Absence]:
    who = Q(student__in=list(students)) | Q(staff__in=list(staff))
    return list(Absence.objects.filter(who, day=day).order_by("starts_at", "pk"))


@transaction.atomic
def note_absent(by: By, day: date, students: Collection[int] = (), staff: Collection[int] = ()) -> None:
    """Nobody expects them on the whole day. Safe to do again."""
    known = set(Absence.objects.filter(WHOLE_DAY, day=day).values_list("student", "staff"))
    wanted = [*((one, None) for one in sorted(students)), *((None, one) for one in sorted(staff))]
    rows = [
        Absence(student_id=student, staff_id=adult, day=day, said_by=signed(by))
        for student, adult in wanted
        if (student, adult) not in known
    ]
    if rows:
        Absence.objects.bulk_create(rows)
        _tell(by, "noted absent", day, rows)


@transaction.atomic
def take_back_absent(by: By, day: date, students: Collection[int] = (), staff: Collection[int] = ()) -> None:
    """They came after all. What was said of a part of the day stays."""
    who = Q(student__in=students) | Q(staff__in=staff)
    rows = list(Absence.objects.filter(WHOLE_DAY, who, day=day))
    if rows:
        Absence.objects.filter(pk__in=[one.pk for one in rows]).delete()
        _tell(by, "took back absent", day, rows)


def _tell(by: By, action: str, day: date, rows: Sequence[Absence]) -> None:
    named = [one.student_id for one in rows if one.student_id is not None]
    grown = sorted({one.staff_id for one in rows if one.staff_id is not None})
    told = f"staff {', '.join(map(str, grown))}" if grown else "for planning"
    audit.did(by, action, f"absences of {day}", named, told)
