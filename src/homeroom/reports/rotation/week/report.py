"""The week as its page, its print and its files hold it. Times are minutes after midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from homeroom.reports.rotation.called import span


@dataclass(frozen=True)
class Cell:
    """A class between two bells. `hit`: a rule is not kept there."""

    start: int
    end: int
    kind: str
    what: str
    who: str = ""
    where: str = ""
    locked: bool = False
    hit: bool = False


@dataclass(frozen=True)
class ClassRow:
    """Cells stand under the heads of the grade; None where the class has no entry at that time."""

    number: int
    title: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class GradeGrid:
    name: str
    heads: tuple[tuple[int, int], ...]
    rows: tuple[ClassRow, ...]


@dataclass(frozen=True)
class RoomLine:
    """Who is in a room between two times; `children` that it needs seats for."""

    start: int
    end: int
    classes: tuple[str, ...]
    children: int

    @property
    def times(self) -> str:
        return span(self.start, self.end)


@dataclass(frozen=True)
class RoomUse:
    name: str
    seats: int
    lines: tuple[RoomLine, ...]


@dataclass(frozen=True)
class AdultLine:
    start: int
    end: int
    what: str
    classes: tuple[str, ...]
    where: str = ""

    @property
    def times(self) -> str:
        return span(self.start, self.end)


@dataclass(frozen=True)
class AdultDay:
    number: int
    name: str
    lines: tuple[AdultLine, ...]


@dataclass(frozen=True)
class Day:
    """Days of one type, which go by one plan."""

    key: int
    name: str
    weekdays: str
    grades: tuple[GradeGrid, ...]
    rooms: tuple[RoomUse, ...] = ()
    adults: tuple[AdultDay, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """One rule that is not kept, in words. `hard`: the week can't be published so."""

    day: str
    words: str
    hard: bool


@dataclass(frozen=True)
class RotationWeek:
    """`conflicts` are sums that no week of the school can keep, whatever stands in it. `whole`: all of the school's
    classes; else those of one reader."""

    school: int
    school_name: str
    number: int
    version: int
    name: str
    state: str
    begins_on: date
    ends_on: date
    days: tuple[Day, ...]
    conflicts: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[str, ...] = ()
    gone: int = 0
    is_of_now: bool = True
    whole: bool = True
    step: int = 0
    made_by: str = ""
    made_at: datetime | None = None
    solver: str = ""

    @property
    def hard(self) -> tuple[Trouble, ...]:
        return tuple(one for one in self.troubles if one.hard)

    @property
    def soft(self) -> tuple[Trouble, ...]:
        return tuple(one for one in self.troubles if not one.hard)

    @property
    def classes(self) -> int:
        return len({row.number for day in self.days for grade in day.grades for row in grade.rows})
