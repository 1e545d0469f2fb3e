"""Which children somebody would recognise in rows that a program sent, linked to them or not.

For the audit log: whoever reads such rows has read about these children. It decides nothing about whose work it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from django.db.models import Q

from homeroom.people.models import Student, StudentIdentifier
from homeroom.people.names import folded

AT_ONCE = 10_000
# A shorter number could be anything: a grade, a score, a count.
SHORTEST_NUMBER = 4
WORDS_OF_A_NAME = 6


def recognised(rows: Iterable[Sequence[str]]) -> set[int]:
    """The children of whom a row holds an id, or both the given and the family name."""
    found: set[int] = set()
    for some in batched(rows, AT_ONCE):
        pieces = [set(_pieces(row)) for row in some]
        everything = set().union(*pieces)
        found |= _by_id(everything) | _by_name(everything, pieces)
    return found


def _pieces(row: Sequence[str]) -> Iterator[str]:
    """The cells, and what names in them may be made of: "Ana María Bui" holds "Ana", "Ana María", "Bui" and more."""
    for cell in row:
        text = cell.strip()
        yield text
        words = folded(text).split()
        if len(words) <= WORDS_OF_A_NAME:
            for first in range(len(words)):
                for last in range(first, len(words)):
                    yield " ".join(words[first : last + 1])


def _by_id(pieces: set[str]) -> set[int]:
    ids = [one for one in pieces if one and not (one.isdigit() and len(one) < SHORTEST_NUMBER)]
    found: set[int] = set()
    for some in batched(ids, AT_ONCE):
        fields = ("sourced_id", "identifier", "username", "email")
        known = Q()
        for field in fields:
            known |= Q(**{f"{field}__in": some})
        found.update(Student.objects.filter(known).values_list("pk", flat=True))
        found.update(StudentIdentifier.objects.filter(value__in=some).values_list("student", flat=True))
    return found


def _by_name(everything: set[str], pieces: list[set[str]]) -> set[int]:
    """First whose names occur anywhere, then whether one row holds both."""
    names = Student.objects.values_list("pk", "given_name", "preferred_name", "family_name")
    found: set[int] = set()
    for pk, given, preferred, family in names.iterator():
        last, firsts = folded(family), {folded(given), folded(preferred)} - {""}
        anywhere = last in everything and not firsts.isdisjoint(everything)
        if anywhere and any(last in row and not firsts.isdisjoint(row) for row in pieces):
            found.add(pk)
    return found
