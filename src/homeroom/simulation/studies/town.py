"""One grade of a made-up school for a study: its roster, a test before it began, and one after what was drawn was done.

The draw comes in between: what is written after it depends on it, and on nothing else but the seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from homeroom.simulation import children, roster, staff
from homeroom.simulation.calendar import BLOCKS
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.school import School, SchoolClass
from homeroom.simulation.sheet import Sheet, written
from homeroom.simulation.studies import check_items, pilots
from homeroom.simulation.studies.check_items import Drawn
from homeroom.simulation.studies.crossovers import Crossover
from homeroom.simulation.studies.pilots import Children, Pilot
from homeroom.simulation.studies.sittings import Sat, sheet

BEFORE, AFTER = date(2026, 9, 16), date(2027, 1, 20)


@dataclass(frozen=True)
class Town:
    """`rooms` classes of one grade, and the children in all of them."""

    rooms: int = 8
    children: int = 160
    grade: int = 3
    seed: int = 1

    @property
    def school(self) -> School:
        random = stream(self.seed, "classes of a study")
        classes = tuple(_room(index, self.grade, hexadecimal(random, 8)) for index in range(self.rooms))
        drawn = children.draw(self.seed, classes, self.children)
        adults = staff.draw(self.seed, classes)
        return School(classes, tuple(drawn), adults, (), staff.cases(adults, drawn))


def begin(folder: Path, town: Town) -> None:
    """`roster` and `before`: the school, and the test that everybody sat."""
    school = town.school
    (folder / "roster").mkdir(parents=True, exist_ok=True)
    for part in roster.parts(school):
        (folder / "roster" / part.name).write_bytes(written(part.header, part.rows).encode())
    before = _happened(school, town, Pilot(town.rooms, 0), [])
    _write(folder / "before", sheet(school, Sat(BEFORE, "Fall", dict(enumerate(before.before.tolist()))), town.seed))


def go_on(folder: Path, town: Town, pilot: Pilot, new: Sequence[str]) -> Children:
    """`after`: what everybody has then, where the classes with these ids got what is new. Gives the truth."""
    school = town.school
    became = _happened(school, town, pilot, new)
    readings = {at: float(one) for at, one in enumerate(became.after) if np.isfinite(one)}
    _write(folder / "after", sheet(school, Sat(AFTER, "Winter", readings), town.seed))
    return became


def check(folder: Path, town: Town, crossover: Crossover, units: Mapping[str, str], aligned: Sequence[str]) -> None:
    """`after`: checks on every standard of `units`, where the keys of the draw in `aligned` are in the new arm."""
    school = town.school
    keys = {(room, code) for key in aligned for room, _, code in [key.rpartition(" | ")]}
    drawn = Drawn([one.sourced_id for one in school.classes], units, keys)
    _write(folder / "after", check_items.sheet(school, crossover, drawn, AFTER, town.seed))


def _happened(school: School, town: Town, pilot: Pilot, new: Sequence[str]) -> Children:
    room = np.array([child.home for child in school.children])
    is_new = np.array([one.sourced_id in new for one in school.classes])
    return pilots.happened(
        pilot, room, is_new, np.zeros(len(is_new), np.int64), stream(town.seed, "a study's children")
    )


def _room(index: int, grade: int, number: str) -> SchoolClass:
    title = f"Grade {grade} {chr(ord('A') + index)}"
    return SchoolClass(index, f"cls-{number}", title, grade, f"Room {101 + index}", BLOCKS[index % len(BLOCKS)])


def _write(folder: Path, one: Sheet) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / one.file).write_bytes(one.bytes())
