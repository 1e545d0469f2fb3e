"""What the values of a file's columns look like, and which of them the roster knows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import isfinite
from pathlib import Path

from django.db.models import Q

from homeroom.intake.layouts import Header
from homeroom.intake.match import normal_id
from homeroom.intake.proposing import days
from homeroom.people.models import School, Student, StudentIdentifier
from homeroom.people.names import folded

# Cells that are looked at, all columns together: a wide file is known by fewer rows.
CELLS, MOST_ROWS, FEWEST_ROWS = 400_000, 2_000, 20
DIFFERENT = 60
AT_ONCE = 400
MOST_IDS = 4_000


@dataclass(frozen=True)
class Profile:
    """One column of a file: where it stands, its name, its filled cells in the rows looked at, the first ones apart."""

    place: int
    name: str
    filled: tuple[str, ...]
    rows: int

    @cached_property
    def different(self) -> tuple[str, ...]:
        """Different values in the order in which they were met, not more than a few dozen."""
        return tuple(islice(dict.fromkeys(self.filled), DIFFERENT))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Forms of day or moment that every value has."""
        few = days.forms(self.different)
        return tuple(form for form in few if days.fits(self.filled, form) == 1) if few else ()


@dataclass(frozen=True)
class Known:
    """Words of the roster that were met among a file's values, folded: evidence, never a link."""

    ids: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    any: bool = field(default=False)


def profiles(path: Path, header: Header) -> tuple[Profile, ...]:
    """The columns of a UTF-8 file, from its first rows."""
    rows = _rows(path, header)
    width = len(header.names)
    cells: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for place, cell in zip(range(width), row, strict=False):
            if shown := cell.strip():
                cells[place].append(shown)
    return tuple(Profile(at, name, tuple(cells[at]), len(rows)) for at, name in enumerate(header.names))


def _rows(path: Path, header: Header) -> list[list[str]]:
    wanted = max(FEWEST_ROWS, min(MOST_ROWS, CELLS // max(len(header.names), 1)))
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        records = csv.reader(file, delimiter=header.delimiter)
        found: list[list[str]] = []
        try:
            next(records, None)
            found += islice(records, wanted)
        except csv.Error:  # a cell without an end: what came before it is enough to look at
            pass
    return found


def known_words(columns: Sequence[Profile]) -> Known:
    """What of the file's values the roster knows. A few questions to the database, whatever the file's width."""
    values = _worth_asking(columns)
    forms = sorted({form for value in values for form in (value, value.removesuffix(".0"), value.lstrip("0"))} - {""})
    ids, accounts, given, family = set[str](), set[str](), set[str](), set[str]()
    for at in range(0, len(forms), AT_ONCE):
        some = forms[at : at + AT_ONCE]
        ids.update(StudentIdentifier.objects.filter(value__in=some).values_list("value", flat=True))
        for kind, found in (("sourced_id", ids), ("identifier", ids), ("username", accounts), ("email", accounts)):
            found.update(Student.objects.filter(**{f"{kind}__in": some}).values_list(kind, flat=True))
        for row in Student.objects.filter(Q(given_name__in=some) | Q(family_name__in=some)).values_list(
            "given_name", "family_name"
        ):
            given.add(folded(row[0]))
            family.add(folded(row[1]))
    schools = frozenset(map(folded, School.objects.values_list("name", flat=True)))
    return Known(
        ids=frozenset(normal_id(one).lstrip("0") for one in ids),
        accounts=frozenset(map(normal_id, accounts)),
        given=frozenset(given),
        family=frozenset(family),
        schools=schools,
        any=Student.objects.exists(),
    )


def _worth_asking(columns: Sequence[Profile]) -> set[str]:
    """Values that may be an id or a name: short texts that are no decimal numbers and no days."""
    found: set[str] = set()
    for column in columns:
        if len(found) < MOST_IDS and not column.forms:
            found.update(value for value in column.different if len(value) <= 64 and "\0" not in value)
    return found


def number(text: str) -> float | None:
    """A finite number, or none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and "_" not in text else None
