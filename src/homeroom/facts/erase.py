"""Take a child out of the fact files."""

from __future__ import annotations

from collections.abc import Mapping

from homeroom.facts import store
from homeroom.people.erasures import removed
from homeroom.people.record import Removed

PACKAGE = "facts"


def erase(student: int) -> list[Removed]:
    """Write every file that holds the child anew without the child; files of older versions go. Safe to do again."""
    told: list[Removed] = []
    if not (held := rows_held(student)):
        store.vacuum(keep=1)  # a run that was killed between the two steps left the old files
        return told
    store.erase(student, cause(student), lambda _: told.extend(noted(student, held)))
    return told


def rows_held(student: int) -> dict[str, int]:
    """True rows of the child by table."""
    found: dict[str, int] = {}
    for table in store.tables_of(student):
        if rows := store.rows_of(table, student):
            found[table] = rows
    return found


def noted(student: int, held: Mapping[str, int]) -> list[Removed]:
    """Call it in the transaction in which the files cease to be true."""
    return [removed(student, PACKAGE, f"table {table}, rows", rows) for table, rows in held.items()]


def cause(student: int) -> str:
    return f"erase student {student}"
