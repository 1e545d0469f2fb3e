"""Questions worded once. Django's wording of a door costs twenty times what the database needs to answer it.

A question is written as a query set over blanks; its SQL is kept, and later only the values change. Answers are never
kept. What the query set says stays the one writing of the rule: lists filter by it, checks ask it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

# Stand-ins for the values while a question is worded; no row has such a number, no school such a day.
OF, SCHOOLS, WANTED, DAY = -7_000_001, -7_100_000, -7_200_000, date(1, 2, 3)
# How many wanted numbers a wording has room for: each more costs one wording, not one a request.
SIZES = (1, 8, 32, 128, 512)


@dataclass(frozen=True)
class Blanks:
    """What a question is asked about: a person, the schools of a role (None: all), a day, the wanted rows."""

    of: int
    day: date
    schools: tuple[int, ...] | None = None
    wanted: tuple[int, ...] = ()


Question = Callable[[Blanks], QuerySet[Any, Any]]


@dataclass(frozen=True)
class Worded:
    """SQL and its parameters: `places` says which of the values each is, or the constant itself."""

    sql: str
    own: str  # the same with the database's own placeholders, where Django would put them in at each asking
    places: tuple[tuple[int | None, object], ...]

    def filled(self, values: Sequence[object]) -> tuple[Any, ...]:
        return tuple(constant if place is None else values[place] for place, constant in self.places)


def ask(question: Question, blanks: Blanks) -> list[tuple[Any, ...]]:
    """The answer's rows. `wanted` may hold as many as the largest of SIZES; more is the caller's mistake."""
    room = next(size for size in (0, *SIZES) if size >= len(blanks.wanted))
    schools = None if blanks.schools is None else len(blanks.schools)
    worded = wording(question, schools, room, connection.vendor)
    padded = blanks.wanted + blanks.wanted[:1] * (room - len(blanks.wanted))
    day: Any = connection.ops.adapt_datefield_value(blanks.day)
    with connection.cursor() as cursor:
        _execute(cursor, worded, worded.filled([blanks.of, day, *(blanks.schools or ()), *padded]))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _execute(cursor: CursorWrapper, worded: Worded, values: tuple[Any, ...]) -> None:
    """Past Django's rewriting of placeholders, a quarter of a class's check; not where somebody counts the queries."""
    if not worded.own or connection.queries_logged or connection.execute_wrappers:
        cursor.execute(worded.sql, values)
        return
    with connection.wrap_database_errors:
        sqlite3.Cursor.execute(cursor.cursor, worded.own, values)


@lru_cache(maxsize=512)
def wording(question: Question, schools: int | None, room: int, vendor: str) -> Worded:
    """The question's SQL for so many schools and wanted rows."""
    some = None if schools is None else tuple(SCHOOLS - n for n in range(schools))
    wanted = tuple(WANTED - n for n in range(room))
    sql, params = question(Blanks(OF, DAY, some, wanted)).query.sql_with_params()
    stand_ins = [OF, connection.ops.adapt_datefield_value(DAY), *(some or ()), *wanted]
    own = sql.replace("%s", "?").replace("%%", "%") if vendor == "sqlite" and "%%s" not in sql else ""
    return Worded(sql, own, tuple(_place(value, stand_ins) for value in params))


def _place(value: object, stand_ins: Sequence[object]) -> tuple[int | None, object]:
    return (stand_ins.index(value), None) if value in stand_ins else (None, value)


def as_day(value: object) -> date | None:
    """A day as a cursor gives it: SQLite's is text."""
    return date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]
