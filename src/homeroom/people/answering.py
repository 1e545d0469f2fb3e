"""Who may answer a family's request about a child: the data team and the principal of the child, and the family itself.

Whom anybody sees at all is for `visibility` to say; this only narrows it.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from homeroom.people.clock import today
from homeroom.people.enrolled import holds
from homeroom.people.models import Enrollment, Relationship, Role, Student, User
from homeroom.people.viewing import Viewer, viewer
from homeroom.people.visibility import visible_to

ANSWERS = (Role.Kind.DATA_TEAM, Role.Kind.PRINCIPAL)


def answers_for(who: User | AnonymousUser | Viewer, student: int) -> bool:
    """Whether this person may hand out this child's record; through another's eyes, whether both may."""
    looking = viewer(who)
    return _answers(looking.person, student) and (looking.through is None or _answers(looking.through, student))


def _answers(user: User | AnonymousUser, student: int) -> bool:
    if isinstance(user, AnonymousUser) or not visible_to(user).filter(pk=student).exists():
        return False
    roles = Role.objects.filter(holds(today()), staff=user.staff_id, kind__in=ANSWERS)
    schools = _schools_of(student)
    return any(school is None or school in schools for school in roles.values_list("school_id", flat=True))


def is_family(user: User | AnonymousUser, student: int) -> bool:
    """Whether the person signed in is a contact of the child today, and sees the child."""
    if isinstance(user, AnonymousUser) or user.contact_id is None:
        return False
    related = Relationship.objects.filter(holds(today()), contact=user.contact_id, student=student).exists()
    return related and visible_to(user).filter(pk=student).exists()


def _schools_of(student: int) -> set[int]:
    classes = Enrollment.objects.filter(student=student).values_list("school_class__school", flat=True)
    return {
        *classes,
        *Student.schools.through._default_manager.filter(student_id=student).values_list("school_id", flat=True),
    }
