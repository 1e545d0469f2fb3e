"""Family contacts in Clever's students.csv: columns of the child's row, and a row more for each further contact."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from homeroom.intake.rosters.table import Record, Table
from homeroom.intake.rosters.turned import Cells

TYPE = "contact_type"
# Clever's words for what a contact is to the child -> OneRoster's. Who stands for emergencies alone is no family.
KINDS: Mapping[str, str] = {
    "parent": "parent",
    "mother": "parent",
    "father": "parent",
    "stepparent": "parent",
    "guardian": "guardian",
    "parent/guardian": "guardian",
    "legal guardian": "guardian",
    "foster parent": "guardian",
    "grandparent": "relative",
    "aunt/uncle": "relative",
    "sibling": "relative",
    "family": "relative",
}
FAMILY_TYPES = ("primary", "secondary", "parent/guardian", "family")
NAMELESS = gettext_noop(
    "%(n)s family contact(s) without Contact_sis_id and without Contact_email not taken in: nothing tells them apart"
)


def comes(students: Table) -> bool:
    """Whether the file tells of contacts at all."""
    return TYPE in students.names


def told(students: Table) -> tuple[list[Cells], list[Cells], int]:
    """The contacts as users, their relationships, and how many have nothing that tells them apart."""
    contacts: dict[str, Cells] = {}
    related: dict[tuple[str, str], Cells] = {}
    nameless = 0
    for record in students.records:
        kind, child = _kind(record.cells), record.cells.get("student_id", "")
        one = _id(record.cells)
        if not (kind and child):
            continue
        if not one:
            nameless += 1
            continue
        contacts.setdefault(one, _contact(one, kind, record))
        related.setdefault((child, one), _relationship(child, one, kind))
    return list(contacts.values()), list(related.values()), nameless


def _kind(cells: Mapping[str, str]) -> str:
    """What a contact is to the child; blank where that is no family, or not told."""
    said = cells.get(TYPE, "").lower()
    if said not in FAMILY_TYPES:
        return ""
    return KINDS.get(cells.get("contact_relationship", "").lower() or said, "")


def _id(cells: Mapping[str, str]) -> str:
    known = cells.get("contact_sis_id", "") or cells.get("contact_email", "").lower()
    return f"contact:{known}" if known else ""


def _contact(one: str, kind: str, record: Record) -> Cells:
    given, _, family = record.cells.get("contact_name", "").rpartition(" ")
    return {
        "sourcedId": one,
        "orgSourcedIds": record.cells.get("school_id", ""),
        "role": kind,
        "givenName": given or family,
        "familyName": family if given else "",
        "email": record.cells.get("contact_email", ""),
    }


def _relationship(child: str, contact: str, kind: str) -> Cells:
    return {
        "sourcedId": f"{child}:{contact}",
        "userSourcedId": child,
        "relationshipUserSourcedId": contact,
        "relationshipRole": kind,
    }
