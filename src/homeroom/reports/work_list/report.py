"""The work-list of one day: one line a piece of work, by child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.reports.class_week.report import Named


@dataclass(frozen=True)
class Line:
    """One piece of work of one child, with the moments at which an adult ticked it.

    `why` is the reason in the language spoken, `reason` as it is kept. `to_set`: an adult chooses the lesson in the
    program; otherwise the child is shown it. `given` and `done` are user names, blank where nobody ticked.
    """

    number: str
    child: Named
    program: str
    name: str
    code: str
    title: str
    lesson: str
    minutes: int
    reason: str
    why: str
    link: str
    to_set: bool
    given: str
    done: str
    state: str
    finished: bool


@dataclass(frozen=True)
class WorkList:
    """`class_id` is 0 where the list is of all children whom the reader works with; `title` is then blank."""

    class_id: int
    title: str
    on: date
    lines: tuple[Line, ...]
    children: int
    drawn_from: Mapping[str, int | str]

    @property
    def file_name(self) -> str:
        """Without an ending."""
        whose = f"class-{self.class_id}" if self.class_id else "own"
        return f"work-list-{whose}-{self.on.isoformat()}"

    @property
    def to_do(self) -> tuple[Line, ...]:
        """What an adult still has to see to."""
        return tuple(one for one in self.lines if not one.finished)

    def line(self, number: str) -> Line | None:
        return next((one for one in self.lines if one.number == number), None)
