"""What the signed-in person is today: for the page's head and the way home. Who sees whom is for `people`."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser

from homeroom.people.clock import today
from homeroom.people.enrolled import here, holds
from homeroom.people.models import Role, Staff, User

# Where a person is several things, the first of these names the page.
ORDER = (
    Role.Kind.TEACHER,
    Role.Kind.LAB_COORDINATOR,
    Role.Kind.TUTOR,
    Role.Kind.PRINCIPAL,
    Role.Kind.DATA_TEAM,
    Role.Kind.NETWORK_LEADER,
)


def roles(user: User | AnonymousUser) -> Sequence[Role.Kind]:
    """The kinds of role that hold today; none for those who have left."""
    if isinstance(user, AnonymousUser) or not user.is_active or user.staff_id is None:
        return ()
    day = today()
    staff = Staff.objects.filter(here(day), pk=user.staff_id)
    kinds = set(Role.objects.filter(holds(day), staff__in=staff).values_list("kind", flat=True))
    return tuple(kind for kind in ORDER if kind.value in kinds)


def is_data_team(user: User | AnonymousUser) -> bool:
    return Role.Kind.DATA_TEAM in roles(user)
