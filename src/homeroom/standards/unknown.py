"""The queue of spellings that stand for none or several of our standards. The rows that carry them are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext

from homeroom.people.clock import today
from homeroom.people.insert import insert, newer
from homeroom.standards import spelling
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Standard, UnknownSpelling

LONGEST = 255
AT_ONCE = 500


@dataclass(frozen=True)
class Waiting:
    """A spelling that waits for a person: how many rows carry it, and the codes it may mean, best first."""

    spelling: str
    rows: int
    candidates: tuple[str, ...]


@transaction.atomic
def take(rows: Mapping[str, int]) -> int:
    """Note the spellings among these that can't be resolved, with how many rows carry each. Gives how many were new.

    Decisions stay, and what was noted before stays. A spelling that is no text a database keeps is left out.
    """
    known = spelling.known()
    unknown = {told: count for told, count in rows.items() if _kept(told) and not known.resolve(told)}
    there = set[str]()
    for batch in batched(unknown, AT_ONCE):
        there.update(UnknownSpelling.objects.filter(spelling__in=batch).values_list("spelling", flat=True))
    day = today()
    names = ("spelling", "rows", "first_seen", "last_seen", "standard", "decided_on", "decided_by")
    told = [(text, count, day, day, None, None, "") for text, count in sorted(unknown.items())]
    insert(UnknownSpelling, names, told, newer(UnknownSpelling, ("spelling",), ("rows", "last_seen")))
    return len(unknown) - len(there)


def waiting() -> tuple[Waiting, ...]:
    """Undecided spellings that are still unknown, with candidates; those that most rows carry first."""
    known = spelling.known()
    found = UnknownSpelling.objects.filter(decided_on=None).order_by("-rows", "spelling")
    return tuple(
        Waiting(one.spelling, one.rows, known.candidates(one.spelling))
        for one in found
        if not known.resolve(one.spelling)
    )


@transaction.atomic
def decide(told: str, code: str | None, by: str) -> None:
    """A person says which standard a spelling stands for, or None for no standard. A later word replaces it.

    Raises StandardsError for a spelling that does not wait and a code that is not there or stands in two frameworks.
    """
    found = list(Standard.objects.filter(code=code).order_by("pk")[:2]) if code else []
    if code and len(found) != 1:
        many = (
            gettext("%(code)s is the code of more than one standard") if found else gettext("%(code)s is no standard")
        )
        raise StandardsError(many % {"code": code})
    standard = found[0] if found else None
    rows = UnknownSpelling.objects.filter(spelling=told)
    if not rows.update(standard=standard, decided_on=today(), decided_by=by[:LONGEST]):
        raise StandardsError(gettext("%(spelling)s does not wait for a decision") % {"spelling": repr(told)})


def undo(told: str) -> None:
    """Let a spelling wait again."""
    UnknownSpelling.objects.filter(spelling=told).update(standard=None, decided_on=None, decided_by="")


def _kept(told: str) -> bool:
    return len(told.strip()) > 0 and len(told) <= LONGEST and "\0" not in told and told == _whole(told)


def _whole(told: str) -> str:
    """Without halves of characters."""
    return told if told.isascii() else told.encode("utf-8", "replace").decode("utf-8")
