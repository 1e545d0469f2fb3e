"""The sheet for the day on which nothing works: names, a box to tick, room for a note; one sheet a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeroom.people import lab
from homeroom.people.models import School
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.lab.make import rooms_of, sits


@dataclass(frozen=True)
class Line:
    """One child; `absent` was said before the sheet was printed."""

    child: Named
    absent: bool


@dataclass(frozen=True)
class Sheet:
    """One class. The title of those who are in no class of this school is blank."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class LabSheets:
    """A child of two classes stands on both sheets: whichever comes in, the name is there."""

    school: int
    title: str
    on: date
    sheets: tuple[Sheet, ...]


def lab_sheets(school: School, scope: Scope, chosen: Sequence[int] = ()) -> LabSheets:
    """The children of `scope`, class by class. `chosen` are classes; none is all."""
    seated = sits(school, scope)
    absent = lab.absent(seated, scope.on)
    children = named(list(seated))
    found = []
    for room in rooms_of(seated):
        if not chosen or room.number in chosen:
            inside = [one for one in children if room.number in seated[one.number]]
            found.append(Sheet(room.title, tuple(Line(one, one.number in absent) for one in inside)))
    alone = [one for one in children if not seated[one.number]]
    if alone and not chosen:
        found.append(Sheet("", tuple(Line(one, one.number in absent) for one in alone)))
    return LabSheets(school.pk, school.name, scope.on, tuple(found))
