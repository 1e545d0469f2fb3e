"""Family reports that somebody approved: kept word for word, with who approved them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from homeroom.people import audit
from homeroom.people.models import Contact, FamilySheet, User


@dataclass(frozen=True)
class Approved:
    """One sheet to keep: whose, in which language beside English, and its lines."""

    student: int
    language: str
    sheet: Mapping[str, Any]


@transaction.atomic
def approve(by: User, on: date, sheets: Sequence[Approved], drawn_from: str = "") -> list[FamilySheet]:
    """Keep these sheets. Families may see them from now on."""
    told = {"on": on, "drawn_from": drawn_from[:255], "approved_by": by.get_username()}
    made = [
        FamilySheet.objects.create(student_id=one.student, language=one.language, sheet=dict(one.sheet), **told)
        for one in sheets
    ]
    children = [one.student for one in sheets]
    words = f"family report of student {children[0]}" if len(children) == 1 else "family reports"
    audit.did(by, "approved", words, children, "to be handed to the family")
    return made


def newest(students: Collection[int]) -> Mapping[int, FamilySheet]:
    """The latest approved sheet of each child that has one."""
    found = FamilySheet.objects.filter(student__in=students).order_by("on", "pk")
    return {one.student_id: one for one in found}


def languages(students: Collection[int]) -> Mapping[int, str]:
    """The code of each family's language, where known: that of the sheet they last got, else what a contact chose.

    Contacts who chose different ones leave it open.
    """
    asked: dict[int, set[str]] = {}
    rows = Contact.objects.filter(relationships__student__in=students, user__isnull=False).exclude(user__language="")
    for child, code in rows.values_list("relationships__student", "user__language"):
        asked.setdefault(child, set()).add(code)
    known = {child: next(iter(codes)) for child, codes in asked.items() if len(codes) == 1}
    return known | {child: one.language for child, one in newest(students).items() if one.language}
