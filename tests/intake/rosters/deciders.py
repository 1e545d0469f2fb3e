"""The people who decide about held sets, and the people's tables as one text to compare."""

from __future__ import annotations

from homeroom.people import images
from homeroom.people.models import Role, Staff, User


def data_team(name: str, school: object = None) -> User:
    """One of the data team, added here and not by a roster."""
    staff = Staff.objects.create(sourced_id=f"homeroom:{name}", given_name=name.title(), family_name="Data")
    Role.objects.create(staff=staff, kind=Role.Kind.DATA_TEAM, school=school)
    return User.objects.create_user(name, password="a-long-enough-password", staff=staff)


def dump(accounts: bool = False) -> dict[str, list[tuple]]:
    """Every people table, in one order; sign-ins only where asked for, since undoing keeps those it can't give back."""
    tables = [table for table in images.TABLES if accounts or table != "account"]
    return {table: sorted(rows.values(), key=lambda row: row[0]) for table, rows in images.take(tables).items()}
