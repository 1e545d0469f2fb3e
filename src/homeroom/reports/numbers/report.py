"""The report of how good the estimates are: counts and shares alone, of ten children or more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.mastery.state import State
from homeroom.reports.values import Value


@dataclass(frozen=True)
class Foretold:
    """Answers of one kind. `off` is foretold less right, from `low` to `high` 19 times out of 20.

    Of few children every value is unknown. `sign` is a state's, else blank.
    """

    name: str
    children: Value
    answers: Value
    foretold: Value
    right: Value
    off: Value
    low: Value
    high: Value
    sign: str = ""


@dataclass(frozen=True)
class Enough:
    """Standards that children worked on, those among them on which too little is known, and their share."""

    name: str
    children: Value
    worked: Value
    thin: Value
    share: Value


@dataclass(frozen=True)
class Part:
    """One table of the page, with the question that it answers."""

    id: str
    title: str
    head: str
    lines: tuple[Foretold, ...]


@dataclass(frozen=True)
class Numbers:
    """`whole` is None where nothing is measured: not yet, or because there are too few children (`is_few`)."""

    whole: Foretold | None
    is_few: bool
    states: Part
    curve: Part
    parts: tuple[Part, ...]
    apart: Value  # how often a right answer was thought likelier than a wrong one
    typical: Value  # the usual size of the error of a foretold share
    in_turns: bool
    measured_on: date | None
    failed: str
    enough: Mapping[str, tuple[Enough, ...]]
    counted_on: date | None
    engine: str
    drawn_from: Mapping[str, int | str]

    def of(self, state: State) -> Foretold | None:
        """What came of a state, where enough children were told it."""
        found = (line for line in self.states.lines if line.sign == state.glyph and line.right.exact is not None)
        return next(found, None)
