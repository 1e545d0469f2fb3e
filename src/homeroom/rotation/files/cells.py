"""One cell of a file as a value, and a value as a cell. Raises CellError, which says what the cell should hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from homeroom.facts.spreadsheet import bare
from homeroom.people.grades import grade_code, grade_order
from homeroom.standards.account import FaultError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
DAY_WORDS = (
    gettext_lazy("monday"),
    gettext_lazy("tuesday"),
    gettext_lazy("wednesday"),
    gettext_lazy("thursday"),
    gettext_lazy("friday"),
)
LONGEST = 64
MOST = 32_767  # a small whole number of the database
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
WINDOW = re.compile(r"([a-z]+) +(\d\d?:\d\d) *- *(\d\d?:\d\d)")
PARTED = ";"

Cells = Mapping[str, str]


class CellError(FaultError):
    """A fault of one column: a form says its words beside the field."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(gettext("column %(column)s: %(fault)s") % {"column": column, "fault": words})
        self.column, self.words = column, words


def text(cells: Cells, column: str, *, longest: int = LONGEST, blank: bool = False) -> str:
    said = bare(cells.get(column, ""))
    if not said and not blank:
        raise CellError(column, gettext("it is blank"))
    if len(said) > longest or CONTROL.search(said):
        raise CellError(column, gettext("it holds at most %(longest)s letters in one line") % {"longest": longest})
    return said


def one_of(cells: Cells, column: str, known: Collection[str], *, blank: bool = False) -> str:
    said = text(cells, column, blank=blank).casefold()
    if said not in known and not (blank and not said):
        words = gettext("“%(said)s” is none of %(known)s")
        raise CellError(column, words % {"said": said, "known": ", ".join(known)})
    return said


def number(cells: Cells, column: str, least: int = 0, most: int = MOST, otherwise: int | None = None) -> int:
    said = cells.get(column, "")
    if not said and otherwise is not None:
        return otherwise
    if not (said.isascii() and said.isdigit() and len(said) < 8 and least <= int(said) <= most):
        words = gettext("“%(said)s” is no whole number from %(least)s to %(most)s")
        raise CellError(column, words % {"said": said[:40], "least": least, "most": most})
    return int(said)


def number_or_none(cells: Cells, column: str, least: int = 0) -> int | None:
    return number(cells, column, least) if cells.get(column) else None


def decimal(cells: Cells, column: str, most: float) -> float:
    said = cells.get(column, "")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,400})?", said) or float(said) > most:
        words = gettext("“%(said)s” is no number from 0 to %(most)s, such as 0.14")
        raise CellError(column, words % {"said": said[:40], "most": f"{most:g}"})
    return float(said)


def day(cells: Cells, column: str) -> date:
    try:
        return date.fromisoformat(cells.get(column, ""))
    except ValueError:
        words = gettext("“%(said)s” is no day: write it as 2026-11-23")
        raise CellError(column, words % {"said": cells.get(column, "")[:40]}) from None


def day_or_none(cells: Cells, column: str) -> date | None:
    return day(cells, column) if cells.get(column) else None


def clock(cells: Cells, column: str) -> time:
    said = cells.get(column, "")
    if not re.fullmatch(r"\d\d?:\d\d", said) or (found := _time(said)) is None:
        words = gettext("“%(said)s” is no time: write it as 09:45")
        raise CellError(column, words % {"said": said[:40]})
    return found


def clock_or_none(cells: Cells, column: str) -> time | None:
    return clock(cells, column) if cells.get(column) else None


def span(cells: Cells) -> tuple[time, time]:
    """`starts_at` and `ends_at`, in order."""
    starts, ends = clock(cells, "starts_at"), clock(cells, "ends_at")
    if ends <= starts:
        raise CellError("ends_at", gettext("it ends before it starts"))
    return starts, ends


def dates(cells: Cells) -> dict[str, object]:
    """`begins_on` and `ends_on`, either of which may be blank."""
    begins, ends = day_or_none(cells, "begins_on"), day_or_none(cells, "ends_on")
    if begins and ends and ends < begins:
        raise CellError("ends_on", gettext("its last day is before its first"))
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
        raise CellError(column, gettext("“%(said)s” is no grade, such as K or 3") % {"said": said[:40]})
    return found


def grades(cells: Cells, column: str) -> list[str]:
    return sorted({grade(one, column) for one in parts(cells, column)}, key=grade_order)


def windows(cells: Cells, column: str) -> list[dict[str, object]]:
    found = []
    for one in parts(cells, column):
        match = WINDOW.fullmatch(one.casefold())
        if not match or match[1] not in DAYS or (begin := _time(match[2])) is None or (end := _time(match[3])) is None:
            words = gettext("“%(said)s” is no window: write it as monday 09:00-10:30")
            raise CellError(column, words % {"said": one[:60]})
        if end <= begin:
            raise CellError(column, gettext("“%(said)s” ends before it starts") % {"said": one[:60]})
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
