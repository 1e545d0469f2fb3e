"""Who may sign in, and taking that away at once. Every session asks again at every request."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.enrolled import holds
from homeroom.people.models import Relationship, User
from homeroom.people.signin_models import Suspension

LONGEST = 255


def may_sign_in(user: User | AnonymousUser, on: date | None = None) -> bool:
    """Not suspended, and still one of those whom the account was made for: staff, a child, a child's family."""
    if isinstance(user, AnonymousUser) or not user.is_active or hasattr(user, "suspension"):
        return False
    day = on or today()
    for person in (user.staff, user.student, user.contact):
        if person is not None and person.ends_on is not None and person.ends_on < day:
            return False
    if user.contact_id is not None:
        return Relationship.objects.filter(holds(day), contact=user.contact_id).exists()
    return True


def suspend(user: User, by: User | None, why: str) -> None:
    """Take the sign-in away now, on every session. `by` is nobody where a roster does it. Saying it twice is once."""
    with transaction.atomic():
        told = {"by": by.get_username() if by else "", "why": why[:LONGEST]}
        if Suspension.objects.filter(user=user, **told).exists():
            return
        Suspension.objects.update_or_create(user=user, defaults={"since": timezone.now(), **told})
        end_sessions(user)
        audit.did(by, "suspended", f"sign-in of {audit.called(user)}", (), why)
    _forget(user)


def restore(user: User, by: User | None, why: str) -> bool:
    """Give the sign-in back; whether there was anything to give. A roster never gives back what a person took."""
    with transaction.atomic():
        held = Suspension.objects.filter(user=user)
        if by is None:
            held = held.filter(by="")
        given = bool(held.delete()[0])
        if given:
            audit.did(by, "restored", f"sign-in of {audit.called(user)}", (), why)
    _forget(user)
    return given


def end_sessions(user: User) -> None:
    """No session that stands now goes on, and no link that was made before this signs in any more."""
    now = timezone.now()
    user.signinlink_set.filter(used_at=None).update(expires_at=now)
    user.sessions_from = now
    User.objects.filter(pk=user.pk).update(sessions_from=now)


def _forget(user: User) -> None:
    """Django keeps the related row that it has read; ask anew next time."""
    user._state.fields_cache.pop("suspension", None)
