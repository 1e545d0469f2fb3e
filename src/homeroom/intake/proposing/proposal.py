"""The proposal for one file, as commands and the page show it: one frozen object, decided by nobody yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeroom.intake.proposing.targets import LEAVE, REFUSE, Option, Target


@dataclass(frozen=True)
class Edits:
    """What a person has chosen: the layout to compare with, what columns are, how days are written, names.

    `base` is program/report/layout; `columns` and `forms` go by the file's column names.
    """

    base: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    program: str = ""
    report: str = ""


@dataclass(frozen=True)
class Choice:
    """Something a column may be: its code, what it means, how likely it is (0 to 1; a person's own choice is 1)."""

    code: str
    words: str
    score: float


@dataclass(frozen=True)
class DayForm:
    """How a column's days or moments are written. Where several forms fit and none is `chosen`, a person is asked."""

    chosen: str
    fitting: tuple[Option, ...]
    words: str

    @property
    def asked(self) -> bool:
        return not self.chosen


@dataclass(frozen=True)
class ColumnProposal:
    """One column of the file: what it is proposed to be, why, the first values, and what else it may be."""

    place: int
    name: str
    chosen: Choice
    why: str
    doubt: str
    values: tuple[str, ...]
    others: tuple[Choice, ...]
    same: bool
    by_person: bool
    days: DayForm | None = None

    @property
    def runner_up(self) -> Choice | None:
        return self.others[0] if self.others else None

    @property
    def changed(self) -> bool:
        """Whether a person should look at it: the name is new, the values are odd, or something is asked."""
        return not self.same or self.by_person or bool(self.doubt) or bool(self.days and self.days.asked)

    @property
    def taken(self) -> bool:
        return self.chosen.code not in (LEAVE, REFUSE)


@dataclass(frozen=True)
class Base:
    """A layout that a file may be a new form of. `likeness` is between 0 and 1."""

    code: str
    program: str
    report: str
    layout: str
    likeness: float
    known: bool = True


@dataclass(frozen=True)
class Proposal:
    """What a file may be. `missing` are the base's columns that nothing in the file stands for.

    `problems` are what keeps it from being accepted, in words; without any, a person may accept it.
    """

    file: str
    signature: tuple[str, ...]
    base: Base
    bases: tuple[Base, ...]
    columns: tuple[ColumnProposal, ...]
    missing: tuple[Target, ...]
    further: tuple[Option, ...]
    targets: tuple[Option, ...]
    rows: int
    edits: Edits
    problems: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is taken for a report that is declared, rather than one of an unknown program."""
        return self.base.known

    @property
    def changed(self) -> tuple[ColumnProposal, ...]:
        return tuple(column for column in self.columns if column.changed)

    @property
    def unchanged(self) -> tuple[ColumnProposal, ...]:
        return tuple(column for column in self.columns if not column.changed)

    def column(self, name: str) -> ColumnProposal:
        return next(column for column in self.columns if column.name == name)
