"""Whose sign-in a member of the data team may look after, and the first account of an installation.

No page gives the data team's role: it comes from the roster, with its hold and its second person, or from the machine
itself by a command.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from homeroom.people import audit, second_step, sessions
from homeroom.people.clock import today
from homeroom.people.enrolled import here, holds
from homeroom.people.models import Role, Staff, User
from homeroom.people.second_step import REQUIRED_OF
from homeroom.people.visibility import visible_to


class AccountError(Exception):
    """It can't be done with this account; the message says why and what to do."""


def managed(by: User) -> QuerySet[User]:
    """The accounts that this person may look after: all, or those that belong to the own schools alone."""
    schools = _schools(by)
    everybody = User.objects.select_related("staff", "contact", "student", "suspension")
    if None in schools:
        return everybody
    held = Role.objects.filter(holds(today()), staff=OuterRef("staff"))
    elsewhere = held.exclude(school__in=schools) | held.filter(school=None)
    staff = Q(Exists(held.filter(school__in=schools))) & ~Q(Exists(elsewhere))
    children = visible_to(by)
    family = Q(contact__relationships__student__in=children) | Q(student__in=children)
    return everybody.filter(staff | family).distinct() if schools else everybody.none()


def why_machine_alone(user: User) -> str:
    """Why no page opens a new way into this account; blank where one may.

    Whoever opens a way for somebody who approves, and whom no second step protects yet, could go in as that person:
    the one would be the second person, too.
    """
    if not second_step.is_required(sessions.rights(user, today())) or second_step.has_one(user):
        return ""
    return gettext(
        "This person approves rosters or gives sign-ins, and has no second step yet. So that nobody of the data team "
        "can sign in as another, only the machine itself lets them in: `homeroom accounts link`."
    )


def first(name: str, force: bool = False) -> User:
    """The first of the data team, made where there is none: it comes before any roster.

    Raises AccountError where there is a data team; `force` makes one more all the same, and the audit says so.
    """
    with transaction.atomic():
        user = User.objects.filter(username=name).first() or User(username=name)
        if user.pk is not None and any(one.startswith(REQUIRED_OF) for one in sessions.rights(user, today())):
            return user
        team = _team()
        if team and not force:
            raise AccountError(
                f"There is a data team: {', '.join(team)}. Ask them for a link, or make one more with"
                " `homeroom accounts first USERNAME --force`; the audit log will say so."
            )
        if user.staff is None:
            user.staff = Staff.objects.create(sourced_id=f"homeroom:{name}", given_name=name, family_name="")
            user.set_unusable_password()
            user.save()
        Role.objects.create(staff=user.staff, kind=Role.Kind.DATA_TEAM, school=None)
        words = f"made besides {', '.join(team)}" if team else "the first of the data team"
        audit.did(None, "gave role", f"sign-in of {name}", (), words)
    return user


def _team() -> list[str]:
    """The user names of those who are data team of the network today and may sign in."""
    held = Role.objects.filter(holds(today()), here(today(), "staff__"), kind=Role.Kind.DATA_TEAM, school=None)
    able = User.objects.filter(staff__in=held.values("staff"), is_active=True, suspension=None)
    return list(able.order_by("username").values_list("username", flat=True))


def _schools(by: User) -> set[int | None]:
    if by.staff_id is None or not by.is_active:
        return set()
    held = Role.objects.filter(holds(today()), here(today(), "staff__"), staff=by.staff_id, kind=Role.Kind.DATA_TEAM)
    return set(held.values_list("school_id", flat=True))
