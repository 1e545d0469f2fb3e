"""In which forms a column's days and moments may be written. Where two forms fit, a person is asked: 01/02/2026."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext_noop

ISO = "iso"
DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%d.%m.%Y", "%m.%d.%Y"),
    *("%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%Y%m%d", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y"),
    *("%d-%b-%y",),
)
CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
FORMS = (*DAYS, *(f"{day} {clock}" for day in DAYS for clock in CLOCKS), *(f"{DAYS[0]}T{clock}" for clock in CLOCKS))
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:?\d\d|Z)")
LIKE_A_DAY = re.compile(r"(?=.*\d)[\d/.\-: ,TZ+]{6,32}([AaPp][Mm])?|.{0,5}[A-Za-z]{3,9}.{3,16}")
NAMES = {"%Y": "year", "%m": "month", "%d": "day", "%y": "year", "%b": "month", "%B": "month"}
SHOWN = datetime(2026, 1, 2, 15, 4, 5)


def forms(values: Sequence[str]) -> tuple[str, ...]:
    """Every form in which all of these texts are days or moments; `iso` where they carry their offset."""
    if not values or not all(LIKE_A_DAY.fullmatch(value) for value in values):
        return ()
    if all(MOMENT.fullmatch(value) for value in values):
        return (ISO,)
    read: dict[tuple[datetime, ...], str] = {}
    for form in FORMS:
        found = [_read(value, form) for value in values]
        if all(found):
            # Two forms that give the same days, such as %b and %B in May, are no question.
            read.setdefault(tuple(one for one in found if one), form)
    return tuple(read.values())


def fits(values: Sequence[str], form: str) -> float:
    """The share of these texts that are written in this form."""
    if not values:
        return 0.0
    wanted = DAYS[0] if form == ISO else form
    right = [_read(value, wanted) or (form == ISO and MOMENT.fullmatch(value)) for value in values]
    return sum(map(bool, right)) / len(values)


def in_words(form: str) -> str:
    """`%d/%m/%Y` as “day/month/year: 02/01/2026 is 2 January 2026”."""
    if form == ISO:
        return gettext_noop("a moment with its offset, such as 2026-01-02T15:04:05Z")
    plain = re.sub(r"%[YmdybB]", lambda found: NAMES[found.group()], re.sub(r"[ T]%[HI].*", " and time", form))
    return gettext_noop("%(form)s: %(example)s is 2 January 2026") % {"form": plain, "example": SHOWN.strftime(form)}


@lru_cache(maxsize=200_000)
def _read(value: str, form: str) -> datetime | None:
    try:
        found = datetime.strptime(value, form)
    except ValueError:
        return None
    return found if 1990 <= found.year < 2100 else None
