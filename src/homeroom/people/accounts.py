"""Staff out of a roster: their records, their roles, and the sign-in that each of them gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain, count

from django.contrib.auth.hashers import make_password

from homeroom.people import oneroster
from homeroom.people.models import Role, School, Staff, User
from homeroom.people.oneroster import KINDS, NETWORKS, STUDENT, HeldRole, Roster
from homeroom.people.upsert import BATCH, Upserted, end, upsert, write

# Ids of staff whom a person added here; no roster ever held them, so their absence from one says nothing.
LOCAL = "homeroom:"
DISABLED = "enabledUser"
LONGEST_USERNAME = 150


def person(user: oneroster.User) -> dict[str, object]:
    """The fields that students and staff share."""
    names = ("given_name", "family_name", "middle_name", "preferred_name", "username", "email", "identifier")
    return {name: getattr(user, name) for name in names}


def keep_staff(roster: Roster, orgs: Upserted[School], on: date) -> tuple[Upserted[Staff], int]:
    """Apply the set's staff. Whoever is absent from the set is suspended: roles end, no sign-in, the record stays.

    Gives the staff and the number of those suspended.
    """
    users = [user for user in roster.users if not user.is_student]
    returning: set[str] = set()

    def values(user: oneroster.User, was: Staff | None) -> dict[str, object]:
        if was is not None and _was_out(was):
            returning.add(user.sourced_id)
        return {**person(user), "ends_on": end(None, was.ends_on if was else None, user.deleted, on)}

    staff = upsert(Staff, [_marked(user) for user in users], values, _present(roster), on)
    _keep_roles(users, staff, orgs, on)
    _keep_accounts(users, staff, returning)
    return staff, len(staff.missing)


def _present(roster: Roster) -> Collection[str] | None:
    """Who can't be absent. A member of staff who has become a student in the roster is no longer among the staff."""
    present = roster.present.get("users")
    if present is None:
        return None
    students = {user.sourced_id for user in roster.users if user.is_student}
    return (present - students) | set(
        Staff.objects.filter(sourced_id__startswith=LOCAL).values_list("sourced_id", flat=True)
    )


def _was_out(was: Staff) -> bool:
    """Whether the roster took the sign-in away. What a person here took away, no roster gives back."""
    return was.missing_since is not None or was.ends_on is not None or was.extras.get(DISABLED) == "false"


def _marked(user: oneroster.User) -> oneroster.User:
    """The same user, its `enabledUser` kept among the extras where it says false."""
    return user if user.enabled else replace(user, extras={**user.extras, DISABLED: "false"})


def _keep_roles(users: Iterable[oneroster.User], staff: Upserted[Staff], orgs: Upserted[School], on: date) -> None:
    held: dict[int, dict[tuple[str, int | None], Role]] = defaultdict(dict)
    for role in Role.objects.filter(from_roster=True):
        held[role.staff_id][role.kind, role.school_id] = role
    new: list[Role] = []
    changed: list[Role] = []
    for user in users:
        pk = staff.rows[user.sourced_id].pk
        wanted = _wanted(user, orgs)
        if user.all_roles_read:
            changed += _ended((role for key, role in held[pk].items() if key not in wanted), on)
        for key, roles in wanted.items():
            was = held[pk].get(key)
            role = was or Role(staff_id=pk, kind=key[0], school_id=key[1], from_roster=True)
            if _dated(role, roles, user.deleted, on) or was is None:
                (new if was is None else changed).append(role)
    for row in staff.missing:
        changed += _ended(held[row.pk].values(), on)
    Role.objects.bulk_create(new, batch_size=BATCH)
    write(Role, changed)


def _wanted(user: oneroster.User, orgs: Upserted[School]) -> Mapping[tuple[str, int | None], list[HeldRole]]:
    wanted: dict[tuple[str, int | None], list[HeldRole]] = defaultdict(list)
    for role in user.roles:
        kind = None if role.word == STUDENT else KINDS[role.word]
        if kind is not None:
            wanted[kind, _school(kind, orgs.rows[role.org])].append(role)
    return wanted


def _school(kind: str, org: School) -> int | None:
    """The school a role is for. Only a data team's or a leader's role at a network stands for all schools."""
    return None if kind in (Role.Kind.DATA_TEAM, Role.Kind.NETWORK_LEADER) and org.kind.lower() in NETWORKS else org.pk


def _dated(role: Role, roles: list[HeldRole], user_deleted: bool, on: date) -> bool:
    """Give a role the widest dates that the roster's rows for it have; whether that changed it."""
    begins = [held.begins_on for held in roles]
    ends = [end(held.ends_on, role.ends_on, held.deleted or user_deleted, on) for held in roles]
    first = min(day for day in begins if day) if all(begins) else None
    last = max(day for day in ends if day) if all(ends) else None
    differs = (role.begins_on, role.ends_on) != (first, last)
    role.begins_on, role.ends_on = first, last
    return differs


def _ended(roles: Iterable[Role], on: date) -> Iterable[Role]:
    for role in roles:
        last = end(None, role.ends_on, True, on)
        if role.ends_on != last:
            role.ends_on = last
            yield role


def _keep_accounts(users: Iterable[oneroster.User], staff: Upserted[Staff], returning: Collection[str]) -> None:
    accounts = {account.staff_id: account for account in User.objects.filter(staff__isnull=False)}
    names = {name.casefold() for name in User.objects.values_list("username", flat=True)}
    new: list[User] = []
    changed: list[User] = []
    for user in users:
        pk, may = staff.rows[user.sourced_id].pk, user.enabled and not user.deleted
        account = accounts.get(pk)
        if account is None:
            name = _free(user, names)
            new.append(User(username=name, staff_id=pk, is_active=may, password=make_password(None)))
        elif _kept(account, user, names, may, user.sourced_id in returning):
            changed.append(account)
    gone = [accounts[row.pk] for row in staff.missing if row.pk in accounts and accounts[row.pk].is_active]
    for account in gone:
        account.is_active = False
    User.objects.bulk_create(new, batch_size=BATCH)
    write(User, [*changed, *gone])


def _kept(account: User, user: oneroster.User, names: set[str], may: bool, returning: bool) -> bool:
    """Bring an account up to date; whether that changed it."""
    before = (account.username, account.is_active)
    account.is_active = may and (account.is_active or returning)
    wanted = user.username[:LONGEST_USERNAME]
    if wanted and wanted.casefold() not in names:
        account.username = wanted
        names.add(wanted.casefold())
    return before != (account.username, account.is_active)


def _free(user: oneroster.User, names: set[str]) -> str:
    """The roster's username, or where another holds it: the e-mail, the roster's id, or the name with a number."""
    wanted = [text[:LONGEST_USERNAME] for text in (user.username, user.email, user.sourced_id) if text]
    numbered = (f"{wanted[0][: LONGEST_USERNAME - 8]}-{n}" for n in count(2))
    name = next(name for name in chain(wanted, numbered) if name.casefold() not in names)
    names.add(name.casefold())
    return name
