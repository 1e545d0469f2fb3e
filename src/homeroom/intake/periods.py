"""The days a measure is of, as SQL: a month of a school year, and what a grain says where one day alone is told."""

from __future__ import annotations

import re

SCHOOL_YEAR_STARTS = 8
"""The month. A school year is named by the year in which it ends."""


def month_start(month: str, school_year: str) -> str:
    """The first day of a month, which in a school year runs from August to July."""
    return f"make_date(({school_year}) - ({month} >= {SCHOOL_YEAR_STARTS})::integer, {month}, 1)"


def year_start(school_year: str) -> str:
    return f"make_date(({school_year}) - 1, {SCHOOL_YEAR_STARTS}, 1)"


def period(grain: str, day: str, school_year: str) -> dict[str, str]:
    """First and last day of a measure of this grain that is told with one day.

    Of a week and a month that is the first day; of a sum since the school year began it is the last.
    """
    starts = {"ytd": year_start(school_year)}
    ends = {"month": f"last_day({day})", "week": f"{day} + 6"}
    return {"starts_on": _by(grain, starts, day), "ends_on": _by(grain, ends, day)}


def _by(grain: str, told: dict[str, str], otherwise: str) -> str:
    if grain == "null":
        return otherwise
    if constant := re.fullmatch("'([a-z]*)'", grain):
        return told.get(constant[1], otherwise)
    cases = " ".join(f"when '{name}' then {value}" for name, value in told.items())
    return f"case {grain} {cases} else {otherwise} end"
