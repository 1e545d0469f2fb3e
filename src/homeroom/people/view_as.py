"""Whose view a person may take, to see what they see. It never shows more: what is seen is what both may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from homeroom.people.clock import today
from homeroom.people.doors import Reach
from homeroom.people.enrolled import here, holds
from homeroom.people.models import Relationship, Role, Student, User
from homeroom.people.visibility import reached, visible_to

Kind = Role.Kind


def others(person: User, on: date | None = None) -> QuerySet[User]:
    """The sign-ins whose view this person may take.

    A principal: the staff of the own schools. The data team: the staff of its schools, and the families of the
    children it sees. Nobody: the own view, a vendor's, a child's, one that is suspended.
    """
    day = on or today()
    roles = reached(person, day)
    allowed = Q(pk__in=[])
    for kind in (Kind.PRINCIPAL, Kind.DATA_TEAM):
        if kind in roles:
            allowed |= _staff(roles[kind], day)
    if Kind.DATA_TEAM in roles:
        allowed |= _families(visible_to(person, day), day)
    able = User.objects.filter(is_active=True, vendor="", suspension__isnull=True)
    return able.filter(allowed).exclude(pk=person.pk)


def _staff(reach: Reach, day: date) -> Q:
    held = Role.objects.filter(holds(day), here(day, "staff__"))
    at_school = held if reach is None else held.filter(school__in=reach)
    return Q(staff__in=at_school.values("staff"))


def _families(children: QuerySet[Student], day: date) -> Q:
    held = Relationship.objects.filter(holds(day), here(day, "contact__"), student__in=children)
    return Q(contact__in=held.values("contact"))
