"""What the signed-in person is today: for the page's head and the way home. Who sees whom is for `people`."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy

from homeroom.people.models import Role, User
from homeroom.people.visibility import reached

# Where a person is several things, the first of these names the page.
ORDER = (
    Role.Kind.TEACHER,
    Role.Kind.LAB_COORDINATOR,
    Role.Kind.TUTOR,
    Role.Kind.PRINCIPAL,
    Role.Kind.DATA_TEAM,
    Role.Kind.NETWORK_LEADER,
)
WORDS = {
    Role.Kind.TEACHER: gettext_lazy("teacher"),
    Role.Kind.LAB_COORDINATOR: gettext_lazy("lab coordinator"),
    Role.Kind.TUTOR: gettext_lazy("tutor"),
    Role.Kind.PRINCIPAL: gettext_lazy("principal"),
    Role.Kind.DATA_TEAM: gettext_lazy("data team"),
    Role.Kind.NETWORK_LEADER: gettext_lazy("network leader"),
}


def roles(user: User | AnonymousUser) -> Sequence[Role.Kind]:
    """The kinds of role that hold today; none for those who have left."""
    kinds = reached(user)
    return tuple(kind for kind in ORDER if kind.value in kinds)


def is_data_team(user: User | AnonymousUser) -> bool:
    return Role.Kind.DATA_TEAM in roles(user)
