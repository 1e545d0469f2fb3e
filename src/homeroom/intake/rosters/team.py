"""Who is data team, for which schools: only they decide about rosters."""

from __future__ import annotations

from homeroom.intake.roster_models import RosterChangeSet
from homeroom.people.clock import today
from homeroom.people.enrolled import here, holds
from homeroom.people.models import Role, Staff, User


def schools_of(user: User) -> set[int | None]:
    """The schools for which this person is data team today; None stands for all."""
    if not user.is_active or user.staff_id is None:
        return set()
    day = today()
    staff = Staff.objects.filter(here(day), pk=user.staff_id, missing_since=None)
    roles = Role.objects.filter(holds(day), kind=Role.Kind.DATA_TEAM, staff__in=staff)
    return set(roles.values_list("school_id", flat=True))


def holds_data_team(change_set: RosterChangeSet, user: User) -> bool:
    held = schools_of(user)
    return bool(held) and (None in held or {one["school"] for one in change_set.weights} <= held)
