"""Which person an outside identity is. Issuer and subject decide; the first time, a roster id the issuer may assert.

Where that does not name exactly one person who may sign in, a person decides. Names and e-mail addresses say nothing.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from homeroom.people import audit
from homeroom.people.managing import why_machine_alone
from homeroom.people.models import User
from homeroom.people.outside.providers import IdentityProvider
from homeroom.people.signin_models import OutsideIdentity, WaitingIdentity
from homeroom.people.suspending import end_sessions, may_sign_in

LONGEST = 255
BELONGS = {"staff": "staff", "family": "contact"}
REJECTED, WAITS = "rejected", "waits"


class LinkingError(Exception):
    """An identity can't be linked to this person; the message says why."""


@dataclass(frozen=True)
class Told:
    """What an issuer says about somebody. Only the subject and the roster's id are ever looked up."""

    subject: str
    roster_id: str = ""
    name: str = ""
    email: str = ""


def person(provider: IdentityProvider, told: Told) -> User | str:
    """Whoever the issuer means, linked now where that is certain; else why not, and the data team knows."""
    told = _storable(told)
    with transaction.atomic():
        found = OutsideIdentity.objects.filter(issuer=provider.issuer, subject=told.subject)
        known = found.select_related("user").first()
        if known is not None:
            found.update(last_at=timezone.now())
            return known.user
        waiting = WaitingIdentity.objects.filter(issuer=provider.issuer, subject=told.subject)
        if waiting.filter(rejected_at__isnull=False).update(last_at=timezone.now(), tries=F("tries") + 1):
            return REJECTED
        meant = _meant(provider, told.roster_id)
        if isinstance(meant, User):
            return _first_link(provider, told, meant)
        _wait(provider, told, meant)
        return WAITS


def link(waiting: WaitingIdentity, user: User, by: User | None) -> OutsideIdentity:
    """Somebody of the data team says who it is; nobody: the machine itself. Raises LinkingError where it can't be."""
    if not may_sign_in(user):
        raise LinkingError(gettext("This person may not sign in. Give the sign-in back first."))
    if by is not None and (words := why_machine_alone(user)):
        raise LinkingError(words)
    try:
        with transaction.atomic():
            made = OutsideIdentity.objects.create(
                issuer=waiting.issuer,
                subject=waiting.subject,
                user=user,
                since=timezone.now(),
                linked_by=by.get_username() if by else audit.INSTALLATION,
            )
            waiting.delete()
            audit.did(by, "linked", f"sign-in of {audit.called(user)}", (), f"to an identity at {made.issuer}")
    except IntegrityError:
        raise LinkingError(gettext("This person has another identity at this issuer. Unlink that one first.")) from None
    return made


def reject(waiting: WaitingIdentity, by: User) -> None:
    """Whoever it is has no place here."""
    with transaction.atomic():
        waiting.rejected_at, waiting.rejected_by = timezone.now(), by.get_username()
        waiting.save(update_fields=["rejected_at", "rejected_by"])
        audit.did(by, "rejected", f"identity {waiting.pk} at {waiting.issuer}"[:LONGEST], (), "not one of ours")


def unlink(identity: OutsideIdentity, by: User) -> None:
    """The identity opens nothing any more, and the sessions that it may have opened end."""
    with transaction.atomic():
        user, issuer = identity.user, identity.issuer
        identity.delete()
        end_sessions(user)
        audit.did(by, "unlinked", f"sign-in of {audit.called(user)}", (), f"from an identity at {issuer}")


def _storable(told: Told) -> Told:
    """PostgreSQL takes no text with the sign 0. Marked, it is still nobody's id."""
    return Told(*(text.replace("\0", "\ufffd") for text in astuple(told)))


def _meant(provider: IdentityProvider, roster_id: str) -> User | str:
    """The one person whom the roster's id names, or in words why it names none."""
    if not provider.roster_id_claim:
        return gettext_noop("a person links everybody of this issuer")
    if not roster_id:
        return gettext_noop("the issuer told no roster id")
    found = [user for kind in provider.people for user in _holding(BELONGS[kind], provider.roster_id, roster_id)]
    if len(found) > 1:  # also where only one of them may sign in: it may be the other one who comes
        return gettext_noop("several people here have this roster id")
    if not found or not may_sign_in(found[0]):
        return gettext_noop("nobody here has this roster id")
    if OutsideIdentity.objects.filter(issuer=provider.issuer, user=found[0]).exists():
        return gettext_noop("this person has another identity at this issuer")
    return found[0]


def _holding(belongs: str, field: str, roster_id: str) -> QuerySet[User]:
    """Accounts whose person has this id. Two records with one id are two people until somebody mends the roster."""
    return User.objects.filter(**{f"{belongs}__{field}": roster_id})


def _first_link(provider: IdentityProvider, told: Told, user: User) -> User | str:
    told_at = timezone.now()
    key = {"issuer": provider.issuer, "subject": told.subject}
    OutsideIdentity.objects.create(**key, user=user, since=told_at, last_at=told_at)
    WaitingIdentity.objects.filter(**key).delete()
    words = f"to an identity at {provider.issuer}, by its roster id"
    audit.did(None, "linked", f"sign-in of {audit.called(user)}", (), words)
    return user


def _wait(provider: IdentityProvider, told: Told, why: str) -> None:
    now = timezone.now()
    said = {
        "told_name": told.name[:LONGEST],
        "told_email": told.email[:LONGEST],
        "told_roster_id": told.roster_id[:LONGEST],
        "why": why,
        "last_at": now,
    }
    found, made = WaitingIdentity.objects.get_or_create(
        issuer=provider.issuer, subject=told.subject, defaults={**said, "first_at": now}
    )
    if not made:
        WaitingIdentity.objects.filter(pk=found.pk).update(**said, tries=F("tries") + 1)
