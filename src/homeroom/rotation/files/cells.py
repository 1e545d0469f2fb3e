"""One cell of a file as a value, and a value as a cell. Raises FaultError, which says what the cell should hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from homeroom.facts.spreadsheet import bare
from homeroom.people.grades import grade_code, grade_order
from homeroom.standards.account import FaultError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
LONGEST = 64
MOST = 32_767  # a small whole number of the database
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
WINDOW = re.compile(r"([a-z]+) +(\d\d?:\d\d) *- *(\d\d?:\d\d)")
PARTED = ";"

Cells = Mapping[str, str]


def text(cells: Cells, column: str, *, longest: int = LONGEST, blank: bool = False) -> str:
    said = bare(cells.get(column, ""))
    if not said and not blank:
        raise FaultError(f"column {column} is blank")
    if len(said) > longest or CONTROL.search(said):
        raise FaultError(f"column {column} holds at most {longest} letters in one line")
    return said


def one_of(cells: Cells, column: str, known: Collection[str], *, blank: bool = False) -> str:
    said = text(cells, column, blank=blank).casefold()
    if said not in known and not (blank and not said):
        raise FaultError(f"column {column}: {said!r} is none of {', '.join(known)}")
    return said


def number(cells: Cells, column: str, least: int = 0, most: int = MOST, otherwise: int | None = None) -> int:
    said = cells.get(column, "")
    if not said and otherwise is not None:
        return otherwise
    if not (said.isascii() and said.isdigit() and len(said) < 8 and least <= int(said) <= most):
        raise FaultError(f"column {column}: {said[:40]!r} is no whole number from {least} to {most}")
    return int(said)


def number_or_none(cells: Cells, column: str, least: int = 0) -> int | None:
    return number(cells, column, least) if cells.get(column) else None


def decimal(cells: Cells, column: str, most: float) -> float:
    said = cells.get(column, "")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,400})?", said) or float(said) > most:
        raise FaultError(f"column {column}: {said[:40]!r} is no number from 0 to {most:g}, such as 0.14")
    return float(said)


def day(cells: Cells, column: str) -> date:
    try:
        return date.fromisoformat(cells.get(column, ""))
    except ValueError:
        said = cells.get(column, "")[:40]
        raise FaultError(f"column {column}: {said!r} is no day: write it as 2026-11-23") from None


def day_or_none(cells: Cells, column: str) -> date | None:
    return day(cells, column) if cells.get(column) else None


def clock(cells: Cells, column: str) -> time:
    said = cells.get(column, "")
    if not re.fullmatch(r"\d\d?:\d\d", said) or (found := _time(said)) is None:
        raise FaultError(f"column {column}: {said[:40]!r} is no time: write it as 09:45")
    return found


def clock_or_none(cells: Cells, column: str) -> time | None:
    return clock(cells, column) if cells.get(column) else None


def span(cells: Cells) -> tuple[time, time]:
    """`starts_at` and `ends_at`, in order."""
    starts, ends = clock(cells, "starts_at"), clock(cells, "ends_at")
    if ends <= starts:
        raise FaultError("it ends before it starts")
    return starts, ends


def dates(cells: Cells) -> dict[str, object]:
    """`begins_on` and `ends_on`, either of which may be blank."""
    begins, ends = day_or_none(cells, "begins_on"), day_or_none(cells, "ends_on")
    if begins and ends and ends < begins:
        raise FaultError("its last day is before its first")
    return {"begins_on": begins, "ends_on": ends}


def weekday(cells: Cells, column: str) -> int:
    return DAYS.index(one_of(cells, column, DAYS))


def parts(cells: Cells, column: str) -> list[str]:
    """What stands between semicolons."""
    return [one.strip() for one in cells.get(column, "").split(PARTED) if one.strip()]


def weekdays(cells: Cells, column: str) -> list[int]:
    return sorted({DAYS.index(one_of({column: one}, column, DAYS)) for one in parts(cells, column)})


def grade(said: str, column: str) -> str:
    found = grade_code(said)
    if found is None:
        raise FaultError(f"column {column}: {said[:40]!r} is no grade, such as K or 3")
    return found


def grades(cells: Cells, column: str) -> list[str]:
    return sorted({grade(one, column) for one in parts(cells, column)}, key=grade_order)


def windows(cells: Cells, column: str) -> list[dict[str, object]]:
    found = []
    for one in parts(cells, column):
        match = WINDOW.fullmatch(one.casefold())
        if not match or match[1] not in DAYS or (begin := _time(match[2])) is None or (end := _time(match[3])) is None:
            raise FaultError(f"column {column}: {one[:60]!r} is no window: write it as monday 09:00-10:30")
        if end <= begin:
            raise FaultError(f"column {column}: {one[:60]!r} ends before it starts")
        found.append({"weekday": DAYS.index(match[1]), "from": f"{begin:%H:%M}", "to": f"{end:%H:%M}"})
    return sorted(found, key=lambda one: (one["weekday"], one["from"], one["to"]))


def told(value: object) -> str:
    """A value as a cell."""
    match value:
        case None:
            return ""
        case time():
            return f"{value:%H:%M}"
        case list() | tuple():
            return f"{PARTED} ".join(map(told, value))
        case {"weekday": at, "from": begin, "to": end}:
            return f"{DAYS[at]} {begin}-{end}"
        case float():
            return f"{Decimal(repr(value)):f}"
        case _:
            return str(value)


def day_names(numbers: Sequence[int]) -> list[str]:
    return [DAYS[number] for number in numbers]


def _time(said: str) -> time | None:
    hour, minute = map(int, said.split(":"))
    return time(hour, minute) if hour < 24 and minute < 60 else None
