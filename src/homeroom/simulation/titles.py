"""Lessons of six invented programs under titles of our own, with the standards each one truly serves.

`titles.csv` was written by hand, in the way vendors write: skill names with abbreviations (skillwright), questions
(curio_lane), whimsy (puddle_pier), numbers alone (drill_depot), a printed course's modules (hearth), Spanish (lucero).
What the vendor says of a lesson is planted beside the truth: right, wrong, coarse (a cluster or a whole standard in
place of its part) or missing. About one lesson in seven serves no standard of kindergarten to grade 5.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from typing import Literal, cast

from homeroom.simulation.school import GRADES

Tag = Literal["right", "wrong", "coarse", "missing"]


@dataclass(frozen=True)
class Title:
    """One lesson. `standards` is the truth, none for a lesson outside the standards; `vendor` is what its tag says.

    `grade` is written as the program writes it: "3", or a band such as "2-3".
    """

    program: str
    external_id: str
    title: str
    words: str
    grade: str
    language: str
    minutes: int
    standards: tuple[str, ...]
    tag: Tag
    vendor: tuple[str, ...]

    @property
    def grades(self) -> range:
        """The grades it is for, kindergarten as 0."""
        low, _, high = self.grade.partition("-")
        return range(GRADES.index(low), GRADES.index(high or low) + 1)


@cache
def read() -> tuple[Title, ...]:
    """All lessons, a program after the other, in the order of its own catalogue."""
    text = (resources.files("homeroom.simulation") / "titles.csv").read_text("utf-8")
    return tuple(_title(row) for row in csv.DictReader(StringIO(text)))


def of(program: str) -> tuple[Title, ...]:
    return tuple(title for title in read() if title.program == program)


def programs() -> tuple[str, ...]:
    return tuple(dict.fromkeys(title.program for title in read()))


def _title(row: dict[str, str]) -> Title:
    return Title(
        program=row["program"],
        external_id=row["external_id"],
        title=row["title"],
        words=row["words"],
        grade=row["grade"],
        language=row["language"],
        minutes=int(row["minutes"]),
        standards=tuple(row["standards"].split()),
        tag=cast("Tag", row["tag"]),
        vendor=tuple(row["vendor"].split()),
    )
