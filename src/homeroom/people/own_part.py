"""The part of a child's record that one contact may take away alone, without asking anybody.

A child's other contacts are people with rights of their own, and some parents live apart for a reason. The whole record
is handed over by the school, which knows the family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from homeroom.people.models import Contact
from homeroom.people.record import Held

# A roster's own rows and spare columns may carry other contacts' names, addresses and telephone numbers.
AS_SENT = "received_rows"
SPARE = "other_columns"


def own_part(held: Sequence[Held], contact: Contact) -> list[Held]:
    """The tables of `held` without what tells of the child's other contacts."""
    return [_without_others(table, contact) for table in held if table.name != AS_SENT]


def _without_others(table: Held, contact: Contact) -> Held:
    if table.name == "family":
        mine = [contact.name, contact.email]
        return replace(table, rows=[row for row in table.rows if [row[0], row[2]] == mine])
    if table.name == "who_saw":
        return replace(table, rows=[row for row in table.rows if not _is_another(str(row[1]), contact)])
    return _without_column(table, SPARE) if table.name == "child" else table


def _is_another(who: str, contact: Contact) -> bool:
    return who.startswith("contact ") and who != f"contact {contact.pk}"


def _without_column(table: Held, column: str) -> Held:
    at = [one.name for one in table.columns].index(column)
    columns = table.columns[:at] + table.columns[at + 1 :]
    return replace(table, columns=columns, rows=[[*row[:at], *row[at + 1 :]] for row in table.rows])
