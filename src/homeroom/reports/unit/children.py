"""Who is ready for a unit, and who carries what over from it: what the two pages and their files share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.goals import carry_over, readiness
from homeroom.reports.cautions import Caution
from homeroom.reports.class_week.report import Named
from homeroom.reports.values import Value


@dataclass(frozen=True)
class On:
    """What is known of a child on one standard: the chance of mastery, and the answers that it rests on.

    `said` is the state that a teacher has set, in words; blank for none.
    """

    code: str
    title: str
    chance: Value
    answers: Value
    said: str


@dataclass(frozen=True)
class Ready:
    """One child before a unit. `missing` are the prerequisites that hold the child back, the first of them first.

    `tested` of `needed` prerequisites were tested; `answers` are the evidence on all of them.
    """

    child: Named
    word: readiness.Word
    missing: tuple[On, ...]
    tested: int
    needed: int
    answers: Value


@dataclass(frozen=True)
class Lack:
    """Children who lack the same prerequisite: what a tutor's group could be made of."""

    standard: int
    code: str
    title: str
    children: tuple[Named, ...]


@dataclass(frozen=True)
class Carried:
    """One child and standard after a unit. `due_on` is the day of a review, none where no work tells it."""

    child: Named
    on: On
    word: carry_over.Word
    due_on: date | None


@dataclass(frozen=True)
class UnitChildren:
    """A unit and the children of a class. `codes` are the unit's standards, `before` what they stand on."""

    class_id: int
    class_title: str
    school: str
    unit: int
    unit_title: str
    lead: str
    codes: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]
    as_of: date | None
    cautions: tuple[Caution, ...]
    drawn_from: Mapping[str, int | str]
    ready: tuple[Ready, ...] = ()
    carried: tuple[Carried, ...] = ()
    lacks: tuple[Lack, ...] = ()

    def file_name(self, what: str) -> str:
        """Without an ending."""
        return f"class-{self.class_id}-unit-{self.unit}-{what}"
