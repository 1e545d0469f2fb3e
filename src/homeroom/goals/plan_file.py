"""Classes' weeks out of a table: what each is to be taught, and how many lab minutes it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from homeroom.goals.models import UnitPlan
from homeroom.goals.plans import MOST_MINUTES
from homeroom.goals.shares import whole_parts
from homeroom.goals.weeks import monday
from homeroom.people import audit
from homeroom.people.audit import CommandLine
from homeroom.people.models import Class, User
from homeroom.standards import leaves, spelling
from homeroom.standards.account import Account, FaultError, Sheet, sheet
from homeroom.standards.models import Unit
from homeroom.standards.packages.records import clean

COLUMNS: Mapping[str, Sequence[str]] = {
    "class": ("classid", "classsourcedid", "section"),
    "week": ("weekof", "begins", "date", "day"),
    "standard": ("standards", "standardcode", "standardcodes"),
    "minutes": ("labminutes", "plannedminutes"),
    "unit": ("unitcode", "unitid"),
}
NEEDED = ("class", "week", "standard")


@dataclass(frozen=True)
class Planned:
    """One row of a plan as the file tells it; the standard as a row of its table."""

    school_class: int
    standard: int
    week: date
    minutes: int
    unit: int | None

    @property
    def key(self) -> tuple[int, int, date]:
        return self.school_class, self.standard, self.week


@transaction.atomic
def take_plans(path: Path, by: User | CommandLine) -> Account:
    """Take classes' weeks in from a table; safe to run again.

    Columns: class (its id in the roster, or its title where only one class has it), week (any day of it, as
    2026-11-23), standard (several are separated by semicolons and share the minutes), minutes and unit where they are
    told. What is planned and not in the file stays; what a teacher has marked stays as it is.
    Raises StandardsError where the file is no such table.
    """
    found = sheet(path, NEEDED, COLUMNS)
    planned = _planned(found)
    there = {
        (row.school_class_id, row.standard_id, row.week): row
        for row in UnitPlan.objects.filter(school_class__in={one.school_class for one in planned.values()})
    }
    new = [_row(one, by) for key, one in planned.items() if key not in there]
    changed = [_changed(there[key], one) for key, one in planned.items() if key in there and _differs(there[key], one)]
    UnitPlan.objects.bulk_create(new, batch_size=500)
    UnitPlan.objects.bulk_update(changed, ["minutes", "unit"], batch_size=500)
    marked = sum(key in there and there[key].state != UnitPlan.State.PLANNED for key in planned)
    same = len(planned) - len(new) - len(changed) - marked
    told = {"new": len(new), "changed": len(changed), "the same": same, "left as a teacher marked them": marked}
    found.account.counts.update(told)
    classes = sorted({one.school_class for one in planned.values()})
    if new or changed:
        words = f"plans of classes {', '.join(map(str, classes[:20]))} from {clean(path.name, 80)}"
        audit.did(by, "planned", words, (), "classes' plans")
    return found.account


def _planned(found: Sheet) -> dict[tuple[int, int, date], Planned]:
    classes, known, units = _classes(), spelling.known(), _units()
    codes: dict[str, int] = {}
    planned: dict[tuple[int, int, date], Planned] = {}
    for line, row in found.rows():
        try:
            rows = _rows(row, classes, known, codes, units)
            for one in rows:
                if planned.get(one.key, one) != one:
                    raise FaultError("the class has this standard in this week already, with other minutes")
        except FaultError as fault:
            found.aside(line, fault)
        else:
            planned |= {one.key: one for one in rows}
            found.account.taken += 1
    return planned


def _rows(
    row: Mapping[str, str],
    classes: Mapping[str, list[int]],
    known: spelling.Spellings,
    codes: dict[str, int],
    units: Mapping[str, list[int]],
) -> list[Planned]:
    group = _one(row["class"], classes, "class", "class")
    unit = _one(row["unit"], units, "unit", "unit") if row.get("unit") else None
    week, minutes = monday(_day(row["week"])), _minutes(row.get("minutes", ""))
    named = dict.fromkeys(_standards(row["standard"], known, codes))
    parts = whole_parts(minutes, [1.0] * len(named))
    return [Planned(group, one, week, part, unit) for one, part in zip(named, parts, strict=True)]


def _standards(text: str, known: spelling.Spellings, codes: dict[str, int]) -> Iterable[int]:
    spelled = spelling.listed(clean(text, 10_000), known.resolve)
    if not spelled:
        raise FaultError("column standard: names none")
    for one in spelled:
        code = known.resolve(one) or ""
        if code not in codes:
            codes |= leaves.rows_of([code])
        if code not in codes:
            raise FaultError(f"column standard: {one[:60]!r} is no standard that is loaded")
        yield codes[code]


def _one(text: str, known: Mapping[str, list[int]], column: str, what: str) -> int:
    found = known.get(text.casefold(), [])
    if len(found) != 1:
        many = f"is no {what} that is known" if not found else f"is the name of {len(found)}: give its id"
        raise FaultError(f"column {column}: {text[:60]!r} {many}")
    return found[0]


def _classes() -> dict[str, list[int]]:
    """Classes by id, and by title where no id is spelled so."""
    rows = list(Class.objects.order_by("pk").values_list("pk", "sourced_id", "title"))
    found: dict[str, list[int]] = {}
    for pk, _, title in rows:
        found.setdefault(title.casefold(), []).append(pk)
    return found | {sourced_id.casefold(): [pk] for pk, sourced_id, _ in rows}


def _units() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, code in Unit.objects.order_by("pk").values_list("pk", "code"):
        found.setdefault(code.casefold(), []).append(pk)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FaultError(f"column week: {text[:40]!r} is no day: write it as 2026-11-23") from None


def _minutes(text: str) -> int:
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= MOST_MINUTES:
        return int(text)
    raise FaultError(f"column minutes: {text[:40]!r} is no whole number from 0 to {MOST_MINUTES}")


def _row(one: Planned, by: User | CommandLine) -> UnitPlan:
    return UnitPlan(
        school_class_id=one.school_class,
        standard_id=one.standard,
        week=one.week,
        minutes=one.minutes,
        unit_id=one.unit,
        made_by=(by.get_username() if isinstance(by, User) else str(by))[:150],
    )


def _differs(row: UnitPlan, one: Planned) -> bool:
    told = (one.minutes, one.unit or row.unit_id)
    return row.state == UnitPlan.State.PLANNED and (row.minutes, row.unit_id) != told


def _changed(row: UnitPlan, one: Planned) -> UnitPlan:
    row.minutes, row.unit_id = one.minutes, one.unit or row.unit_id
    return row
