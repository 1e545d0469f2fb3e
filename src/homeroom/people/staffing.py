"""Staff out of a roster: their records and their roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from homeroom.people import oneroster
from homeroom.people.accounts import keep_accounts, person
from homeroom.people.models import Role, School, Staff
from homeroom.people.oneroster import KINDS, NETWORKS, HeldRole, Roster
from homeroom.people.upsert import BATCH, Upserted, end, upsert, write

# Ids of staff whom a person added here; no roster ever held them, so their absence from one says nothing.
LOCAL = "homeroom:"
DISABLED = "enabledUser"


def keep_staff(roster: Roster, orgs: Upserted[School], on: date) -> tuple[Upserted[Staff], int]:
    """Apply the set's staff. Whoever is absent from the set is suspended: roles end, no sign-in, the record stays.

    Gives the staff and the number of those suspended.
    """
    users = [user for user in roster.users if user.is_staff]

    def values(user: oneroster.User, was: Staff | None) -> dict[str, object]:
        return {**person(user), "ends_on": end(None, was.ends_on if was else None, user.deleted, on)}

    staff = upsert(Staff, [marked(user) for user in users], values, _present(roster), on)
    _keep_roles(users, staff, orgs, on)
    keep_accounts("staff_id", users, staff)
    return staff, len(staff.missing)


def _present(roster: Roster) -> Collection[str] | None:
    """Who can't be absent. Who is a student or only family in the roster now is no longer among the staff."""
    present = roster.present.get("users")
    if present is None:
        return None
    others = {user.sourced_id for user in roster.users if not user.is_staff and user.all_roles_read}
    return (present - others) | set(
        Staff.objects.filter(sourced_id__startswith=LOCAL).values_list("sourced_id", flat=True)
    )


def marked(user: oneroster.User) -> oneroster.User:
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
        kind = KINDS.get(role.word)
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
