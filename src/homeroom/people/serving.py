"""The children whom somebody works with: those taught, taken over, served in a lab or on a caseload.

Whom anybody sees at all is for `visibility` to say; this only narrows it: a principal sees a school, and by that alone
works with none of its children; a family's own child is no work.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from homeroom.people.clock import today
from homeroom.people.doors import caseload, lab, openings, substitute, teacher
from homeroom.people.models import Student
from homeroom.people.visibility import Who, eyes, may_see, visible_to

DOORS = (teacher, substitute, lab, caseload)


def served_by(who: Who) -> QuerySet[Student]:
    """Of the person whose view is taken, if any: narrowed to what both see."""
    user, day, served = eyes(who)[-1], today(), Q(pk__in=[])
    if may_see(user):
        for found in openings(user.staff_id, None, day):
            if found.door in DOORS:
                served |= found.door(found.of, found.schools, day, None).children
    return visible_to(who).filter(served)
