"""The sign-ins that a roster makes, takes away and gives back. What a person here took away, no roster gives back."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from typing import Literal

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext

from homeroom.people import audit, oneroster
from homeroom.people.clock import today
from homeroom.people.models import Contact, Staff, User
from homeroom.people.upsert import BATCH, Upserted, write

LONGEST_USERNAME = 150
OPEN = "open"
Until = User.Until
Owner = Literal["staff_id", "contact_id"]


class NotOpenedError(Exception):
    """Why a family's sign-in can't be opened, in a sentence."""


def person(user: oneroster.User) -> dict[str, object]:
    """The fields that students, staff and contacts share."""
    names = ("given_name", "family_name", "middle_name", "preferred_name", "username", "email", "identifier")
    return {name: getattr(user, name) for name in names}


def keep_accounts[Grown: (Staff, Contact)](
    owner: Owner, users: Iterable[oneroster.User], people: Upserted[Grown]
) -> None:
    """A sign-in for each of these people. Whoever has gone missing loses it; whoever is back has it again."""
    accounts: dict[int, User] = {getattr(one, owner): one for one in User.objects.exclude(**{owner: None})}
    names = {name.casefold() for name in User.objects.values_list("username", flat=True)}
    new: list[User] = []
    changed: list[User] = []
    for user in users:
        pk, may = people.rows[user.sourced_id].pk, user.enabled and not user.deleted
        account = accounts.get(pk)
        if account is None:
            new.append(_made(owner, pk, _free(user, names), may))
        elif _kept(account, user, names, may):
            changed.append(account)
    missing = [accounts[row.pk] for row in people.missing if row.pk in accounts]
    gone: list[User] = [account for account in missing if account.is_active]
    for account in gone:
        _close(account)
    User.objects.bulk_create(new, batch_size=BATCH)
    write(User, [*changed, *gone])


def open_family(account: User, by: User | None) -> None:
    """Open a family's sign-in: its first link comes with it. Raises NotOpenedError where it is not to be opened."""
    contact = account.contact
    if contact is None or not account.is_unopened:
        words = gettext("%(account)s is no sign-in of a family that waits to be opened.")
        raise NotOpenedError(words % {"account": account.username})
    if hasattr(account, "suspension"):
        words = gettext("%(account)s is suspended. Give the sign-in back first.")
        raise NotOpenedError(words % {"account": account.username})
    if contact.missing_since is not None or (contact.ends_on is not None and contact.ends_on < today()):
        words = gettext("%(account)s: the roster no longer names this contact.")
        raise NotOpenedError(words % {"account": account.username})
    account.is_active, account.inactive_until = True, ""
    account.save(update_fields=["is_active", "inactive_until"])
    children = contact.relationships.values_list("student", flat=True)
    audit.did(by, "opened", f"family account {account.pk}", set(children), "first link")


def _made(owner: Owner, pk: int, name: str, may: bool) -> User:
    """A new sign-in, without a password. A family's is made, not opened, unless the installation says otherwise."""
    account = User(username=name, password=make_password(None))
    setattr(account, owner, pk)
    if owner == "contact_id" and settings.HOMEROOM_FAMILY_ACCOUNTS != OPEN:
        account.is_active, account.inactive_until = False, Until.LINK
    elif not may:
        _close(account)
    return account


def _kept(account: User, user: oneroster.User, names: set[str], may: bool) -> bool:
    """Bring an account up to date; whether that changed it."""
    before = (account.username, account.is_active)
    if account.is_active and not may:
        _close(account)
    elif may and account.inactive_until in (Until.ROSTER, *_opened_by_itself()):
        account.is_active, account.inactive_until = True, ""
    wanted = user.username[:LONGEST_USERNAME]
    if wanted and wanted.casefold() not in names:
        account.username = wanted
        names.add(wanted.casefold())
    return before != (account.username, account.is_active)


def _opened_by_itself() -> tuple[str, ...]:
    """What an inactive sign-in may wait for and yet be opened by a roster, beyond the roster itself."""
    return (Until.LINK,) if settings.HOMEROOM_FAMILY_ACCOUNTS == OPEN else ()


def _close(account: User) -> None:
    account.is_active, account.inactive_until = False, Until.ROSTER


def _free(user: oneroster.User, names: set[str]) -> str:
    """The roster's username, or where another holds it: the e-mail, the roster's id, or the name with a number."""
    wanted = [text[:LONGEST_USERNAME] for text in (user.username, user.email, user.sourced_id) if text]
    numbered = (f"{wanted[0][: LONGEST_USERNAME - 8]}-{n}" for n in count(2))
    name = next(name for name in chain(wanted, numbered) if name.casefold() not in names)
    names.add(name.casefold())
    return name
