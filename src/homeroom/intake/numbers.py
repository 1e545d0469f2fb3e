"""Numbers in the texts of exports, as SQL over one text. A text that is not of the declared form gives null."""

from __future__ import annotations

from collections.abc import Callable

from homeroom.facts.engine import literal

# The parts of a duration, and how many minutes one of each is.
CLOCKS = {
    "h:mm:ss": (r"^(\d+):([0-5]?\d):([0-5]?\d)$", (60.0, 1.0, 1 / 60)),
    "h:mm": (r"^(\d+):([0-5]?\d)$", (60.0, 1.0)),
    "m:ss": (r"^(\d+):([0-5]?\d)$", (1.0, 1 / 60)),
}
UNITS = {"hours": "* 60", "seconds": "/ 60"}


def finite_number(text: str) -> str:
    """A number as programs and spreadsheets write it; "nan", "inf" and "1,000" are none."""
    return f"case when isfinite(try_cast({text} as double)) then try_cast({text} as double) end"


def percent(text: str, _: str) -> str:
    """ "45%", "45 %" and "45" are 45; "0.45" is 0.45, because nothing says that it is a share."""
    return finite_number(f"rtrim(rtrim({text}, '%'), ' ')")


def thousands(text: str, _: str) -> str:
    """ "1,234" is 1234; "1,23" is no number."""
    grouped = rf"regexp_full_match({text}, '[-+]?\d{{1,3}}(,\d{{3}})+(\.\d+)?')"
    return f"case when {grouped} then try_cast(replace({text}, ',', '') as double) else {finite_number(text)} end"


def duration(text: str, form: str) -> str:
    """Minutes out of a clock's "1:30:00", or of a number of hours or seconds."""
    if form in UNITS:
        return f"({finite_number(text)}) {UNITS[form]}"
    shape, minutes = CLOCKS[form]
    parts = [
        f"try_cast(regexp_extract({text}, {literal(shape)}, {place}) as double) * {length!r}"
        for place, length in enumerate(minutes, start=1)
    ]
    return f"({' + '.join(parts)})"


FORMATTED: dict[str, Callable[[str, str], str]] = {"percent": percent, "thousands": thousands, "duration": duration}
"""Casts of numbers whose text the reader can't take as a number."""
