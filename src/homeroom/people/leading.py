"""Who may lead a small group of a class: adults for whom its children's doors are open, or open by a caseload."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from homeroom.people.clock import today
from homeroom.people.doors import lab_is_written
from homeroom.people.enrolled import enrollments_on, here, holds
from homeroom.people.models import Class, Role, Staff, Substitution


def leaders(school_class: Class, on: date | None = None) -> QuerySet[Staff]:
    """The class's own teachers and substitutes, the school's tutors, and its lab coordinators.

    A lab coordinator, whatever else she is, only where caseloads are written for the lab already: the first one would
    close the lab's door to whole classes, which a teacher who names an adult for four children doesn't mean.
    """
    day = on or today()
    own = enrollments_on(day).filter(school_class=school_class, staff__isnull=False)
    taking = Substitution.objects.filter(holds(day), school_class=school_class)
    serving = _serving(school_class, day)
    who = Q(pk__in=own.values("staff")) | Q(pk__in=taking.values("staff")) | Q(pk__in=serving.values("staff"))
    found = Staff.objects.filter(here(day), who)
    if lab_is_written(school_class, day):
        return found
    return found.exclude(pk__in=Role.objects.filter(holds(day), kind=Role.Kind.LAB_COORDINATOR).values("staff"))


def _serving(school_class: Class, day: date) -> QuerySet[Role]:
    """Roles to which a caseload gives sight: at the class's school, at the district above it or for all schools."""
    kinds = [Role.Kind.TUTOR]
    if lab_is_written(school_class, day):
        kinds.append(Role.Kind.LAB_COORDINATOR)
    school = school_class.school
    at_school = Q(school=None) | Q(school__in=[one for one in (school.pk, school.parent_id) if one])
    return Role.objects.filter(holds(day), at_school, kind__in=kinds)
