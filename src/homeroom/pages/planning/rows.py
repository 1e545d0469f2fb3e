"""The rows of a table as pages show them: people by name, days and kinds in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from homeroom.goals import capability
from homeroom.mastery.rules import Sentence
from homeroom.pages.kit.parts import Link
from homeroom.pages.planning import words
from homeroom.pages.planning.asked import Asked
from homeroom.people.models import Staff
from homeroom.people.names import folded
from homeroom.reports.values import grade, plain_day
from homeroom.rotation.files.cells import DAY_WORDS, DAYS, told

PEOPLE = ("student", "other")


@dataclass(frozen=True, eq=False)
class Cell:
    """Two cells that say the same are two cells."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class Line:
    """One row: its cells, that which it is called by, the door to change it, and by what it is sorted."""

    cells: Sequence[Cell]
    head: Cell
    door: Link
    number: int
    order: Sequence[str] = field(compare=False)

    def has(self, search: str) -> bool:
        return any(search in folded(one.words) for one in self.cells)


def lines(asked: Asked, records: Iterable[Any]) -> list[Line]:
    """In order of their cells: people by name, weekdays as they follow one another."""
    adults = _adults(asked, records := list(records))
    return sorted((_line(asked, one, adults) for one in records), key=lambda line: tuple(line.order))


def columns(asked: Asked) -> list[str]:
    return [str(words.COLUMNS[name]) for name in asked.table.columns]


def _adults(asked: Asked, records: Sequence[Any]) -> Mapping[str, str]:
    if "staff" not in asked.table.columns:
        return {}
    told = (getattr(one, name, None) for one in records for name in ("staff_id", "provider_id"))
    numbers = {number for number in told if number is not None}
    return {one.sourced_id: one.name for one in Staff.objects.filter(pk__in=numbers)}


def _line(asked: Asked, record: Any, adults: Mapping[str, str]) -> Line:
    values = dict(zip(asked.table.columns, asked.table.cells(record), strict=True))
    cells = [_cell(asked, name, value, adults) for name, value in values.items()]
    address = reverse("planning-row", args=[asked.school.pk, asked.table.name, record.pk])
    order = [_order(name, value, cell.words) for (name, value), cell in zip(values.items(), cells, strict=True)]
    head = next(cell for cell in cells if cell.words)
    return Line(cells, head, Link("", address, more=head.words), record.pk, order)


def _cell(asked: Asked, name: str, value: object, adults: Mapping[str, str]) -> Cell:
    if name in PEOPLE and value:
        number = asked.place.children[str(value)]
        return Cell(asked.children[number].name, reverse("student", args=[number]))
    if name == "staff":
        return Cell(adults.get(str(value), ""))
    return Cell(in_words(asked.table.name, name, value))


def _order(name: str, value: object, shown: str) -> str:
    if name == "weekday":
        return str(DAYS.index(str(value)))
    return folded(shown) if name in (*PEOPLE, "staff") else told(value)


def in_words(table: str, column: str, value: object) -> str:
    """One value of a column as a page says it."""
    if isinstance(value, date):
        return plain_day(value)
    say = SAID.get(column)
    if say is None or value is None or value == "":
        return told(value)
    return ", ".join(say(table, one) for one in (value if isinstance(value, list) else [value]))


def _of(known: Mapping[str, Sentence]) -> Callable[[str, Any], str]:
    return lambda table, value: str(known.get(value, value))


def _kind(table: str, value: Any) -> str:
    return str(words.KINDS[table].get(value, value))


def _window(table: str, value: Any) -> str:
    return f"{DAY_WORDS[value['weekday']]} {value['from']}-{value['to']}"


DAY_NAMES = dict(zip(DAYS, DAY_WORDS, strict=True))
SAID: Mapping[str, Callable[[str, Any], str]] = {
    "kind": _kind,
    "weekday": _of(DAY_NAMES),
    "weekdays": _of(DAY_NAMES),
    "grade": lambda table, value: grade(value),
    "grades": lambda table, value: grade(value),
    "program": lambda table, value: capability.name_of(value),
    "modality": _of(words.ASSUMED),
    "assumption": _of(words.ASSUMED),
    "rule": _of(words.RULES),
    "windows": _window,
    "never_from": _of(words.NEVER_FROM),
}
