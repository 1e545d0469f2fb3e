"""A number as a report holds it, and the one place that rounds and writes numbers and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum


class State(Enum):
    """What a value is when it is not simply a number. Never 0, NaN or blank for no evidence."""

    KNOWN = "known"
    NO_EVIDENCE = "no evidence"
    FEW = "too few answers"
    LATE = "late"


@dataclass(frozen=True)
class Value:
    """One number. `exact` is never rounded; `n` is how many observations it rests on."""

    state: State
    exact: float | None = None
    n: int = 0
    unit: str = ""
    definition: str = ""


SIGNS = {State.NO_EVIDENCE: "–", State.FEW: "?", State.LATE: "–"}
NO_EVIDENCE = Value(State.NO_EVIDENCE)


def known(exact: float, n: int = 1, unit: str = "", definition: str = "") -> Value:
    return Value(State.KNOWN, exact, n, unit, definition)


def measured(exact: float | None, unit: str = "", definition: str = "") -> Value:
    """A measure that may be absent: absent is no evidence, never nought."""
    return NO_EVIDENCE if exact is None else known(exact, unit=unit, definition=definition)


def shown(value: Value) -> str:
    """The value as people read it: whole minutes, whole percents, counts with a thousands comma."""
    if value.state is not State.KNOWN or value.exact is None:
        return SIGNS.get(value.state, "–")
    if value.unit == "share":
        return f"{percent(value.exact)} %"
    if value.unit == "minutes" and 0 < value.exact < 1:
        return "<1"
    if value.unit == "points":
        return _signed(value.exact)
    return count(value.exact)


def written(value: Value) -> str:
    """The value as files carry it: rounded like the page, without commas; empty where it is not known."""
    if value.state is not State.KNOWN or value.exact is None:
        return ""
    if value.unit == "minutes" and 0 < value.exact < 1:
        return "<1"
    if value.unit == "points":
        return _signed(value.exact).replace("−", "-")
    return str(percent(value.exact) if value.unit == "share" else _whole(value.exact))


def _signed(points: float) -> str:
    """A difference of two shares in points of a percent, with its sign; nought has none."""
    whole = percent(abs(points))
    return f"{'−' if points < 0 else '+'}{whole}" if whole else "0"


def percent(share: float) -> int:
    return _whole(100 * share)


def count(number: float) -> str:
    return f"{_whole(number):,}"


def day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b %Y}"


def short_day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b}"


def week_words(monday: date) -> str:
    return f"week of {monday.day} {monday:%b %Y}"


def week_said(monday: date, today: date) -> str:
    """The week as people say it on the day `today`: this one, the last, or by its date."""
    weeks = (today - timedelta(days=today.weekday()) - monday).days // 7
    sunday = monday + timedelta(days=6)
    if weeks == 0:
        return f"This week, from {short_day(monday)}"
    if weeks == 1:
        return f"Last week, {short_day(monday)} to {short_day(sunday)}"
    words = week_words(monday)
    return words[0].upper() + words[1:]


def children(number: int) -> str:
    return "1 child" if number == 1 else f"{number:,} children"


def answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number:,} answers"


def grade(code: str) -> str:
    """`03` as people say it; other codes as they stand."""
    if code == "KG":
        return "Kindergarten"
    return f"Grade {int(code)}" if code.isascii() and code.isdigit() else code


def listed(words: Sequence[str]) -> str:
    """`Ana, Ben and Chi`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _whole(number: float) -> int:
    """Halves go up, as people round; Python's own rule would make 2.5 a 2."""
    return int(number + 0.5)
