"""Who may answer a family's request about a child: the data team and the principal of the child, and the family itself.

Whom anybody sees at all is for `visibility` to say; this only narrows it.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from homeroom.people.clock import today
from homeroom.people.doors import behind, openings
from homeroom.people.enrolled import holds
from homeroom.people.models import Enrollment, Relationship, Role, Student, User
from homeroom.people.prepared import Blanks, ask
from homeroom.people.viewing import viewer
from homeroom.people.visibility import LARGEST, Who, eyes, may_see, sees

ANSWERS = (Role.Kind.DATA_TEAM, Role.Kind.PRINCIPAL)


def answers_for(who: Who, student: int) -> bool:
    """Whether this person may hand out this child's record and decide about corrections; in a view taken, both."""
    eyes = [viewer(who).person, viewer(who).through]
    return all(_answers(user, student) for user in eyes if user is not None) and sees(who, student)


def _answers(user: User | AnonymousUser, student: int) -> bool:
    if isinstance(user, AnonymousUser) or user.staff_id is None:
        return False
    roles = Role.objects.filter(holds(today()), staff=user.staff_id, kind__in=ANSWERS)
    answers_at = set(roles.values_list("school_id", flat=True))
    return None in answers_at or bool(answers_at and answers_at & _schools_of(student))


def is_family(who: Who, student: int) -> bool:
    """Whether the person signed in is a contact of the child today, and sees the child."""
    user = viewer(who).person
    if isinstance(user, AnonymousUser) or user.contact_id is None:
        return False
    related = Relationship.objects.filter(holds(today()), contact=user.contact_id, student=student).exists()
    return related and sees(who, student)


def may_have_record(who: Who, student: int) -> bool:
    """Whether this person may be handed the child's record; in a view taken, both may."""
    return all(answers_for(one, student) or is_family(one, student) for one in eyes(who))


def serves(who: Who, student: int) -> bool:
    """Whether this person sees the child as a member of staff, not as family; in a view taken, both do."""
    return all(_serves(user, student) for user in eyes(who))


def _serves(user: User | AnonymousUser, student: int) -> bool:
    if not may_see(user) or user.staff_id is None or not 0 < student <= LARGEST:
        return False
    day = today()
    return any(
        ask(behind(found.door), Blanks(found.of, day, found.schools, (student,)))
        for found in openings(user.staff_id, None, day)
    )


def _schools_of(student: int) -> set[int]:
    classes = Enrollment.objects.filter(student=student).values_list("school_class__school", flat=True)
    return {
        *classes,
        *Student.schools.through._default_manager.filter(student_id=student).values_list("school_id", flat=True),
    }
