"""What a session may still do: asked anew at every request, so that taking something away works at once.

A session remembers when it began and what its person was then. It ends when that is too long ago, when the person may
not sign in any more, when the data team ended it, and when a role that it began with no longer holds.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from homeroom.people.clock import today
from homeroom.people.enrolled import here, holds
from homeroom.people.models import Relationship, Role, User
from homeroom.people.suspending import may_sign_in

LONGEST = timedelta(hours=12)
# How long after a sign-in its person may change how the next one goes.
FRESH = timedelta(minutes=15)
BEGAN, RIGHTS, STRONG = "homeroom-began", "homeroom-rights", "homeroom-strong"
# When this session last stood while the person's others were ended.
STOOD = "homeroom-stood"
# Why a session ended, as the sign-in page will say it.
TOO_LONG, GONE, CHANGED = "too long", "gone", "changed"


def begin(session: SessionBase, user: User, strong: bool) -> None:
    """Remember when and as what a person signed in. `strong`: with a second step, here or at the identity provider."""
    session[BEGAN] = session[STOOD] = timezone.now().timestamp()
    session[RIGHTS] = sorted(rights(user, today()))
    session[STRONG] = strong


def keep(session: SessionBase) -> None:
    """Let this session stand where the person's others have just been ended. Its length is counted as before."""
    session[STOOD] = timezone.now().timestamp()


def is_strong(session: SessionBase) -> bool:
    return bool(session.get(STRONG))


def is_fresh(session: SessionBase) -> bool:
    return bool(timezone.now().timestamp() - session.get(BEGAN, 0) < FRESH.total_seconds())


def held(session: SessionBase) -> list[str]:
    """The rights that the session was last found to have."""
    return list(session.get(RIGHTS, ()))


def why_over(session: SessionBase, user: User) -> str:
    """Why the session may not go on; blank where it may."""
    if not may_sign_in(user):
        return GONE
    if BEGAN not in session:  # made by Django's own login, as tests do
        begin(session, user, strong=False)
        return ""
    if timezone.now().timestamp() - session[BEGAN] > LONGEST.total_seconds():
        return TOO_LONG
    if user.sessions_from is not None and session.get(STOOD, session[BEGAN]) <= user.sessions_from.timestamp():
        return GONE
    has = rights(user, today())
    if not has >= set(held(session)):
        return CHANGED
    if len(has) > len(held(session)):  # a role more is no reason to end; from now on it may be lost, too
        session[RIGHTS] = sorted(has)
    return ""


def rights(user: User, on: date) -> set[str]:
    """What a person is today, in a form to compare: each role with its school, each child of a family."""
    if user.staff_id is not None:
        roles = Role.objects.filter(holds(on), here(on, "staff__"), staff=user.staff_id)
        return {f"{kind} {school or 'all'}" for kind, school in roles.values_list("kind", "school")}
    if user.contact_id is not None:
        related = Relationship.objects.filter(holds(on), contact=user.contact_id)
        return {f"family {student}" for student in related.values_list("student", flat=True)}
    return set()
