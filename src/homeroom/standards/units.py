"""Units: standards that are taught together over some weeks. Made by hand or read from a file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from homeroom.standards import leaves, spelling, unknown
from homeroom.standards.account import Account, FaultError, Sheet, sheet
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework, Unit, UnitStandard
from homeroom.standards.packages.records import clean, grade_of

COLUMNS: Mapping[str, Sequence[str]] = {
    "unit": ("code", "unitcode", "unitid"),
    "title": ("name", "unittitle", "unitname"),
    "grade": ("gradelevel",),
    "week": ("weekofunit",),
    "standard": ("standards", "standardcode", "standardcodes"),
    "weight": ("share",),
}
NEEDED = ("unit", "standard")
LONGEST_CODE, LONGEST_TITLE, MOST_WEEKS = 64, 120, 52


@dataclass(frozen=True)
class Part:
    """A standard of a unit by its code, with its weight, and the week of the unit that it comes in, 1 for the first."""

    standard: str
    weight: float = 1.0
    week: int = 1


@transaction.atomic
def make_unit(framework: str, code: str, title: str, parts: Sequence[Part], grade: str = "", order: int = 0) -> Unit:
    """Add a unit, or put these in the place of what the one with this code had.

    Raises StandardsError for a framework or standard that is not there, and for a unit without standards.
    """
    held = Framework.objects.filter(slug=framework).first()
    if held is None:
        raise StandardsError(f"{framework} is no framework: load its standards first")
    if not parts:
        raise StandardsError(f"{code} has no standards: name at least one")
    rows = leaves.rows_of({part.standard for part in parts}, framework)
    missing = sorted({part.standard for part in parts} - rows.keys())
    if missing:
        raise StandardsError(f"{', '.join(missing)}: not standards of {framework}; load its standards first")
    told = {"title": title, "grade": grade, "order": order, "weeks": max(part.week for part in parts)}
    unit, _ = Unit.objects.update_or_create(framework=held, code=code, defaults=told)
    unit.standards.all().delete()
    UnitStandard.objects.bulk_create(
        UnitStandard(unit=unit, standard_id=rows[part.standard], weight=part.weight, week=part.week) for part in parts
    )
    return unit


def units(framework: str = "", grade: str = "") -> QuerySet[Unit]:
    """Units in the order they are taught, with their standards."""
    found = Unit.objects.select_related("framework").prefetch_related("standards__standard")
    if framework:
        found = found.filter(framework__slug=framework)
    return (found.filter(grade=grade) if grade else found).order_by("framework__slug", "grade", "order", "pk")


@dataclass
class Told:
    """What a file tells of one unit. Doubtful: one of its rows was set aside."""

    title: str = ""
    grade: str = ""
    parts: dict[tuple[str, int], Part] = field(default_factory=dict)
    doubtful: bool = False


@transaction.atomic
def take_units(path: Path, framework: str) -> Account:
    """Take units in from a table with a row a unit, week and standard; safe to run again.

    Columns: unit, standard (several are separated by semicolons), and where they are told title, grade, week (1 for
    the unit's first), weight (over 0). A unit's order is that of the file. Of a unit with a row that is set aside
    nothing is taken away. Raises StandardsError where the file is no such table, or the framework is not there.
    """
    if not Framework.objects.filter(slug=framework).exists():
        raise StandardsError(f"{framework} is no framework: load its standards first")
    found = sheet(path, NEEDED, COLUMNS)
    told = _told(found, set(Framework.objects.get(slug=framework).standards.values_list("code", flat=True)))
    for order, (code, one) in enumerate(told.items(), start=1):
        held = Unit.objects.filter(framework__slug=framework, code=code).first()
        before = _parts(held) if held else {}
        parts = before | one.parts if one.doubtful else one.parts
        if parts:
            title = one.title or (held.title if held else code)
            grade = one.grade or (held.grade if held else "")
            made = make_unit(framework, code, title[:LONGEST_TITLE], list(parts.values()), grade, order)
            same = held is not None and before == parts and (held.title, held.order) == (made.title, order)
            found.account.counts["units new" if held is None else "units the same" if same else "units changed"] += 1
    return found.account


def _told(found: Sheet, codes: set[str]) -> dict[str, Told]:
    units: dict[str, Told] = {}
    known, strange = spelling.known(), Counter[str]()

    def read(text: str) -> str:
        code = text if text in codes else known.resolve(text)
        return code if code in codes and code else ""

    for line, row in found.rows():
        code = row["unit"]
        try:
            if not 0 < len(code) <= LONGEST_CODE or clean(code) != code:
                raise FaultError(f"column unit: has to hold 1 to {LONGEST_CODE} characters")
            told = units.setdefault(code, Told())
            parts = _row(row, read, strange)
            _agree(told, parts, code)
        except FaultError as fault:
            found.aside(line, fault)
            if code in units:
                units[code].doubtful = True
        else:
            told.parts |= parts
            told.title = told.title or clean(row.get("title", ""))
            told.grade = told.grade or grade_of(row.get("grade", ""))
            found.account.taken += 1
    unknown.take(strange)
    return units


def _row(row: Mapping[str, str], read: Callable[[str], str], strange: Counter[str]) -> dict[tuple[str, int], Part]:
    """The standards of a row. Raises FaultError where one can't be read: half a row would make another unit of it.

    `read` gives the code of a spelling, blank where it has none; those are counted in `strange`.
    """
    week, weight = _week(row.get("week", "")), _weight(row.get("weight", ""))
    found = {}
    for text in spelling.listed(clean(row["standard"], 10_000), read):
        if not (code := read(text)):
            strange[text] += 1
            raise FaultError(f"column standard: {text[:60]!r} is no standard of the framework")
        found[code, week] = Part(code, weight, week)
    if not found:
        raise FaultError("column standard: names none")
    return found


def _agree(told: Told, parts: Mapping[tuple[str, int], Part], unit: str) -> None:
    for name, part in parts.items():
        if told.parts.get(name, part) != part:
            raise FaultError(f"{part.standard} stands twice in week {part.week} of unit {unit}, with other weights")


def _week(text: str) -> int:
    if not text:
        return 1
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WEEKS:
        return int(text)
    raise FaultError(f"column week: {text[:40]!r} is not a week of a unit, 1 to {MOST_WEEKS}")


def _weight(text: str) -> float:
    with suppress(ValueError):
        if math.isfinite(weight := float(text or "1")) and 0 < weight <= 1000:
            return weight
    raise FaultError(f"column weight: {text[:40]!r} is not a number over 0 and at most 1000")


def _parts(unit: Unit) -> dict[tuple[str, int], Part]:
    rows = unit.standards.values_list("standard__code", "weight", "week")
    return {(code, week): Part(code, weight, week) for code, weight, week in rows}
