"""What the signed-in person is today: for the page's head and the way home. Who sees whom is for `people`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from homeroom.people.clock import today
from homeroom.people.models import Role, User

# Where a person is several things, the first of these names the page.
ORDER = (
    Role.Kind.TEACHER,
    Role.Kind.LAB_COORDINATOR,
    Role.Kind.TUTOR,
    Role.Kind.PRINCIPAL,
    Role.Kind.DATA_TEAM,
)


def roles(user: User) -> Sequence[Role.Kind]:
    """The kinds of role that hold today."""
    if not user.is_authenticated or user.staff_id is None:
        return ()
    day = today()
    held = Role.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day), staff=user.staff_id
    )
    kinds = set(held.values_list("kind", flat=True))
    return tuple(kind for kind in ORDER if kind.value in kinds)


def is_data_team(user: User) -> bool:
    return Role.Kind.DATA_TEAM in roles(user)
