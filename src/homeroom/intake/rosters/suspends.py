"""Whom a set suspends, or would: for the page of a held set, where each of them can be suspended without waiting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters.team import schools_of
from homeroom.people import suspending
from homeroom.people.clock import today
from homeroom.people.enrolled import here, holds
from homeroom.people.images import Image, named
from homeroom.people.models import Role, Staff, User

NOT_LISTED = gettext_noop("This set would not suspend that person. Look at the list again.")
YOURSELF = gettext_noop("You can't suspend yourself. Ask somebody else of the data team.")
LAST = gettext_noop(
    "This is the last sign-in of the data team. Nobody could decide about anything. Make another one first."
)
GONE = gettext_noop("This sign-in does not work any more.")


@dataclass(frozen=True)
class Suspended:
    """A sign-in that the set takes away, or would; what its owner is, and where. `why_not`: why not by this reader."""

    account: User
    name: str
    roles: str
    works: bool
    why_not: str = ""


def suspends(before: Image, after: Image) -> list[int]:
    """The sign-ins that work before a set and not after it."""
    was, now = named(before, "account"), named(after, "account")
    return sorted(pk for pk, row in was.items() if row["is_active"] and pk in now and not now[pk]["is_active"])


def listed(change_set: RosterChangeSet, by: User) -> list[Suspended]:
    """Those of them whom this member of the data team may know of: people of the own schools."""
    mine = schools_of(by)
    accounts = User.objects.filter(pk__in=change_set.suspends).select_related("staff", "contact", "suspension")
    found = [_one(account, by) for account in accounts if _may_see(_places(account), mine)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.account.pk))


def suspend_now(number: int, account: int, by: User) -> User:
    """Suspend one of them, whatever becomes of the set. No roster gives the sign-in back; a person does.

    Raises IntakeError where that must not be.
    """
    with transaction.atomic():
        change_set = RosterChangeSet.objects.filter(pk=number).first()
        found = next((one for one in listed(change_set, by) if one.account.pk == account), None) if change_set else None
        if found is None:
            raise IntakeError(NOT_LISTED)
        if found.why_not:
            raise IntakeError(found.why_not)
        suspending.suspend(found.account, by, f"roster change set {number} would suspend this person")
    return found.account


def _one(account: User, by: User) -> Suspended:
    roles = _roles(account)
    place = {role: f"{role.kind}, {role.school.name if role.school else 'all schools'}" for role in roles}
    words = "; ".join(dict.fromkeys(place.values())) or (
        "family" if account.contact_id else gettext_noop("no role today")
    )
    person = account.staff or account.contact
    return Suspended(
        account,
        person.name if person else account.username,
        words,
        suspending.may_sign_in(account),
        _why_not(account, roles, by),
    )


def _roles(account: User) -> list[Role]:
    if account.staff_id is None:
        return []
    roles = Role.objects.filter(holds(today()), staff=account.staff_id).select_related("school")
    return list(roles.order_by("kind", "school__name"))


def _places(account: User) -> set[int | None]:
    """The schools at which this person serves; of a contact, the schools of the children."""
    if account.contact is not None:
        return set(account.contact.relationships.values_list("student__schools", flat=True))
    return {role.school_id for role in _roles(account)}


def _may_see(places: Collection[int | None], mine: Collection[int | None]) -> bool:
    return None in mine or (bool(places) and set(places) <= set(mine))


def _why_not(account: User, roles: Collection[Role], by: User) -> str:
    if account.pk == by.pk:
        return YOURSELF
    if not suspending.may_sign_in(account):
        return GONE
    return LAST if _is_last(roles) else ""


def _is_last(roles: Collection[Role]) -> bool:
    """Whether these are roles of the data team of all schools, and nobody else who holds one could sign in."""
    own = {role.staff_id for role in roles if role.kind == Role.Kind.DATA_TEAM and role.school_id is None}
    day = today()
    working = Staff.objects.filter(here(day), user__is_active=True, user__suspension=None, missing_since=None).exclude(
        pk__in=own
    )
    others = Role.objects.filter(holds(day), kind=Role.Kind.DATA_TEAM, school=None, staff__in=working)
    return bool(own) and not others.exists()
